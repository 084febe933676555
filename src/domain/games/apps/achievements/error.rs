//! Why an achievement was not made or advanced.

use crate::db::DbError;
use crate::domain::books::ledger::LedgerError;
use crate::ids::{AchievementId, RequestId};
use crate::{lifts, use_case_errors};

/// Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum AchievementError {
    #[error("there is no achievement {0}")]
    Unknown(AchievementId),
    #[error("achievement {0} is another app's")]
    OtherApp(AchievementId),
    #[error("achievement {0} of the app has that name already")]
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

use_case_errors!(AchievementError);
lifts!(LedgerError as Books into AchievementError);
