//! One writing process per SQLite file.

use std::fs::{File, TryLockError};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::DbError;
use super::file_guard::beside;

/// A process that was just told to stop needs a moment to release its lock. The next one tries this often.
const TRIES: u32 = 20;
const BETWEEN_TRIES: Duration = Duration::from_millis(20);

/// The lock on an SQLite database. It is held while the database is open; the system releases it when the process dies.
///
/// It locks a file beside the database (`desk.db.lock`), not the database itself: when a process closes any descriptor
/// of a file, it loses SQLite's own locks on that file.
#[derive(Debug)]
pub(super) struct FileLock {
    path: PathBuf,
    _file: File,
}

impl FileLock {
    /// `database` is the file's real name ([`super::sqlite_file::resolve`]), so that links and `..` cannot lead to a
    /// second lock.
    ///
    /// # Errors
    /// [`DbError::AlreadyOpen`] when another process writes to `database`.
    pub(super) async fn take(database: &Path) -> Result<Self, DbError> {
        let path = beside(database, ".lock");
        let fault = |cause: std::io::Error| DbError::File {
            path: path.display().to_string(),
            cause: cause.to_string(),
        };
        for _ in 0..TRIES {
            let file = File::options()
                .create(true)
                .truncate(false)
                .write(true)
                .open(&path)
                .map_err(fault)?;
            match file.try_lock() {
                // Somebody may have removed the lock file after it was opened here. Another process could then lock a
                // new file of the same name, so this lock would protect nothing.
                Ok(()) if is_at(&file, &path).map_err(fault)? => return Ok(Self { path, _file: file }),
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => tokio::time::sleep(BETWEEN_TRIES).await,
                Err(TryLockError::Error(error)) => return Err(fault(error)),
            }
        }
        Err(DbError::AlreadyOpen(database.display().to_string()))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

fn is_at(file: &File, path: &Path) -> std::io::Result<bool> {
    let (ours, there) = (file.metadata()?, path.metadata());
    Ok(there.is_ok_and(|there| (there.dev(), there.ino()) == (ours.dev(), ours.ino())))
}
