//! One writing process per SQLite file.

use std::ffi::OsString;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::DbError;

/// A cambista that was just told to stop takes a moment to let go of its file: its successor asks this often.
const TRIES: u32 = 20;
const BETWEEN_TRIES: Duration = Duration::from_millis(20);

/// Held as long as the database is open; the system lets go of it when the process dies, however it dies.
#[derive(Debug)]
pub(super) struct FileLock {
    _file: File,
}

impl FileLock {
    /// # Errors
    /// [`DbError::AlreadyOpen`] when another process writes to `database`.
    pub(super) async fn take(database: &Path) -> Result<Self, DbError> {
        let path = lock_path(database);
        let fault = |cause: std::io::Error| DbError::File {
            path: path.display().to_string(),
            cause: cause.to_string(),
        };
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(fault)?;
        for _ in 0..TRIES {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) => tokio::time::sleep(BETWEEN_TRIES).await,
                Err(TryLockError::Error(error)) => return Err(fault(error)),
            }
        }
        Err(DbError::AlreadyOpen(database.display().to_string()))
    }
}

/// `desk.db` is guarded by `desk.db.lock`, by whatever name or link the file is opened.
fn lock_path(database: &Path) -> PathBuf {
    let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty());
    let real = database.canonicalize().or_else(|_| {
        // Not there yet: its folder is.
        let folder = folder.unwrap_or(Path::new(".")).canonicalize()?;
        Ok::<_, std::io::Error>(folder.join(database.file_name().unwrap_or_default()))
    });
    let mut name = OsString::from(real.unwrap_or_else(|_| database.to_owned()));
    name.push(".lock");
    PathBuf::from(name)
}
