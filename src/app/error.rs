//! Why a command failed, or the desk could not open.

use crate::db::DbError;
use crate::discord::{LookBackError, StartError};
use crate::domain::books::ledger::audit::{AuditError, Difference};
use crate::domain::books::older::{AcceptError, Older};
use crate::domain::games::apps::keys::KeyError;
use crate::domain::kernel::money::Currency;
use crate::domain::people::guild::GuildError;
use crate::domain::people::tokens::RotateError;
use crate::http::HttpError;
use crate::ids::SealSeq;
use crate::sandbox::SandboxError;

/// Why the desk does not open, or does not stay open.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    #[error(transparent)]
    Db(#[from] DbError),
    /// The books do not match the journal: nobody may trade on them.
    #[error("the books do not agree with themselves, so the desk stays closed: {0}")]
    Books(Difference),
    /// Going on would give out numbers again that people were told already.
    #[error(
        "the books are older than what the desk told in Discord, so it stays closed: {0}. Put the right books back; or, if \
         they are a copy that is to be used, run `cambista accept-older-books`"
    )]
    OlderBooks(Older),
    /// The database went back in time while the desk was open: a standby without the last commits took over, or a copy was
    /// put in its place.
    #[error("the database has lost what it had committed: seal {0} is not the one that was written")]
    Lost(SealSeq),
    /// What the desk told in Discord cannot be read, so it is unknown whether the books are older.
    #[error("{0}")]
    LookBack(LookBackError),
    #[error(transparent)]
    Accept(#[from] AcceptError),
    #[error(transparent)]
    Discord(#[from] StartError),
    #[error("API: {0}")]
    Http(#[from] HttpError),
    #[error("sandbox: {0}")]
    Sandbox(#[from] SandboxError),
    #[error("{0}")]
    Key(#[from] KeyError),
    #[error("{0}")]
    Token(#[from] RotateError),
    #[error("{0}")]
    Guild(#[from] GuildError),
    /// `cambista desk move` ran while this process started.
    #[error("the desk was moved to another guild while it opened; start it again")]
    Moved,
    #[error("demo: {0}")]
    Demo(String),
    /// The setting names a currency that the books do not have.
    #[error(
        "players.currency is {0}, which is no currency of these books: correct the setting, or add the currency to the \
         books first"
    )]
    PlayersCurrency(Currency),
    #[error("{path}: {cause}")]
    File { path: String, cause: std::io::Error },
}

impl From<LookBackError> for AppError {
    fn from(error: LookBackError) -> Self {
        match error {
            LookBackError::Discord(error) => AppError::Discord(error),
            blind @ LookBackError::Blind { .. } => AppError::LookBack(blind),
            LookBackError::Db(fault) => AppError::Db(fault),
        }
    }
}

impl From<AuditError> for AppError {
    fn from(error: AuditError) -> Self {
        match error {
            AuditError::Difference(difference) => AppError::Books(difference),
            AuditError::Db(fault) => AppError::Db(fault),
        }
    }
}
