//! What can break between the desk and its database.

use std::sync::Arc;
use std::time::Duration;

/// A fault of the machine, never a "no" of the desk. Nothing of the unit of work was kept.
#[derive(Debug, Clone, thiserror::Error)]
pub enum DbError {
    #[error("database: {0}")]
    Sqlx(Arc<sqlx::Error>),
    #[error("the database is closed")]
    Closed,
    #[error("`{0}` is not a database address: use sqlite://FILE or postgres://…")]
    BadUrl(String),
    #[error("the database has schema {found}, this cambista knows up to {known}: install the newer cambista")]
    SchemaTooNew { found: i64, known: i64 },
    #[error("the database has schema {found}, this command needs {known}: run `cambista migrate` first")]
    SchemaTooOld { found: i64, known: i64 },
    #[error("another cambista already writes to {0}: stop it first")]
    AlreadyOpen(String),
    #[error("migration: {0}")]
    Migration(String),
    #[error("file {path}: {cause}")]
    File { path: String, cause: String },
    /// Somebody else wrote the same thing first; asking again finds what they wrote.
    #[error("raced on {0}")]
    Raced(&'static str),
    /// A row that must be there is not, or says what cannot be.
    #[error("broken row: {0}")]
    Corrupt(String),
}

impl DbError {
    /// Whether the same unit of work may succeed when it is simply done again.
    pub fn is_transient(&self) -> bool {
        match self {
            DbError::Raced(_) => true,
            DbError::Sqlx(error) => error
                .as_database_error()
                .and_then(|e| {
                    e.code()
                        .map(|code| matches!(code.as_ref(), "40001" | "40P01" | "23505"))
                })
                .unwrap_or(false),
            _ => false,
        }
    }
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        DbError::Sqlx(Arc::new(error))
    }
}

/// An error of a use-case: either a refusal (the desk says no) or a fault (a broken machine).
pub trait MayBeFault {
    /// The fault, when it is one.
    fn fault(&self) -> Option<&DbError>;
}

impl MayBeFault for DbError {
    fn fault(&self) -> Option<&DbError> {
        Some(self)
    }
}

/// How often a unit is done again after a serialization failure before the fault is reported.
const ATTEMPTS_MAX: u32 = 8;

/// Runs a use-case again when the database says that it only lost a race (`40001`, `40P01`, a unique key taken
/// meanwhile). Use-cases are safe to repeat, so this is too.
pub async fn retrying<T, E, F>(mut attempt: impl FnMut() -> F) -> Result<T, E>
where
    F: Future<Output = Result<T, E>>,
    E: MayBeFault,
{
    let mut tries = 1;
    loop {
        match attempt().await {
            Err(error) if tries < ATTEMPTS_MAX && error.fault().is_some_and(DbError::is_transient) => {
                tokio::time::sleep(Duration::from_millis(u64::from(tries) * 3)).await;
                tries += 1;
            }
            outcome => return outcome,
        }
    }
}

/// Lifts the errors of a lower module by hand, once for all that do it alike: its fault stays the fault, everything else is the
/// named variant. `lifts!(LedgerError as Books into PayoutError, AccountError);`
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
