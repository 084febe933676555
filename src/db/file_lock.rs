//! One writing process per SQLite file.

use std::fs::{File, TryLockError};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::DbError;
use super::file_guard::beside;

/// A cambista that was just told to stop takes a moment to let go of its file: its successor asks this often.
const TRIES: u32 = 20;
const BETWEEN_TRIES: Duration = Duration::from_millis(20);

/// Held as long as the database is open; the system lets go of it when the process dies, however it dies.
///
/// It lies beside the database (`desk.db.lock`) and is no lock on the database itself: a process that closes any descriptor of a
/// file loses SQLite's own locks on it.
#[derive(Debug)]
pub(super) struct FileLock {
    path: PathBuf,
    _file: File,
}

impl FileLock {
    /// `database` is the file's real name ([`super::sqlite_file::resolve`]): whatever link or `..` led to it, it has one lock.
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
                // Somebody may have removed the file between the opening and the lock: then another may lock a new one.
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
