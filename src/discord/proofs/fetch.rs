//! Fetching an attachment's bytes at once: Discord's links expire.

use std::time::Duration;

use poise::serenity_prelude::Attachment;

use crate::discord::surface::Surface;

/// How often a download is tried, and how long one may take.
const TRIES_MAX: u32 = 3;
const DOWNLOAD_MAX: Duration = Duration::from_secs(20);
const WAIT_FIRST: Duration = Duration::from_millis(200);

/// What may stand as a capture, by file name, for files that Discord gives no type.
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
    let kind = kind_of(attachment.content_type.as_deref(), &attachment.filename);
    let content_type = kind.ok_or(NotFetched::WrongKind)?;
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
            Ok(bytes) => return Ok(Fetched { bytes, content_type }),
        }
    }
    let bytes = download(surface, &attachment.url, bytes_max).await?;
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

/// The type of an image or PDF; `None` for anything else.
fn kind_of(content_type: Option<&str>, file_name: &str) -> Option<String> {
    if let Some(given) = content_type {
        let given = given.split(';').next().unwrap_or_default().trim().to_lowercase();
        let is_picture = given.starts_with("image/") && given != "image/svg+xml";
        return (is_picture || given == "application/pdf").then_some(given);
    }
    let extension = file_name.rsplit_once('.')?.1.to_lowercase();
    let known = KINDS.iter().find(|(ending, _)| *ending == extension);
    known.map(|(_, kind)| (*kind).to_owned())
}

#[cfg(test)]
mod tests {
    use super::kind_of;

    #[test]
    fn images_and_pdfs_are_captures_and_nothing_else_is() {
        assert_eq!(kind_of(Some("image/PNG; x=1"), "a").as_deref(), Some("image/png"));
        assert_eq!(
            kind_of(Some("application/pdf"), "a").as_deref(),
            Some("application/pdf")
        );
        assert_eq!(kind_of(None, "foto.JPG").as_deref(), Some("image/jpeg"));
        assert_eq!(kind_of(Some("image/svg+xml"), "a.svg"), None);
        assert_eq!(kind_of(Some("text/html"), "a.png"), None);
        assert_eq!(kind_of(None, "nota.txt"), None);
        assert_eq!(kind_of(None, "sin-extension"), None);
    }
}
