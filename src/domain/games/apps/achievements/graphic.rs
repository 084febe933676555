//! The picture of a badge: a small PNG. Only its header and its end are checked; no stranger's picture is decoded here.

/// The largest picture, in bytes: as base64 it fits into the body of a call.
pub const GRAPHIC_BYTES_MAX: usize = 32 * 1024;
/// The longest side, in pixels.
pub const GRAPHIC_SIDE_MAX: u32 = 512;

const SIGNATURE: &[u8; 8] = b"\x89PNG\r\n\x1a\n";
/// Signature, the length and name of the first chunk, its 13 bytes, its checksum.
const HEAD_BYTES: usize = 33;
const FIRST_CHUNK: &[u8; 8] = b"\0\0\0\x0dIHDR";
/// Every PNG ends with this chunk.
const LAST_CHUNK: &[u8; 12] = b"\0\0\0\0IEND\xae\x42\x60\x82";

/// Bytes that begin and end as a PNG of a small picture does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graphic(Vec<u8>);

/// Why bytes are not the picture of a badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GraphicMistake {
    #[error("not a PNG")]
    NotPng,
    #[error("{given} bytes, at most {max}")]
    TooManyBytes { max: usize, given: usize },
    #[error("{width} × {height} pixels, at most {max} each way")]
    TooLarge { max: u32, width: u32, height: u32 },
}

impl Graphic {
    /// # Errors
    /// [`GraphicMistake`].
    pub fn read(bytes: Vec<u8>) -> Result<Graphic, GraphicMistake> {
        if GRAPHIC_BYTES_MAX < bytes.len() {
            return Err(GraphicMistake::TooManyBytes {
                max: GRAPHIC_BYTES_MAX,
                given: bytes.len(),
            });
        }
        let head = bytes.get(..HEAD_BYTES).ok_or(GraphicMistake::NotPng)?;
        if !head.starts_with(SIGNATURE) || &head[8..16] != FIRST_CHUNK || !bytes.ends_with(LAST_CHUNK) {
            return Err(GraphicMistake::NotPng);
        }
        let side = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let (width, height) = (side(16), side(20));
        if width == 0 || height == 0 {
            return Err(GraphicMistake::NotPng);
        }
        if GRAPHIC_SIDE_MAX < width || GRAPHIC_SIDE_MAX < height {
            return Err(GraphicMistake::TooLarge {
                max: GRAPHIC_SIDE_MAX,
                width,
                height,
            });
        }
        Ok(Graphic(bytes))
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{FIRST_CHUNK, Graphic, GraphicMistake, LAST_CHUNK, SIGNATURE};

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = SIGNATURE.to_vec();
        bytes.extend(FIRST_CHUNK);
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend([8, 6, 0, 0, 0, 1, 2, 3, 4]);
        bytes.extend(LAST_CHUNK);
        bytes
    }

    #[test]
    fn a_badge_is_a_small_png() {
        assert!(Graphic::read(png(512, 1)).is_ok());
        assert_eq!(Graphic::read(png(0, 1)), Err(GraphicMistake::NotPng));
        assert!(matches!(
            Graphic::read(png(513, 1)),
            Err(GraphicMistake::TooLarge { .. })
        ));
        assert_eq!(Graphic::read(b"GIF89a".to_vec()), Err(GraphicMistake::NotPng));
        let mut cut = png(1, 1);
        cut.pop();
        assert_eq!(Graphic::read(cut), Err(GraphicMistake::NotPng));
        let mut long = png(1, 1);
        long.extend(vec![0; 32 * 1024]);
        assert!(matches!(Graphic::read(long), Err(GraphicMistake::TooManyBytes { .. })));
    }
}
