//! Fetching an attachment's bytes at once: Discord's links expire.

use std::time::Duration;

use file_format::FileFormat;
use poise::serenity_prelude::Attachment;

use crate::discord::surface::Surface;

/// How often a download is tried, and how long one may take.
const TRIES_MAX: u32 = 3;
const DOWNLOAD_MAX: Duration = Duration::from_secs(20);
const WAIT_FIRST: Duration = Duration::from_millis(200);

/// Types that say nothing. Phones send documents so.
const UNTYPED: &[&str] = &[
    "",
    "application/octet-stream",
    "binary/octet-stream",
    "application/x-unknown",
];
/// What may stand as a capture, by file name, for files that have no type and whose bytes say nothing.
const KINDS: &[(&str, &str)] = &[
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("webp", "image/webp"),
    ("gif", "image/gif"),
    ("heic", "image/heic"),
    ("heif", "image/heif"),
    ("pdf", "application/pdf"),
];

/// An attachment's bytes.
pub(super) struct Fetched {
    pub(super) bytes: Vec<u8>,
    pub(super) content_type: String,
}

/// Why there are none.
pub(super) enum NotFetched {
    WrongKind,
    TooLarge,
    Empty,
    /// For the log.
    Download(String),
}

/// Downloads an image or a PDF that is not larger than the configuration allows.
pub(super) async fn fetch(surface: &Surface, attachment: &Attachment) -> Result<Fetched, NotFetched> {
    let declared = declared(attachment.content_type.as_deref());
    if declared == Declared::Other {
        return Err(NotFetched::WrongKind);
    }
    let bytes_max = surface.config.desk.capture_max_bytes;
    if bytes_max < u64::from(attachment.size) {
        return Err(NotFetched::TooLarge);
    }
    let mut wait = WAIT_FIRST;
    for _ in 1..TRIES_MAX {
        match download(surface, &attachment.url, bytes_max).await {
            Err(NotFetched::Download(_)) => {
                tokio::time::sleep(wait).await;
                wait *= 2;
            }
            Err(no) => return Err(no),
            Ok(bytes) => return typed(bytes, declared, attachment),
        }
    }
    let bytes = download(surface, &attachment.url, bytes_max).await?;
    typed(bytes, declared, attachment)
}

fn typed(bytes: Vec<u8>, declared: Declared, attachment: &Attachment) -> Result<Fetched, NotFetched> {
    let kind = kind_of(&bytes, declared, &attachment.filename);
    let content_type = kind.ok_or(NotFetched::WrongKind)?;
    Ok(Fetched { bytes, content_type })
}

async fn download(surface: &Surface, url: &str, bytes_max: u64) -> Result<Vec<u8>, NotFetched> {
    // The address is signed and does not belong into a log.
    let failed = |error: reqwest::Error| NotFetched::Download(error.without_url().to_string());
    let request = surface.downloads.get(url).timeout(DOWNLOAD_MAX);
    let mut response = request
        .send()
        .await
        .and_then(reqwest::Response::error_for_status)
        .map_err(failed)?;
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        bytes.extend_from_slice(&chunk);
        if bytes_max < u64::try_from(bytes.len()).unwrap_or(u64::MAX) {
            return Err(NotFetched::TooLarge);
        }
    }
    if bytes.is_empty() {
        return Err(NotFetched::Empty);
    }
    Ok(bytes)
}

/// What Discord says a file is: it goes by what the sender's program said.
#[derive(Debug, PartialEq, Eq)]
enum Declared {
    /// An image or a PDF.
    Capture(String),
    /// Nothing that says anything: its bytes decide, or else the ending of its name.
    Nothing,
    Other,
}

fn declared(content_type: Option<&str>) -> Declared {
    let Some(given) = content_type else {
        return Declared::Nothing;
    };
    let given = given.split(';').next().unwrap_or_default().trim().to_lowercase();
    if is_capture(&given) {
        Declared::Capture(given)
    } else if UNTYPED.contains(&given.as_str()) {
        Declared::Nothing
    } else {
        Declared::Other
    }
}

/// The type of an image or PDF by its bytes; where those are not known, as declared; `None` for anything else.
fn kind_of(bytes: &[u8], declared: Declared, file_name: &str) -> Option<String> {
    let seen = FileFormat::from_bytes(bytes);
    if is_capture(seen.media_type()) {
        return Some(seen.media_type().to_owned());
    }
    match declared {
        Declared::Capture(given) => Some(given),
        Declared::Nothing => {
            let extension = file_name.rsplit_once('.')?.1.to_lowercase();
            let known = KINDS.iter().find(|(ending, _)| *ending == extension);
            known.map(|(_, kind)| (*kind).to_owned())
        }
        Declared::Other => None,
    }
}

/// Drawings in SVG can hold programs.
fn is_capture(media_type: &str) -> bool {
    (media_type.starts_with("image/") && media_type != "image/svg+xml") || media_type == "application/pdf"
}

#[cfg(test)]
mod tests {
    use super::{Declared, declared, kind_of};

    /// The first bytes of each kind, as cameras and programs write them.
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF\0";
    const WEBP: &[u8] = b"RIFF\x24\0\0\0WEBPVP8 ";
    const PDF: &[u8] = b"%PDF-1.7\n";
    const HEIC: &[u8] = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
    const HEIF: &[u8] = b"\0\0\0\x1cftypmif1\0\0\0\0mif1heix";
    const ZIP: &[u8] = b"PK\x03\x04\x14\0\0\0";

    fn kind(bytes: &[u8], content_type: Option<&str>, name: &str) -> Option<String> {
        match declared(content_type) {
            Declared::Other => None,
            declared => kind_of(bytes, declared, name),
        }
    }

    #[test]
    fn a_file_is_what_its_bytes_are_whatever_it_is_called() {
        for (bytes, kind_seen) in [
            (PNG, "image/png"),
            (JPEG, "image/jpeg"),
            (WEBP, "image/webp"),
            (PDF, "application/pdf"),
            (HEIC, "image/heic"),
            (HEIF, "image/heif"),
        ] {
            for content_type in [None, Some("application/octet-stream"), Some("image/png"), Some("")] {
                let seen = kind(bytes, content_type, "documento");
                assert_eq!(seen.as_deref(), Some(kind_seen), "{content_type:?}");
            }
        }
    }

    #[test]
    fn what_bytes_do_not_tell_is_believed_when_it_says_that_it_is_a_picture() {
        let text = b"not a picture";
        assert_eq!(kind(text, Some("image/PNG; x=1"), "a").as_deref(), Some("image/png"));
        assert_eq!(
            kind(text, Some("application/pdf"), "a").as_deref(),
            Some("application/pdf")
        );
        assert_eq!(kind(text, None, "foto.JPG").as_deref(), Some("image/jpeg"));
    }

    #[test]
    fn anything_else_is_no_capture() {
        for (bytes, content_type, name) in [
            (PNG, Some("image/svg+xml"), "a.svg"),
            (PNG, Some("text/html"), "a.png"),
            (ZIP, None, "nota.txt"),
            (ZIP, None, "sin-extension"),
            (ZIP, Some("application/octet-stream"), "archivo.bin"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None, "dibujo.svg"),
        ] {
            assert_eq!(kind(bytes, content_type, name), None, "{content_type:?} {name}");
        }
    }
}
