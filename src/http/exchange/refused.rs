//! The Spanish words for what the desk refuses about exchanges.

use serde_json::json;

use super::amounts::amount;
use super::code::ExchangeCode;
use crate::db::MayBeFault;
use crate::domain::books::ledger::LedgerError;
use crate::domain::flows::exchange::ExchangeError;
use crate::domain::kernel::money::Currency;
use crate::domain::kernel::questions::{QuestionError, QuestionState};
use crate::domain::people::members::{NotAllowed, Standing};
use crate::domain::treasury::accounts::AccountError;
use crate::http::under_api::code::Code;
use crate::http::under_api::reads;
use crate::http::under_api::refusal::Refusal;
use crate::reports::ReadError;

/// The answer to what a use-case of exchanges refused.
pub(super) fn exchange_refused(use_case: &'static str) -> impl Fn(ExchangeError) -> Refusal {
    move |error| {
        if let Some(fault) = error.fault() {
            return Refusal::fault(use_case, fault);
        }
        words(use_case, error).noted(use_case)
    }
}

/// The answer to what a read of exchanges refused.
pub(super) fn read_refused(use_case: &'static str) -> impl Fn(ReadError) -> Refusal {
    move |error| reads::read_refused(use_case, error, not_allowed)
}

/// The answer to what a read of one's own accounts refused.
pub(super) fn accounts_refused(use_case: &'static str) -> impl Fn(AccountError) -> Refusal {
    move |error| {
        if let Some(fault) = error.fault() {
            return Refusal::fault(use_case, fault);
        }
        // One's own accounts are only refused to whoever has none.
        if let AccountError::NotAllowed(no) = error {
            return not_allowed(no).noted(use_case);
        }
        Refusal::broken(use_case, &error)
    }
}

fn not_allowed(no: NotAllowed) -> Refusal {
    let words = match no.standing {
        Standing::Works => {
            "Cambian dinero entre sus cuentas los clientes, los minoristas y los admins. Pida el rol en Discord."
        }
        Standing::SentAway | Standing::Left => {
            "Usted ya no trabaja en la mesa. Un superusuario puede darle un rol otra vez."
        }
    };
    Refusal::new(Code::RolNoPermitido).saying(words.to_owned())
}

fn words(use_case: &'static str, error: ExchangeError) -> Refusal {
    match error {
        ExchangeError::NotAllowed(no) => not_allowed(no),
        ExchangeError::NoRates { currency, known } => Refusal::new(ExchangeCode::SinTasas).with_details(json!({
            "moneda": currency.to_string(),
            "conTasas": codes(&known),
        })),
        ExchangeError::UnknownCurrency { typed, known } => Refusal::new(ExchangeCode::SinTasas).with_details(json!({
            "moneda": typed,
            "conTasas": codes(&known),
        })),
        ExchangeError::SameCurrency(_) => Refusal::field("recibe", "otra moneda que `entrega`"),
        ExchangeError::TooSmall { give, take } => Refusal::new(ExchangeCode::MontoMuyPequeno)
            .with_details(json!({ "entrega": amount(give), "recibe": amount(take) })),
        ExchangeError::NoAccount(currency) => {
            Refusal::new(ExchangeCode::SinCuenta).with_details(json!({ "moneda": currency.to_string() }))
        }
        ExchangeError::InsufficientFunds { asked, available, .. } => Refusal::new(Code::SaldoInsuficiente)
            .with_details(json!({
                "moneda": asked.currency().to_string(),
                "necesario": amount(asked),
                "disponible": amount(available),
            })),
        ExchangeError::Question(error) => question(error),
        ExchangeError::Books(error) => books(use_case, &error),
        ExchangeError::OtherInput(_) => Refusal::new(Code::ClaveReutilizada),
        ExchangeError::Db(fault) => Refusal::fault(use_case, &fault),
        // Amounts are read by the API, and it does not transfer.
        ExchangeError::Amount(_)
        | ExchangeError::UnknownAccount { .. }
        | ExchangeError::TakesNone(_)
        | ExchangeError::SameAccount(_) => Refusal::broken(use_case, &error),
    }
}

fn question(error: QuestionError) -> Refusal {
    match error {
        QuestionError::Unknown(_) => Refusal::new(ExchangeCode::CotizacionNoEncontrada),
        QuestionError::NotYours(_) => Refusal::new(ExchangeCode::CotizacionAjena),
        QuestionError::Answered { state, .. } => Refusal::new(ExchangeCode::CotizacionUsada).with_details(json!({
            "seHizo": state == QuestionState::Confirmed,
        })),
        // Half an hour after it expired nothing takes its place.
        QuestionError::Late(_) => Refusal::new(ExchangeCode::CotizacionUsada).with_details(json!({ "seHizo": false })),
        QuestionError::OtherInput(_) => Refusal::new(Code::ClaveReutilizada),
        QuestionError::Db(fault) => Refusal::fault("exchange.confirm", &fault),
    }
}

fn books(use_case: &'static str, error: &LedgerError) -> Refusal {
    match error {
        LedgerError::Money(_) => Refusal::new(ExchangeCode::MontoMuyGrande),
        LedgerError::InsufficientFunds { .. }
        | LedgerError::BelowNewFloor { .. }
        | LedgerError::NoFloor(_)
        | LedgerError::Unbalanced { .. }
        | LedgerError::Empty(_)
        | LedgerError::WrongCurrency { .. }
        | LedgerError::HoldNotOpen(_)
        | LedgerError::HoldTooSmall { .. }
        | LedgerError::NotReversible(_)
        | LedgerError::Db(_) => Refusal::broken(use_case, error),
    }
}

fn codes(currencies: &[Currency]) -> Vec<String> {
    currencies.iter().map(ToString::to_string).collect()
}
