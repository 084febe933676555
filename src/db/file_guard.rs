//! Checks that the open SQLite file is still the one at its path.
//!
//! When the file is removed, moved or replaced while the process runs, it stays open under no name or another one.
//! SQLite would go on writing into it, and everything acknowledged from then on would be missing at the next start.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::DbError;

/// Identifies a file independently of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct FileId {
    device: u64,
    inode: u64,
}

impl FileId {
    fn of(metadata: &Metadata) -> FileId {
        FileId {
            device: metadata.dev(),
            inode: metadata.ino(),
        }
    }

    fn at(path: &Path) -> Option<FileId> {
        std::fs::metadata(path).ok().map(|metadata| FileId::of(&metadata))
    }
}

/// The files of an open database, with the identity that each had when the database was opened.
#[derive(Debug)]
pub(super) struct FileGuard {
    watched: Vec<(PathBuf, FileId)>,
    /// Set by the first check that finds a file gone or replaced; never reset.
    gone: OnceLock<DbError>,
}

impl FileGuard {
    /// Remembers the database, its write-ahead log and its lock file. Call it when all three exist.
    pub(super) fn on(database: &Path, lock: &Path) -> Result<FileGuard, DbError> {
        let mut watched = Vec::new();
        for path in [database.to_owned(), beside(database, "-wal"), lock.to_owned()] {
            let id = FileId::at(&path).ok_or_else(|| DbError::File {
                path: path.display().to_string(),
                cause: "it vanished while it was opened".to_owned(),
            })?;
            watched.push((path, id));
        }
        Ok(FileGuard {
            watched,
            gone: OnceLock::new(),
        })
    }

    /// # Errors
    /// [`DbError::FileGone`]. Once returned it is returned for ever, even if the file comes back: the desk must be
    /// restarted.
    pub(super) fn check(&self) -> Result<(), DbError> {
        self.found_gone()?;
        for (path, opened) in &self.watched {
            let what = match FileId::at(path) {
                Some(now) if now == *opened => continue,
                Some(_) => "was replaced",
                None => "was removed or moved away",
            };
            let gone = DbError::FileGone {
                path: path.display().to_string(),
                what,
            };
            return Err(self.gone.get_or_init(|| gone).clone());
        }
        Ok(())
    }

    /// Returns the error of an earlier check again, without looking at the files.
    pub(super) fn found_gone(&self) -> Result<(), DbError> {
        match self.gone.get() {
            Some(gone) => Err(gone.clone()),
            None => Ok(()),
        }
    }
}

/// `desk.db` and `-wal` give `desk.db-wal`.
pub(super) fn beside(database: &Path, ending: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::{FileGuard, beside};
    use crate::db::DbError;

    #[test]
    fn a_file_that_is_removed_or_replaced_is_gone_for_good() {
        for name in ["desk.db", "desk.db-wal", "desk.db.lock"] {
            let folder = tempfile::tempdir().unwrap();
            let (database, lock) = (folder.path().join("desk.db"), folder.path().join("desk.db.lock"));
            for path in [&database, &lock, &beside(&database, "-wal")] {
                std::fs::write(path, "1").unwrap();
            }
            let guard = FileGuard::on(&database, &lock).unwrap();
            assert!(guard.check().is_ok());
            std::fs::write(&database, "what stands in it changes all the time").unwrap();
            assert!(guard.check().is_ok());
            let (path, away) = (folder.path().join(name), folder.path().join("away"));
            std::fs::rename(&path, &away).unwrap();
            assert!(matches!(
                guard.check(),
                Err(DbError::FileGone {
                    what: "was removed or moved away",
                    ..
                })
            ));
            std::fs::rename(&away, &path).unwrap();
            assert!(guard.check().is_err(), "{name}");

            let guard = FileGuard::on(&database, &lock).unwrap();
            std::fs::write(&away, "another").unwrap();
            std::fs::rename(&away, &path).unwrap();
            assert!(
                matches!(
                    guard.check(),
                    Err(DbError::FileGone {
                        what: "was replaced",
                        ..
                    })
                ),
                "{name}"
            );
        }
    }
}
