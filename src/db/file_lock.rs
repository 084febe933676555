//! One writing process per SQLite file.

use std::fs::{File, TryLockError};
use std::path::Path;

use super::DbError;

/// Held as long as the database is open; the system lets go of it when the process dies, however it dies.
#[derive(Debug)]
pub(super) struct FileLock {
    _file: File,
}

impl FileLock {
    /// # Errors
    /// [`DbError::AlreadyOpen`] when another process writes to `database`.
    pub(super) fn take(database: &Path) -> Result<Self, DbError> {
        let path = database.with_extension("db.lock");
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
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(DbError::AlreadyOpen(database.display().to_string())),
            Err(TryLockError::Error(error)) => Err(fault(error)),
        }
    }
}
