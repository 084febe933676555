//! Why an achievement was not made or counted on.

use crate::db::{DbError, MayBeFault};
use crate::domain::ledger::LedgerError;
use crate::domain::recall::RecallError;
use crate::ids::{AchievementId, RequestId};

/// Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum AchievementError {
    #[error("there is no achievement {0}")]
    Unknown(AchievementId),
    #[error("achievement {0} is another app's")]
    OtherApp(AchievementId),
    #[error("the app calls achievement {0} so already")]
    NameTaken(AchievementId),
    #[error("the app has {max} achievements already")]
    TooMany { max: i64 },
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error("books: {0}")]
    Books(LedgerError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<RecallError> for AchievementError {
    fn from(error: RecallError) -> Self {
        match error {
            RecallError::OtherInput(request) => AchievementError::OtherInput(request),
            RecallError::Db(fault) => AchievementError::Db(fault),
        }
    }
}

impl From<LedgerError> for AchievementError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Db(fault) => AchievementError::Db(fault),
            other => AchievementError::Books(other),
        }
    }
}

impl MayBeFault for AchievementError {
    fn fault(&self) -> Option<&DbError> {
        match self {
            AchievementError::Db(fault) => Some(fault),
            _ => None,
        }
    }
}
