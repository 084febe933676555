//! The Spanish words for what the desk refuses about balances, accounts, banks and assignments.

use serde_json::json;

use super::code::GiroCode;
use super::giro_error::{books, short};
use crate::db::MayBeFault;
use crate::domain::people::members::{NotAllowed, Role, Standing};
use crate::domain::people::requests::ReasonMistake;
use crate::domain::treasury::accounts::AccountError;
use crate::domain::treasury::banks::BankError;
use crate::domain::treasury::central::CentralError;
use crate::http::under_api::code::Code;
use crate::http::under_api::refusal::Refusal;

/// The answer to somebody whose role at the desk does not allow it.
pub(super) fn not_allowed(no: NotAllowed) -> Refusal {
    let role = match no.role {
        Role::Guest => "invitado",
        Role::Client => "cliente",
        Role::Reseller => "minorista",
        Role::Cashier => "transferencista",
        Role::Admin => "admin",
    };
    let words = match no.standing {
        Standing::Works => format!("Con el rol {role} no se puede. Pídalo a un admin."),
        Standing::SentAway | Standing::Left => {
            "Usted ya no trabaja en la mesa. Un superusuario puede darle un rol otra vez.".to_owned()
        }
    };
    Refusal::new(Code::RolNoPermitido)
        .saying(words)
        .with_details(json!({ "rol": role }))
}

pub(super) fn reason_field(field: &str, mistake: ReasonMistake) -> Refusal {
    Refusal::field(
        field,
        &format!("un texto de {} a {} caracteres", mistake.min, mistake.max),
    )
}

/// The answer to what a use-case of accounts refused.
pub(super) fn account_refused(use_case: &'static str) -> impl Fn(AccountError) -> Refusal {
    move |error| {
        if let Some(fault) = error.fault() {
            return Refusal::fault(use_case, fault);
        }
        account_words(use_case, error).noted(use_case)
    }
}

/// The answer to what a use-case of central balances refused.
pub(super) fn central_refused(use_case: &'static str) -> impl Fn(CentralError) -> Refusal {
    move |error| {
        if let Some(fault) = error.fault() {
            return Refusal::fault(use_case, fault);
        }
        central_words(use_case, error).noted(use_case)
    }
}

/// The answer to what a use-case of banks refused.
pub(super) fn bank_refused(use_case: &'static str) -> impl Fn(BankError) -> Refusal {
    move |error| {
        if let Some(fault) = error.fault() {
            return Refusal::fault(use_case, fault);
        }
        bank_words(use_case, error).noted(use_case)
    }
}

fn account_words(use_case: &'static str, error: AccountError) -> Refusal {
    match error {
        AccountError::NotAllowed(no) => not_allowed(no),
        AccountError::Unknown { typed } | AccountError::UnknownToAll { typed } => {
            Refusal::new(GiroCode::BankAccountNotFound).with_details(json!({ "valor": typed }))
        }
        AccountError::NotYours { account } => {
            Refusal::new(GiroCode::UnauthorizedAccount).with_details(json!({ "bankAccountId": account }))
        }
        AccountError::Closed { account, .. } => {
            Refusal::new(GiroCode::BankAccountClosed).with_details(json!({ "bankAccountId": account }))
        }
        AccountError::NotHere(_) => Refusal::new(GiroCode::MinoristaLeft),
        AccountError::NoReseller { name } => {
            Refusal::new(GiroCode::MinoristaNotFound).saying(format!("{name} no es minorista. Revise el id."))
        }
        AccountError::Reason(mistake) => reason_field("reference", mistake),
        AccountError::BelowFloor { asked, available, .. } => short(asked, Some(available)),
        AccountError::Books(error) => books(use_case, error),
        AccountError::OtherInput(_) => Refusal::new(Code::ClaveReutilizada),
        AccountError::Db(fault) => Refusal::fault(use_case, &fault),
        // Refusals of opening accounts, of limits, of what is typed and of questions.
        AccountError::UnknownCurrency { .. }
        | AccountError::CurrencyOrReference { .. }
        | AccountError::NoneInCurrency(_)
        | AccountError::SeveralInCurrency { .. }
        | AccountError::AlreadyOpen { .. }
        | AccountError::OpeningBalance(_)
        | AccountError::Amount(_)
        | AccountError::Limit(_)
        | AccountError::NoRole { .. }
        | AccountError::PaysOrders { .. }
        | AccountError::BankTooLong { .. }
        | AccountError::ReferenceTooLong { .. }
        | AccountError::Holder { .. }
        | AccountError::NoBankNumber
        | AccountError::HasBankNumber { .. }
        | AccountError::AlreadyBelow { .. }
        | AccountError::Request(_)
        | AccountError::Question(_) => Refusal::broken(use_case, &error),
    }
}

fn central_words(use_case: &'static str, error: CentralError) -> Refusal {
    match error {
        CentralError::NotAllowed(no) => not_allowed(no),
        CentralError::Bank(error) => bank_words(use_case, error),
        CentralError::Account(error) => account_words(use_case, error),
        CentralError::Reason(mistake) => reason_field("reference", mistake),
        CentralError::InsufficientFunds { asked, available, .. } => short(asked, Some(available)),
        CentralError::NoBankAccount { account, currency } => Refusal::new(GiroCode::BankAccountNotFound)
            .saying(format!(
                "La cuenta n.º {account} no es una cuenta bancaria en {currency}. Las que hay: GET /api/cuentas-bancarias."
            ))
            .with_details(json!({ "valor": account })),
        CentralError::Books(error) => books(use_case, error),
        CentralError::OtherInput(_) => Refusal::new(Code::ClaveReutilizada),
        // Amounts are read by the API, and a caller is not asked.
        CentralError::Amount(_) | CentralError::Question(_) => Refusal::broken(use_case, &error),
        CentralError::Db(fault) => Refusal::fault(use_case, &fault),
    }
}

pub(super) fn bank_words(use_case: &'static str, error: BankError) -> Refusal {
    match error {
        BankError::NotAllowed(no) => not_allowed(no),
        BankError::NotHere(_) => Refusal::new(GiroCode::TransferencistaLeft),
        BankError::Unknown { typed } | BankError::Several { typed, .. } => {
            Refusal::new(GiroCode::BankNotFound).with_details(json!({ "valor": typed }))
        }
        BankError::UnknownId(bank) => Refusal::new(GiroCode::BankNotFound).with_details(json!({ "valor": bank })),
        BankError::NoCashier { name } => Refusal::new(GiroCode::TransferencistaNotFound)
            .saying(format!("{name} no es transferencista. Revise el id.")),
        BankError::UnknownAssignment(assignment) => {
            Refusal::new(GiroCode::AssignmentNotFound).with_details(json!({ "valor": assignment }))
        }
        BankError::Priority { min, max, .. } => {
            Refusal::field("priority", &format!("un número entero de {min} a {max}"))
        }
        BankError::OtherInput(_) => Refusal::new(Code::ClaveReutilizada),
        BankError::Db(fault) => Refusal::fault(use_case, &fault),
    }
}
