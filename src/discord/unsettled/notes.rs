//! Promises on disk: one file each, in `<data_dir>/unsettled`.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::promise::Promise;

/// The size of a file that reserves space for some dozens of promises. A full disk may be the reason why something is
/// in doubt.
const RESERVE_BYTES: usize = 256 * 1024;
const RESERVE: &str = "reserve";

pub(super) struct Notes {
    folder: PathBuf,
}

impl Notes {
    pub(super) fn in_folder(data_dir: &Path) -> Notes {
        let notes = Notes {
            folder: data_dir.join("unsettled"),
        };
        if let Err(error) = notes.keep_reserve() {
            tracing::warn!(%error, "cannot reserve disk space for promises to tell an outcome");
        }
        notes
    }

    /// The promises that are not settled, the oldest first. A file that cannot be read is left for a person to examine.
    pub(super) fn read(&self) -> Vec<Promise> {
        let Ok(files) = std::fs::read_dir(&self.folder) else {
            return Vec::new();
        };
        let paths = files.filter_map(|file| Some(file.ok()?.path()));
        let notes = paths.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
        let mut promises: Vec<Promise> = notes
            .filter_map(|path| {
                let read = std::fs::read(&path).map_err(|error| error.to_string());
                match read.and_then(|bytes| serde_json::from_slice(&bytes).map_err(|error| error.to_string())) {
                    Ok(promise) => Some(promise),
                    Err(error) => {
                        tracing::error!(path = %path.display(), error, "cannot read a promise to tell an outcome");
                        None
                    }
                }
            })
            .collect();
        promises.sort_by_key(|promise: &Promise| promise.at_ms);
        promises
    }

    /// Writes a promise; it is on disk when this returns. If that fails, the promise stays only in memory.
    pub(super) fn write(&self, promise: &Promise) {
        let mut written = self.write_now(promise);
        if written.is_err() {
            // Free the reserved space and try again.
            let _ = std::fs::remove_file(self.folder.join(RESERVE));
            written = self.write_now(promise);
        }
        if let Err(error) = written {
            tracing::error!(%error, "a promise to tell an outcome is only in memory; a restart loses it");
        }
    }

    pub(super) fn remove(&self, promise: &Promise) {
        if let Err(error) = std::fs::remove_file(self.path(promise)) {
            tracing::warn!(%error, "cannot delete a settled promise from disk");
        }
        let _ = self.keep_reserve();
    }

    fn write_now(&self, promise: &Promise) -> io::Result<()> {
        std::fs::create_dir_all(&self.folder)?;
        let text = serde_json::to_vec(promise).map_err(io::Error::other)?;
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        file.write_all(&text)?;
        file.as_file().sync_all()?;
        file.persist(self.path(promise))?;
        File::open(&self.folder)?.sync_all()
    }

    /// The file is named by a hash, because a request id may contain any characters.
    fn path(&self, promise: &Promise) -> PathBuf {
        let name = hex::encode(Sha256::digest(promise.request.as_str()));
        self.folder.join(format!("{name}.json"))
    }

    fn keep_reserve(&self) -> io::Result<()> {
        let path = self.folder.join(RESERVE);
        if path.try_exists()? {
            return Ok(());
        }
        std::fs::create_dir_all(&self.folder)?;
        std::fs::write(path, vec![1; RESERVE_BYTES])
    }
}

#[cfg(test)]
mod tests {
    use super::Notes;
    use crate::discord::unsettled::asker::Asker;
    use crate::discord::unsettled::promise::Promise;
    use crate::ids::RequestId;

    #[test]
    fn a_promise_is_found_again_until_it_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let promise = |event: u64| Promise {
            request: RequestId::new("discord", event),
            asker: Asker {
                event,
                channel: 7,
                user: 8,
                is_message: true,
                nth: 1,
                line: None,
            },
            at_ms: i64::try_from(event).unwrap(),
        };
        let notes = Notes::in_folder(folder.path());
        for event in [3, 1, 2, 2] {
            notes.write(&promise(event));
        }
        std::fs::write(folder.path().join("unsettled/broken.json"), "{").unwrap();
        let again = Notes::in_folder(folder.path());
        assert_eq!(again.read(), [promise(1), promise(2), promise(3)]);
        again.remove(&promise(2));
        assert_eq!(Notes::in_folder(folder.path()).read(), [promise(1), promise(3)]);
    }
}
