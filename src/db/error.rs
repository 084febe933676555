//! Faults of the database and of the connection to it.

use std::borrow::Cow;
use std::sync::Arc;

use crate::meters::UnitRefusal;

/// A fault: something is broken. Refusals, where the desk says no, are other types. Nothing of the unit of work was
/// kept, except perhaps after [`DbError::OutcomeUnknown`].
#[derive(Debug, Clone, thiserror::Error)]
pub enum DbError {
    #[error("database: {0}")]
    Sqlx(Arc<sqlx::Error>),
    /// COMMIT was sent and no answer came, so the unit was kept completely or not at all. [`super::retrying`] finds out
    /// which.
    #[error("it is not known whether the database saved this (look before you repeat it): {0}")]
    OutcomeUnknown(String),
    #[error("the database is closed")]
    Closed,
    /// `server` is host and port; it never contains a password.
    #[error("PostgreSQL at {server} cannot be reached: {cause}")]
    Unreachable { server: String, cause: String },
    #[error("the database takes no writes: {0}")]
    ReadOnly(String),
    #[error(
        "PostgreSQL at {server} has {setting} = {value}: a crash may lose what people were told is saved. Set \
         {setting} = on in postgresql.conf, or allow it knowingly with database.durability = \"relaxed\""
    )]
    NotDurable {
        server: String,
        setting: &'static str,
        value: String,
    },
    #[error("the pooler at {server} does not keep a session together ({found}): {change}")]
    Pooler {
        server: String,
        found: String,
        change: String,
    },
    #[error("`{address}` is not a database address: {why}")]
    BadUrl { address: String, why: String },
    #[error(
        "there are no books at {0}: correct DATABASE_URL (or desk.data_dir), or make empty books there with \
         `cambista migrate --create`"
    )]
    NoBooks(String),
    #[error("the database has schema {found}, this cambista knows up to {known}: install the newer cambista")]
    SchemaTooNew { found: i64, known: i64 },
    #[error("the database has schema {found}, this command needs {known}: run `cambista migrate` first")]
    SchemaTooOld { found: i64, known: i64 },
    #[error("another cambista already writes to {0}: stop it first")]
    AlreadyOpen(String),
    /// The open file is no longer the one at its path: whatever is written now would be lost.
    #[error("{path} {what} while it was open: stop this cambista, put the right file in place and start it again")]
    FileGone { path: String, what: &'static str },
    #[error("migration: {0}")]
    Migration(String),
    #[error("file {path}: {cause}")]
    File { path: String, cause: String },
    /// Books are only copied into a database where there is nothing to lose.
    #[error("{0} is not empty: make an empty database (`createdb`) and name that one")]
    NotEmpty(String),
    /// A program of PostgreSQL's (`pg_dump`, `pg_restore`) is missing or failed.
    #[error("{name}: {cause}")]
    Tool { name: &'static str, cause: String },
    /// Another process answers in Discord, and may have refused what this one was about to do.
    #[error("another process of this desk answers in Discord now")]
    NoVoice,
    /// Another unit wrote the same row first. A retry finds what it wrote.
    #[error("raced on {0}")]
    Raced(&'static str),
    /// A row that must exist is missing, or a row contains an impossible value.
    #[error("broken row: {0}")]
    Corrupt(String),
}

/// Why the desk cannot write. Shown to people and to probes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// No answer from the database.
    Unreachable,
    ReadOnly,
    /// The disk is full.
    Full,
    /// The database file was removed, moved or replaced.
    FileGone,
    /// Any other fault; the log has the details.
    Broken,
}

impl DbError {
    /// Whether a retry of the same unit of work may succeed.
    pub fn is_transient(&self) -> bool {
        match self {
            DbError::Raced(_) => true,
            DbError::Sqlx(error) => {
                code_of(error).is_some_and(|code| matches!(code.as_ref(), "40001" | "40P01" | "23505" | "55P03"))
            }
            _ => false,
        }
    }

    /// Whether the unit may have been kept although this fault was returned. After every other fault it certainly was
    /// not.
    pub fn is_outcome_unknown(&self) -> bool {
        matches!(self, DbError::OutcomeUnknown(_))
    }

    /// As what a unit of work is counted that failed with this fault.
    pub(super) fn unit_refusal(&self) -> UnitRefusal {
        if self.is_outcome_unknown() {
            return UnitRefusal::OutcomeUnknown;
        }
        if self.is_transient() {
            return UnitRefusal::Raced;
        }
        match self.trouble() {
            Trouble::Unreachable => UnitRefusal::Unreachable,
            Trouble::ReadOnly => UnitRefusal::ReadOnly,
            Trouble::Full => UnitRefusal::DiskFull,
            Trouble::FileGone => UnitRefusal::FileGone,
            Trouble::Broken => UnitRefusal::Broken,
        }
    }

    /// Whether the database is away for now: it cannot be reached, the connection broke, or it takes no writes. Nothing was
    /// kept, and the same request may succeed soon.
    pub fn is_away(&self) -> bool {
        match self {
            DbError::Unreachable { .. } | DbError::ReadOnly(_) | DbError::Closed => true,
            DbError::Sqlx(error) => is_away(error),
            _ => false,
        }
    }

    /// The kind of trouble that people and probes are shown for this fault.
    pub fn trouble(&self) -> Trouble {
        match self {
            DbError::Unreachable { .. } | DbError::OutcomeUnknown(_) | DbError::NoVoice | DbError::Closed => {
                Trouble::Unreachable
            }
            DbError::ReadOnly(_) => Trouble::ReadOnly,
            DbError::FileGone { .. } => Trouble::FileGone,
            DbError::Sqlx(error) => trouble_of(error),
            DbError::NotDurable { .. }
            | DbError::Pooler { .. }
            | DbError::BadUrl { .. }
            | DbError::NoBooks(_)
            | DbError::SchemaTooNew { .. }
            | DbError::SchemaTooOld { .. }
            | DbError::AlreadyOpen(_)
            | DbError::Migration(_)
            | DbError::File { .. }
            | DbError::NotEmpty(_)
            | DbError::Tool { .. }
            | DbError::Raced(_)
            | DbError::Corrupt(_) => Trouble::Broken,
        }
    }
}

fn code_of(error: &sqlx::Error) -> Option<Cow<'_, str>> {
    error.as_database_error().and_then(sqlx::error::DatabaseError::code)
}

fn is_away(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(_) => matches!(trouble_of(error), Trouble::Unreachable | Trouble::ReadOnly),
        _ => false,
    }
}

/// SQLSTATEs have five characters. SQLite's codes are shorter numbers; their low byte is the primary result code.
fn trouble_of(error: &sqlx::Error) -> Trouble {
    let Some(code) = code_of(error) else {
        return Trouble::Unreachable;
    };
    let primary = code
        .parse::<i64>()
        .ok()
        .filter(|_| code.len() < 5)
        .map(|code| code & 0xff);
    match (code.as_ref(), primary) {
        ("25006", _) | (_, Some(8)) => Trouble::ReadOnly,
        ("53100", _) | (_, Some(13)) => Trouble::Full,
        (state, None) if state.starts_with("08") || state.starts_with("57P") => Trouble::Unreachable,
        _ => Trouble::Broken,
    }
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        DbError::Sqlx(Arc::new(error))
    }
}

/// The error of a use-case: a refusal (the desk says no) or a fault (something is broken).
pub trait MayBeFault: From<DbError> {
    /// The fault, or `None` for a refusal.
    fn fault(&self) -> Option<&DbError>;
}

impl MayBeFault for DbError {
    fn fault(&self) -> Option<&DbError> {
        Some(self)
    }
}

/// Implements `From` a lower module's error for several errors in the same way: its fault stays a fault, and every
/// other variant goes into the named variant. `lifts!(LedgerError as Books into PayoutError, AccountError);`
#[macro_export]
macro_rules! lifts {
    ($lower:ident as $variant:ident into $($error:ident),+ $(,)?) => {$(
        impl From<$lower> for $error {
            fn from(error: $lower) -> Self {
                match error {
                    $lower::Db(fault) => $error::Db(fault),
                    other => $error::$variant(other),
                }
            }
        }
    )+};
}

#[cfg(test)]
mod tests {
    use super::{DbError, Trouble};

    #[test]
    fn only_a_commit_without_an_answer_leaves_the_outcome_open() {
        assert!(DbError::OutcomeUnknown("reset".into()).is_outcome_unknown());
        let unreachable = DbError::Unreachable {
            server: "db:5432".into(),
            cause: "refused".into(),
        };
        for certain in [DbError::Closed, DbError::Raced("x"), unreachable] {
            assert!(!certain.is_outcome_unknown(), "{certain}");
        }
        assert!(DbError::from(sqlx::Error::PoolTimedOut).is_away() && DbError::ReadOnly("standby".into()).is_away());
        assert!(!DbError::OutcomeUnknown("reset".into()).is_away() && !DbError::Raced("x").is_away());
        assert!(!DbError::from(sqlx::Error::RowNotFound).is_away());
        assert_eq!(DbError::ReadOnly("standby".into()).trouble(), Trouble::ReadOnly);
        assert_eq!(DbError::from(sqlx::Error::PoolTimedOut).trouble(), Trouble::Unreachable);
    }
}
