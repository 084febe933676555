//! Recognises a file by its first bytes, because names and declared types are unreliable.

use file_format::FileFormat;

/// A kind of file that can be a capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kind {
    pub(crate) media_type: &'static str,
    /// The extension of such files.
    pub(crate) extension: &'static str,
}

const fn kind(media_type: &'static str, extension: &'static str) -> Kind {
    Kind { media_type, extension }
}

const KINDS: [Kind; 10] = [
    kind("image/png", "png"),
    kind("image/apng", "png"),
    kind("image/jpeg", "jpg"),
    kind("image/webp", "webp"),
    kind("image/gif", "gif"),
    kind("image/heic", "heic"),
    kind("image/heic-sequence", "heic"),
    kind("image/heif", "heif"),
    kind("image/heif-sequence", "heif"),
    kind("application/pdf", "pdf"),
];

/// The kind of these bytes; `None` if they cannot be a capture.
pub(crate) fn of_bytes(bytes: &[u8]) -> Option<Kind> {
    let seen = FileFormat::from_bytes(bytes);
    KINDS.into_iter().find(|kind| kind.media_type == seen.media_type())
}

/// The kind with this media type; `None` if it cannot be a capture.
pub(crate) fn of_media_type(media_type: &str) -> Option<Kind> {
    KINDS.into_iter().find(|kind| kind.media_type == media_type)
}

#[cfg(test)]
mod tests {
    use super::of_bytes;

    #[test]
    fn a_file_is_what_its_bytes_are() {
        // The first bytes of each kind, as cameras and programs write them.
        let kinds: [(&[u8], &str, &str); 7] = [
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png", "png"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "image/jpeg", "jpg"),
            (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp", "webp"),
            (b"GIF89a\x01\0\x01\0", "image/gif", "gif"),
            (b"%PDF-1.7\n", "application/pdf", "pdf"),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "image/heic", "heic"),
            (b"\0\0\0\x1cftypmif1\0\0\0\0mif1heix", "image/heif", "heif"),
        ];
        for (bytes, media_type, extension) in kinds {
            let seen = of_bytes(bytes).expect("a capture");
            assert_eq!((seen.media_type, seen.extension), (media_type, extension));
        }
        for bytes in [
            &b"no soy una imagen"[..],
            b"PK\x03\x04\x14\0\0\0",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"BM\0\0",
            b"",
        ] {
            assert_eq!(of_bytes(bytes), None, "{bytes:?}");
        }
    }
}
