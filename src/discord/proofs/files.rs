//! Captures on disk: `<data_dir>/captures/<sha256>`, written once and never changed.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::db::Trouble;

/// Writes bytes into a file named by their hash, and returns the hash as lower-case hex. The file is on disk when this
/// returns.
pub(crate) async fn store(data_dir: &Path, bytes: Vec<u8>) -> io::Result<String> {
    let folder = folder(data_dir);
    let stored = tokio::task::spawn_blocking(move || store_now(&folder, &bytes)).await;
    stored.map_err(io::Error::other)?
}

/// Reads the file with this hash.
pub(crate) async fn read(data_dir: &Path, sha256: &str) -> io::Result<Vec<u8>> {
    // The hash comes from our own table. The check makes sure that nothing else becomes part of a path.
    if !is_name(sha256) {
        return Err(io::Error::other("not a hash"));
    }
    tokio::fs::read(folder(data_dir).join(sha256)).await
}

/// Whether Discord's clients show only the name of such a file.
pub(super) fn is_heic(content_type: &str) -> bool {
    ["image/heic", "image/heif"]
        .iter()
        .any(|kind| content_type.starts_with(kind))
}

/// Checks that captures can be stored now, by writing and removing a file of this size.
pub(crate) async fn probe(data_dir: &Path, bytes: usize) -> io::Result<()> {
    let folder = folder(data_dir);
    let probed = tokio::task::spawn_blocking(move || {
        std::fs::create_dir_all(&folder)?;
        let mut file = tempfile::NamedTempFile::new_in(&folder)?;
        file.write_all(&vec![1; bytes])?;
        file.as_file().sync_data()
    });
    probed.await.map_err(io::Error::other)?
}

/// The kind of trouble that prevents storing captures.
pub(crate) fn trouble_of(error: &std::io::Error) -> Trouble {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded | std::io::ErrorKind::FileTooLarge => {
            Trouble::Full
        }
        std::io::ErrorKind::ReadOnlyFilesystem | std::io::ErrorKind::PermissionDenied => Trouble::ReadOnly,
        _ => Trouble::Broken,
    }
}

/// Whether a capture can be called so: by its hash.
pub(crate) fn is_name(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Where all captures are.
pub(crate) fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join("captures")
}

fn store_now(folder: &Path, bytes: &[u8]) -> io::Result<String> {
    let sha256 = hex::encode(Sha256::digest(bytes));
    std::fs::create_dir_all(folder)?;
    let path = folder.join(&sha256);
    if path.try_exists()? {
        return Ok(sha256);
    }
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(&path)?;
    // Sync the folder as well, so that the file's name survives a crash.
    std::fs::File::open(folder)?.sync_all()?;
    Ok(sha256)
}

#[cfg(test)]
mod tests {
    use super::{read, store};

    #[tokio::test]
    async fn a_capture_is_found_under_its_hash_and_stored_once() {
        let folder = tempfile::tempdir().unwrap();
        let first = store(folder.path(), b"abc".to_vec()).await.unwrap();
        assert_eq!(
            first,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(store(folder.path(), b"abc".to_vec()).await.unwrap(), first);
        assert_eq!(read(folder.path(), &first).await.unwrap(), b"abc");
        assert_eq!(std::fs::read_dir(folder.path().join("captures")).unwrap().count(), 1);
        assert!(read(folder.path(), "../../etc/passwd").await.is_err());
    }
}
