//! Why the desk's guild was not written.

use crate::db::DbError;
use crate::domain::people::members::NotAllowed;
use crate::ids::{DiscordGuildId, RequestId};
use crate::use_case_errors;

#[derive(Debug, thiserror::Error)]
pub enum GuildError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// It was claimed for another guild before.
    #[error("the desk belongs to guild {0}")]
    Elsewhere(DiscordGuildId),
    /// Another process keeps the desk open for the guild it has now.
    #[error("the desk is open; stop it first")]
    Open,
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

use_case_errors!(GuildError);
