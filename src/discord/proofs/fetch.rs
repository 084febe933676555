//! Fetches an attachment's bytes at once, because Discord's links expire.

use std::time::Duration;

use poise::serenity_prelude::Attachment;

use super::kinds;
use crate::discord::surface::Surface;

/// How often a download is tried, and the time limit of each try.
const TRIES_MAX: u32 = 3;
const DOWNLOAD_MAX: Duration = Duration::from_secs(20);
const WAIT_FIRST: Duration = Duration::from_millis(200);

/// Declared types that say nothing. Phones often send them.
const UNTYPED: &[&str] = &[
    "",
    "application/octet-stream",
    "binary/octet-stream",
    "application/x-unknown",
];
/// An attachment's bytes.
pub(super) struct Fetched {
    pub(super) bytes: Vec<u8>,
    pub(super) content_type: String,
}

/// Why an attachment was not fetched.
pub(super) enum NotFetched {
    WrongKind,
    /// It is declared as a picture, but its bytes are something else.
    NotByItsBytes,
    TooLarge,
    Empty,
    /// The cause, for the log.
    Download(String),
}

/// Downloads an image or a PDF that is not larger than the configuration allows.
pub(super) async fn fetch(surface: &Surface, attachment: &Attachment) -> Result<Fetched, NotFetched> {
    if !may_be_capture(attachment.content_type.as_deref()) {
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
            Ok(bytes) => return typed(bytes),
        }
    }
    let bytes = download(surface, &attachment.url, bytes_max).await?;
    typed(bytes)
}

fn typed(bytes: Vec<u8>) -> Result<Fetched, NotFetched> {
    let kind = kinds::of_bytes(&bytes).ok_or(NotFetched::NotByItsBytes)?;
    let content_type = kind.media_type.to_owned();
    Ok(Fetched { bytes, content_type })
}

async fn download(surface: &Surface, url: &str, bytes_max: u64) -> Result<Vec<u8>, NotFetched> {
    // The URL is signed and must not be logged.
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

/// Whether the declared type allows a file to be a capture. The sender's program made that declaration, so the bytes
/// are checked later.
fn may_be_capture(content_type: Option<&str>) -> bool {
    let Some(given) = content_type else {
        return true;
    };
    let given = given.split(';').next().unwrap_or_default().trim().to_lowercase();
    // SVG drawings can contain programs.
    let is_picture = given.starts_with("image/") && given != "image/svg+xml";
    is_picture || given == "application/pdf" || UNTYPED.contains(&given.as_str())
}

#[cfg(test)]
mod tests {
    use super::may_be_capture;

    #[test]
    fn what_says_that_it_is_something_else_is_not_even_fetched() {
        for content_type in [
            None,
            Some(""),
            Some("application/octet-stream"),
            Some("image/PNG; x=1"),
            Some("application/pdf"),
        ] {
            assert!(may_be_capture(content_type), "{content_type:?}");
        }
        for content_type in ["image/svg+xml", "text/html", "application/zip"] {
            assert!(!may_be_capture(Some(content_type)), "{content_type}");
        }
    }
}
