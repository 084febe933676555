//! Captures for stories. The desk checks their first bytes.

use file_format::FileFormat;

/// Makes the bytes a picture by a PNG header, unless they already are a file of a known type.
pub fn picture(bytes: &[u8]) -> Vec<u8> {
    match FileFormat::from_bytes(bytes) {
        FileFormat::ArbitraryBinaryData | FileFormat::PlainText => {
            let mut picture = b"\x89PNG\r\n\x1a\n".to_vec();
            picture.extend_from_slice(bytes);
            picture
        }
        _ => bytes.to_vec(),
    }
}
