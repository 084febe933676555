//! Why there is no backup, or nothing was restored or moved.

use std::path::{Path, PathBuf};

use crate::db::{DbError, TransplantError};
use crate::domain::books::ledger::audit::{AuditError, Difference};

/// Nothing changed in the books when one of these is returned, except where it says so.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error(transparent)]
    Db(#[from] DbError),
    /// The copy, or the books that were copied, do not agree with themselves.
    #[error("{what} do not agree with themselves: {difference}")]
    Books { what: &'static str, difference: Difference },
    #[error("{path}: {cause}")]
    File { path: PathBuf, cause: std::io::Error },
    /// Another backup into this folder is under way.
    #[error("another backup into {0} is under way: wait for its end")]
    UnderWay(PathBuf),
    #[error("{0} is no backup: name one of the folders cambista-… that `cambista backup` made")]
    NoBackup(PathBuf),
    /// The manifest cannot be read, or is of a newer cambista.
    #[error("{path}: {why}")]
    Manifest { path: PathBuf, why: String },
    /// A file of the backup changed since it was made.
    #[error("{0} changed since the backup was made, or cannot be read: use another backup")]
    Damaged(PathBuf),
    /// The restored books are not those of the manifest.
    #[error("the head of the copied books is {found}, it should be {expected}: use another backup")]
    OtherHead { found: String, expected: String },
    #[error("the backup is one of {backup}, and DATABASE_URL names {configured}: {change}")]
    OtherEngine {
        backup: &'static str,
        configured: &'static str,
        change: &'static str,
    },
    #[error("there are books at {0}: type --replace to put the backup in their place; they are copied before")]
    BooksThere(PathBuf),
    /// PostgreSQL has the dump, but it does not stand the audit.
    #[error("the restored database does not stand its audit ({0}): drop it, and use another backup")]
    RestoredBooks(Box<BackupError>),
    #[error("the books are not in a file: only SQLite books move to PostgreSQL; correct DATABASE_URL")]
    NoFile,
    #[error("nothing was moved: {0}. Make an empty database (`createdb`) and name that one")]
    NotMoved(TransplantError),
    /// Both audits are clean, but not the same.
    #[error("nothing was moved: the copied books do not have the figures of the old ones ({here}; there {there})")]
    OtherFigures { here: String, there: String },
}

impl BackupError {
    pub(super) fn file(path: &Path) -> impl FnOnce(std::io::Error) -> BackupError {
        let path = path.to_owned();
        move |cause| BackupError::File { path, cause }
    }

    pub(super) fn audit(what: &'static str) -> impl FnOnce(AuditError) -> BackupError {
        move |error| match error {
            AuditError::Difference(difference) => BackupError::Books { what, difference },
            AuditError::Db(fault) => BackupError::Db(fault),
        }
    }
}

impl From<TransplantError> for BackupError {
    fn from(error: TransplantError) -> Self {
        match error {
            TransplantError::Db(fault) => BackupError::Db(fault),
            other => BackupError::NotMoved(other),
        }
    }
}
