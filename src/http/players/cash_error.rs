//! The Spanish words for what the desk refuses about deposits, withdrawals and their orders.

use serde_json::{Value, json};

use super::players_error::words as player_words;
use crate::db::MayBeFault;
use crate::domain::flows::players::{CashError, PublicId};
use crate::domain::kernel::outbox::CaptureUse;
use crate::domain::orders::{CompleteError, OrderError, OrderState};
use crate::domain::treasury::accounts::Account;
use crate::http::under_api::centavos::centavos_of;
use crate::http::under_api::code::Code;
use crate::http::under_api::refusal::Refusal;
use crate::reports::players::{PlayerReadError, state_of_order};

/// The answer to what a read refused.
pub(super) fn read_refused(use_case: &'static str) -> impl Fn(PlayerReadError) -> Refusal {
    move |error| match error {
        PlayerReadError::NotForRole(no) => Refusal::from(no).noted(use_case),
        PlayerReadError::UnknownTransaction(typed) => unknown(&typed).noted(use_case),
        PlayerReadError::OthersCashier => Refusal::new(Code::RolNoPermitido)
            .saying(
                "Con el rol cajero solo se ven las solicitudes propias: quite `cajeroId`, o mande el suyo.".to_owned(),
            )
            .noted(use_case),
        PlayerReadError::Db(fault) => Refusal::fault(use_case, &fault),
    }
}

fn unknown(typed: &str) -> Refusal {
    Refusal::new(Code::TransaccionNoEncontrada).with_details(json!({ "valor": typed }))
}

/// The answer to what a use-case of deposits and withdrawals refused.
pub(super) fn cash_refused(use_case: &'static str) -> impl Fn(CashError) -> Refusal {
    move |error| {
        if let Some(fault) = error.fault() {
            return Refusal::fault(use_case, fault);
        }
        cash_words(use_case, error).noted(use_case)
    }
}

/// The answer to what a use-case of orders refused.
pub(super) fn order_refused(use_case: &'static str) -> impl Fn(OrderError) -> Refusal {
    move |error| {
        if let Some(fault) = error.fault() {
            return Refusal::fault(use_case, fault);
        }
        order_words(use_case, error).noted(use_case)
    }
}

fn cash_words(use_case: &'static str, error: CashError) -> Refusal {
    match error {
        CashError::NotAllowed(_) | CashError::NotYours => Refusal::new(Code::TransaccionAjena),
        CashError::NotForRole(no) => Refusal::from(no),
        CashError::Player(error) => player_words(use_case, error),
        CashError::Order(error) => order_words(use_case, error),
        CashError::Complete(error) => complete_words(use_case, *error),
        CashError::NotCash(_) => Refusal::new(Code::NoNecesitaCajero),
        // The API takes no captures.
        CashError::NoReceipt { .. } => Refusal::new(Code::ComprobanteFalta),
        CashError::Repeated { used } => payment_repeated(used, None),
        CashError::WhichAccount { accounts } => Refusal::new(Code::CuentaAmbigua)
            .with_details(json!({ "cuentas": accounts.iter().map(account_named).collect::<Vec<Value>>() })),
        CashError::NotTheirAccount { accounts } => Refusal::new(Code::CuentaAmbigua)
            .saying("Esa cuenta no es del cajero que tiene la transacción. Mande en `cuentaCajeroId` una de las de `detalles.cuentas`.".to_owned())
            .with_details(json!({ "cuentas": accounts.iter().map(account_named).collect::<Vec<Value>>() })),
        CashError::NoEvidence(_) => Refusal::new(Code::ComprobanteFalta),
        CashError::NoCashier(_) => Refusal::new(Code::SinCajero),
        CashError::InsufficientFunds { asked, available } => Refusal::new(Code::SaldoInsuficiente)
            .beside("saldoActual", json!(centavos_of(available)))
            .beside("montoRequerido", json!(centavos_of(asked))),
        CashError::Spent {
            is_cashiers: true,
            asked,
            available,
            ..
        } => Refusal::new(Code::CajeroSinSaldo)
            .saying("Habría que sacar el monto de la cuenta del cajero, y no le alcanza. Recárguela en Discord con `!depositar` y repita la llamada.".to_owned())
            .with_details(json!({ "montoRequerido": centavos_of(asked), "disponible": centavos_of(available) })),
        CashError::Spent {
            is_cashiers: false,
            asked,
            available,
            ..
        } => short_to_revert(Refusal::new(Code::SaldoInsuficiente)
            .beside("saldoActual", json!(centavos_of(available)))
            .beside("montoRequerido", json!(centavos_of(asked)))),
        CashError::OtherInput(_) => Refusal::new(Code::ClaveReutilizada),
        CashError::Books(error) => Refusal::broken(use_case, &error),
        CashError::Db(fault) => Refusal::fault(use_case, &fault),
    }
}

/// Reverting takes money that the player has used.
pub(super) fn short_to_revert(refused: Refusal) -> Refusal {
    refused.saying_when_short(
        "Saldo insuficiente: el jugador ya usó ese dinero. Se puede revertir cuando vuelva a tener el monto.",
    )
}

/// The payment proves something else. `transaction`: what it proves, if that is a player's.
pub(super) fn payment_repeated(used: CaptureUse, transaction: Option<PublicId>) -> Refusal {
    Refusal::new(Code::PagoRepetido).with_details(match used {
        CaptureUse::Order(order) => json!({ "orden": order, "transaccion": transaction }),
        CaptureUse::Payout(number) => json!({ "retiro": number }),
    })
}

/// An account of the cashier's that may be meant.
fn account_named(account: &Account) -> Value {
    json!({
        "cuentaCajeroId": account.number,
        "banco": account.bank,
        "numero": account.reference,
        "titular": account.holder,
    })
}

fn order_words(use_case: &'static str, error: OrderError) -> Refusal {
    match error {
        OrderError::NotAllowed(_) | OrderError::NotYours { .. } | OrderError::NotYourTransfer { .. } => {
            Refusal::new(Code::TransaccionAjena)
        }
        OrderError::Unknown(_) => Refusal::new(Code::TransaccionNoEncontrada),
        OrderError::Own { .. } => Refusal::new(Code::SolicitudPropia),
        OrderError::WrongState { state, .. } => wrong_state(state),
        OrderError::CaptureThere { cashier, .. } | OrderError::AlreadyPaidBy { cashier, .. } => {
            Refusal::new(Code::EstadoNoPermitido)
                .saying(format!(
                    "{cashier} ya la está pagando: su captura está. Espere a que la confirme o la rechace."
                ))
                .with_details(json!({ "estado": "en_proceso", "cajero": cashier }))
        }
        OrderError::BeingPaid { cashier, .. } => Refusal::new(Code::EstadoNoPermitido)
            .saying(format!(
                "{cashier} ya la está pagando. Espere a que la confirme o la rechace."
            ))
            .with_details(json!({ "estado": "en_proceso", "cajero": cashier })),
        OrderError::TakenMeanwhile { cashier, .. } => Refusal::new(Code::EstadoNoPermitido)
            .saying("Otro cajero la tomó mientras tanto. Mire la transacción otra vez.".to_owned())
            .with_details(json!({ "estado": "en_proceso", "cajero": cashier })),
        OrderError::AlreadyTheirs { cashier, .. } => Refusal::new(Code::EstadoNoPermitido)
            .saying(format!("{cashier} ya la tiene."))
            .with_details(json!({ "estado": "en_proceso", "cajero": cashier })),
        OrderError::NoCashier { name } => Refusal::field(
            "cajeroId",
            &format!(
                "el de un cajero que trabaje en la mesa; {name} no lo es. Los que hay: GET /api/transacciones/cajeros-disponibles"
            ),
        ),
        OrderError::NoFloat { needed, available, .. } | OrderError::TheirFloat { needed, available, .. } => {
            Refusal::new(Code::CajeroSinSaldo).with_details(json!({
                "montoRequerido": centavos_of(needed),
                "disponible": available.map(centavos_of),
            }))
        }
        OrderError::Reason(mistake) => Refusal::field(
            "motivo",
            &format!("un texto de {} a {} caracteres", mistake.min, mistake.max),
        ),
        OrderError::OtherInput(_) => Refusal::new(Code::ClaveReutilizada),
        // Refusals of what only Discord does: captures, beneficiaries, shifts.
        OrderError::ReceiptAsProof { .. }
        | OrderError::Reference { .. }
        | OrderError::NoReference { .. }
        | OrderError::ReliefByOneself
        | OrderError::Beneficiary(_)
        | OrderError::HasBeneficiary { .. } => Refusal::new(Code::EstadoNoPermitido),
        OrderError::Books(error) => Refusal::broken(use_case, &error),
        OrderError::Db(fault) => Refusal::fault(use_case, &fault),
    }
}

fn complete_words(use_case: &'static str, error: CompleteError) -> Refusal {
    match error {
        CompleteError::NotAllowed(_) => Refusal::new(Code::TransaccionAjena),
        CompleteError::Order(error) => order_words(use_case, error),
        CompleteError::Repeated { used, .. } => payment_repeated(used, None),
        CompleteError::NoCapture(_) => Refusal::new(Code::ComprobanteFalta),
        CompleteError::InsufficientFunds { needed, available, .. }
        | CompleteError::CannotPay { needed, available, .. } => {
            Refusal::new(Code::CajeroSinSaldo).with_details(json!({
                "montoRequerido": centavos_of(needed),
                "disponible": available.map(centavos_of),
            }))
        }
        CompleteError::OtherInput(_) => Refusal::new(Code::ClaveReutilizada),
        // The API never asks which account, and these orders are in no batch.
        CompleteError::ChooseAccount { .. } | CompleteError::BatchClosed(_) => Refusal::new(Code::CajeroSinSaldo),
        CompleteError::Books(error) => Refusal::broken(use_case, &error),
        CompleteError::Db(fault) => Refusal::fault(use_case, &fault),
    }
}

/// The change is not in the table of docs/API.md.
fn wrong_state(state: OrderState) -> Refusal {
    let state = state_of_order(state);
    Refusal::new(Code::EstadoNoPermitido)
        .saying(format!(
            "La transacción está `{state}`, y desde ahí no se puede hacer eso. Mire su historial: GET /api/transacciones/{{_id}}."
        ))
        .with_details(json!({ "estado": state }))
}
