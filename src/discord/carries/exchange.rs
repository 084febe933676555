//! The same for refusals about exchanges and transfers between accounts.

use super::Carries;
use crate::domain::flows::exchange::ExchangeError;

impl Carries for ExchangeError {
    fn carries_figures(&self) -> bool {
        match self {
            ExchangeError::Question(error) => error.carries_figures(),
            ExchangeError::NotAllowed(_)
            | ExchangeError::UnknownCurrency { .. }
            | ExchangeError::SameCurrency(_)
            | ExchangeError::NoRates { .. }
            | ExchangeError::Amount(_)
            | ExchangeError::TooSmall { .. }
            | ExchangeError::UnknownAccount { .. }
            | ExchangeError::TakesNone(_)
            | ExchangeError::Books(_)
            | ExchangeError::OtherInput(_)
            | ExchangeError::Db(_) => false,
            ExchangeError::NoAccount(_) | ExchangeError::InsufficientFunds { .. } | ExchangeError::SameAccount(_) => {
                true
            }
        }
    }
}
