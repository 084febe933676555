//! The Spanish words for what the desk refuses about giros.

use serde_json::json;

use super::amounts::amount;
use super::code::GiroCode;
use super::money_error::{bank_words, not_allowed, reason_field};
use super::payee_error::payee_words;
use super::shown::status;
use crate::db::MayBeFault;
use crate::domain::books::ledger::LedgerError;
use crate::domain::flows::giros::GiroError;
use crate::domain::kernel::money::Money;
use crate::domain::orders::{CompleteError, OrderError, OrderState, ReturnError};
use crate::http::under_api::code::Code;
use crate::http::under_api::reads;
use crate::http::under_api::refusal::Refusal;
use crate::ids::OrderId;
use crate::reports::ReadError;

/// What a call wants to do with a giro.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub(super) use_case: &'static str,
    /// The state that it would have.
    pub(super) to: OrderState,
    pub(super) reason_field: &'static str,
}

/// The answer to what a read of giros refused.
pub(super) fn read_refused(use_case: &'static str) -> impl Fn(ReadError) -> Refusal {
    move |error| match error {
        ReadError::UnknownOrder(order) | ReadError::OrderNotYours(order) => unknown(order).noted(use_case),
        other => reads::read_refused(use_case, other, not_allowed),
    }
}

fn unknown(order: OrderId) -> Refusal {
    Refusal::new(GiroCode::GiroNotFound).with_details(json!({ "valor": order }))
}

/// The answer to what a use-case of giros refused.
pub(super) fn giro_refused(wanted: Wanted) -> impl Fn(GiroError) -> Refusal {
    move |error| {
        if let Some(fault) = error.fault() {
            return Refusal::fault(wanted.use_case, fault);
        }
        giro_words(wanted, error).noted(wanted.use_case)
    }
}

/// The answer to what a use-case of orders refused.
pub(super) fn order_refused(wanted: Wanted) -> impl Fn(OrderError) -> Refusal {
    move |error| {
        if let Some(fault) = error.fault() {
            return Refusal::fault(wanted.use_case, fault);
        }
        order_words(wanted, error).noted(wanted.use_case)
    }
}

/// The answer to a giro that could not be given back.
pub(super) fn return_refused(wanted: Wanted) -> impl Fn(ReturnError) -> Refusal {
    move |error| {
        if let Some(fault) = error.fault() {
            return Refusal::fault(wanted.use_case, fault);
        }
        return_words(wanted, error).noted(wanted.use_case)
    }
}

fn giro_words(wanted: Wanted, error: GiroError) -> Refusal {
    match error {
        GiroError::NotAllowed(no) => not_allowed(no),
        GiroError::Bank(error) => bank_words(wanted.use_case, error),
        GiroError::Payee(mistake) => payee_words(&mistake),
        GiroError::WrongCurrency { currency, .. } => {
            Refusal::field("amountBs", &format!("un monto en la moneda del banco, {currency}"))
        }
        GiroError::InsufficientFunds { asked, available } => short(asked, Some(available)),
        GiroError::NobodyAssigned { bank, assigned, amount } => nobody(&bank, assigned, amount),
        GiroError::Unknown(order) => unknown(order),
        GiroError::Order(error) => order_words(wanted, error),
        GiroError::Complete(error) => complete_words(wanted, *error),
        GiroError::UnknownAccount(account) => {
            Refusal::new(GiroCode::BankAccountNotFound).with_details(json!({ "valor": account }))
        }
        GiroError::NotTheirAccount { account, .. } => {
            Refusal::new(GiroCode::UnauthorizedAccount).with_details(json!({ "bankAccountId": account }))
        }
        GiroError::AccountClosed { account, .. } => {
            Refusal::new(GiroCode::BankAccountClosed).with_details(json!({ "bankAccountId": account }))
        }
        GiroError::OtherCurrency { account, currency, .. } => Refusal::new(GiroCode::BankAccountNotFound)
            .saying(format!(
                "Esa cuenta es de otra moneda, y el giro es en {currency}. Use una en {currency}: GET /api/cuentas-bancarias."
            ))
            .with_details(json!({ "bankAccountId": account })),
        GiroError::AccountShort { needed, available, .. } => short(needed, Some(available)).saying(format!(
            "La cuenta no alcanza: hacen falta {} con la comisión, y hay {}. El giro sigue como estaba.",
            amount(needed),
            amount(available)
        )),
        GiroError::NoCashier(_) => wrong_status(wanted, OrderState::Pending),
        GiroError::AlreadyPaid(_) => wrong_status(wanted, OrderState::Completed),
        GiroError::CommissionTooLarge { amount: of_giro, .. } => Refusal::field(
            "commission",
            &format!("menor que el monto del giro, que es {}", amount(of_giro)),
        ),
        GiroError::Return(error) => return_words(wanted, *error),
        // The API saves no payees and asks no questions.
        GiroError::UnknownPayee(_) | GiroError::Question(_) => Refusal::broken(wanted.use_case, &error),
        GiroError::Books(error) => books(wanted.use_case, error),
        GiroError::OtherInput(_) => Refusal::new(Code::ClaveReutilizada),
        GiroError::Db(fault) => Refusal::fault(wanted.use_case, &fault),
    }
}

fn nobody(bank: &str, assigned: usize, asked: Money) -> Refusal {
    let words = match assigned {
        0 => format!(
            "{bank} no tiene transferencistas asignados. Asigne uno: POST /api/asignaciones {{bankId, transferencistaId, priority}}."
        ),
        _ => format!(
            "Nadie puede pagar ahora {} a {bank}: quienes están asignados no están disponibles o no tienen saldo. Asigne otro: POST /api/asignaciones.",
            amount(asked)
        ),
    };
    Refusal::new(GiroCode::NoTransferencistaAssigned)
        .saying(words)
        .with_details(json!({ "banco": bank, "asignados": assigned }))
}

/// Not enough money: in a balance, a bank account or a central balance.
pub(super) fn short(asked: Money, available: Option<Money>) -> Refusal {
    Refusal::new(GiroCode::InsufficientBalance).with_details(json!({
        "montoRequerido": amount(asked),
        "saldoActual": available.map(amount),
    }))
}

/// What the books refused: not enough money, or something broken.
pub(super) fn books(use_case: &'static str, error: LedgerError) -> Refusal {
    match error {
        LedgerError::InsufficientFunds { asked, available, .. } => short(asked, Some(available)),
        LedgerError::Db(fault) => Refusal::fault(use_case, &fault),
        LedgerError::BelowNewFloor { .. }
        | LedgerError::NoFloor(_)
        | LedgerError::Unbalanced { .. }
        | LedgerError::Empty(_)
        | LedgerError::WrongCurrency { .. }
        | LedgerError::HoldNotOpen(_)
        | LedgerError::HoldTooSmall { .. }
        | LedgerError::NotReversible(_)
        | LedgerError::Money(_) => Refusal::broken(use_case, &error),
    }
}

/// The change is not in the table of docs/API.md.
fn wrong_status(wanted: Wanted, state: OrderState) -> Refusal {
    let (from, to) = (status(state), status(wanted.to));
    Refusal::new(GiroCode::InvalidStatus)
        .saying(format!(
            "El giro está {from}, y desde ahí no puede quedar {to}. Mire su historial: GET /api/giros/{{id}}."
        ))
        .with_details(json!({ "status": from, "pedido": to }))
}

fn busy(wanted: Wanted, state: OrderState, cashier: Option<String>) -> Refusal {
    let (from, to) = (status(state), status(wanted.to));
    let who = cashier.clone().unwrap_or_else(|| "Otro transferencista".to_owned());
    Refusal::new(GiroCode::InvalidStatus)
        .saying(format!(
            "{who} ya tiene el giro, que está {from}: no puede quedar {to}. Espere a que lo complete o lo devuelva."
        ))
        .with_details(json!({ "status": from, "pedido": to, "transferencista": cashier }))
}

fn order_words(wanted: Wanted, error: OrderError) -> Refusal {
    match error {
        OrderError::NotAllowed(no) => not_allowed(no),
        OrderError::Unknown(order) => unknown(order),
        OrderError::WrongState { state, .. } => wrong_status(wanted, state),
        OrderError::NotYours { cashier, .. } => {
            Refusal::new(GiroCode::UnauthorizedGiro).with_details(json!({ "transferencista": cashier }))
        }
        OrderError::NotYourTransfer { .. } => Refusal::new(GiroCode::UnauthorizedGiro),
        OrderError::Own { .. } => Refusal::new(GiroCode::UnauthorizedGiro)
            .saying("Nadie paga lo que pidió para sí. Pídalo a otro transferencista o a un admin.".to_owned()),
        OrderError::CaptureThere { cashier, .. }
        | OrderError::BeingPaid { cashier, .. }
        | OrderError::AlreadyPaidBy { cashier, .. } => busy(wanted, OrderState::Processing, Some(cashier)),
        OrderError::TakenMeanwhile { cashier, .. } => busy(wanted, OrderState::Assigned, cashier),
        OrderError::AlreadyTheirs { cashier, .. } => busy(wanted, OrderState::Assigned, Some(cashier)),
        OrderError::NoFloat { needed, available, .. } | OrderError::TheirFloat { needed, available, .. } => {
            short(needed, available)
        }
        OrderError::NoCashier { .. } => Refusal::new(GiroCode::TransferencistaNotFound),
        OrderError::Reason(mistake) => reason_field(wanted.reason_field, mistake),
        OrderError::OtherInput(_) => Refusal::new(Code::ClaveReutilizada),
        // Refusals of what only Discord does: captures, beneficiaries, shifts.
        OrderError::ReceiptAsProof { .. }
        | OrderError::Reference { .. }
        | OrderError::NoReference { .. }
        | OrderError::ReliefByOneself
        | OrderError::Beneficiary(_)
        | OrderError::HasBeneficiary { .. } => Refusal::new(GiroCode::InvalidStatus),
        OrderError::Books(error) => books(wanted.use_case, error),
        OrderError::Db(fault) => Refusal::fault(wanted.use_case, &fault),
    }
}

fn complete_words(wanted: Wanted, error: CompleteError) -> Refusal {
    match error {
        CompleteError::NotAllowed(no) => not_allowed(no),
        CompleteError::Order(error) => order_words(wanted, error),
        CompleteError::InsufficientFunds { needed, available, .. } => short(needed, available),
        CompleteError::CannotPay {
            needed,
            available: Some(available),
            ..
        } => short(needed, Some(available)),
        // It was closed meanwhile.
        CompleteError::CannotPay { available: None, .. } => Refusal::new(GiroCode::BankAccountClosed),
        CompleteError::OtherInput(_) => Refusal::new(Code::ClaveReutilizada),
        // The account is named, giros need no capture, and they are in no batch.
        CompleteError::ChooseAccount { .. }
        | CompleteError::NoCapture(_)
        | CompleteError::Repeated { .. }
        | CompleteError::BatchClosed(_) => Refusal::new(GiroCode::InvalidStatus),
        CompleteError::Books(error) => books(wanted.use_case, error),
        CompleteError::Db(fault) => Refusal::fault(wanted.use_case, &fault),
    }
}

fn return_words(wanted: Wanted, error: ReturnError) -> Refusal {
    match error {
        ReturnError::NotAllowed(no) => not_allowed(no),
        ReturnError::Order(error) => order_words(wanted, error),
        // Giros are in no batch.
        ReturnError::BatchClosed(_) | ReturnError::AlreadyBought { .. } => Refusal::new(GiroCode::InvalidStatus),
        ReturnError::Books(error) => books(wanted.use_case, error),
        ReturnError::OtherInput(_) => Refusal::new(Code::ClaveReutilizada),
        ReturnError::Db(fault) => Refusal::fault(wanted.use_case, &fault),
    }
}
