//! Why no coins moved.

use chrono::NaiveDate;

use crate::db::DbError;
use crate::domain::books::ledger::LedgerError;
use crate::domain::kernel::money::{AmountError, Currency, Money};
use crate::domain::people::members::{NotAllowed, NotHere};
use crate::ids::{CoinOfferId, RequestId};
use crate::{lifts_money, use_case_errors};

/// Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum CoinError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("the amount of {currency}: {error}")]
    Amount { error: AmountError, currency: Currency },
    #[error("a reason has at most {max} characters, not {given}")]
    ReasonTooLong { max: usize, given: usize },
    #[error("no reason was given")]
    NoReason,
    #[error("nobody pays themselves")]
    ToOneself,
    #[error(transparent)]
    NotHere(#[from] NotHere),
    #[error("asked {asked}, available {available}")]
    InsufficientFunds { asked: Money, available: Money },
    /// The coins of this day, or of a later one, were taken: a clock that goes back gives nothing.
    #[error("the gift of {last} was taken")]
    DailyTaken { last: NaiveDate },
    #[error("{points} points are less than one coin of {points_per_coin} points")]
    TooFewPoints { points: Money, points_per_coin: u32 },
    /// Points were spent and then taken back by a reversal; the next points pay for them.
    #[error("{owed} points are owed")]
    PointsOwed { owed: Money },
    #[error("offer {0} does not exist, or is another person's")]
    UnknownOffer(CoinOfferId),
    /// It was paid already.
    #[error("offer {0} is over")]
    OfferEnded(CoinOfferId),
    /// Its payer did not confirm it in time.
    #[error("offer {0} waited too long")]
    OfferLate(CoinOfferId),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error("books: {0}")]
    Books(LedgerError),
    #[error(transparent)]
    Db(#[from] DbError),
}

use_case_errors!(CoinError);

impl From<LedgerError> for CoinError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Db(fault) => CoinError::Db(fault),
            LedgerError::InsufficientFunds { asked, available, .. } => {
                CoinError::InsufficientFunds { asked, available }
            }
            other => CoinError::Books(other),
        }
    }
}

lifts_money!(CoinError);
