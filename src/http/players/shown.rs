//! How a transaction is shown, with all fields of the specification (S3-2 … S3-4, S3-12).

use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::domain::flows::players::{PaymentDetails, Sent, TransactionState};
use crate::domain::orders::{MoveReason, OrderState};
use crate::domain::treasury::accounts::Account;
use crate::http::show;
use crate::http::under_api::centavos::centavos_of;
use crate::http::under_api::person::person_id;
use crate::reports::players::{CashCard, StateStep, StepReason, TransactionCard};

/// A transaction with its history.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct DetailShown {
    #[serde(rename = "_id")]
    #[schema(example = "68b39f775dd16c26cd064e60")]
    id: String,
    #[schema(example = "DEPOSITO_68ab54e05475d8a12e468add_1756602231919_kx6gt")]
    referencia: String,
    #[schema(example = "68ab54e05475d8a12e468add")]
    jugador_id: String,
    #[schema(example = "5551234567")]
    telegram_id: Option<String>,
    #[schema(example = "credito")]
    tipo: &'static str,
    #[schema(example = "deposito")]
    categoria: &'static str,
    /// Centavos.
    #[schema(example = 10_000)]
    monto: i64,
    #[schema(example = "Depósito via Pago Móvil")]
    descripcion: String,
    #[schema(example = "en_proceso")]
    estado: &'static str,
    /// What the player had before it was in the books, in centavos.
    saldo_anterior: Option<i64>,
    /// What they had afterwards, in centavos.
    saldo_nuevo: Option<i64>,
    #[schema(example = "discord:169015299834642432")]
    cajero_id: Option<String>,
    cajero_nombre: Option<String>,
    fecha_asignacion_cajero: Option<String>,
    fecha_confirmacion_cajero: Option<String>,
    info_pago: Option<PaymentShown>,
    /// Where a deposit is to be paid, while it waits.
    pagar_a: Option<AccountShown>,
    /// Where a withdrawal is paid to.
    destino: Option<String>,
    /// Why it was rejected or reverted, or failed.
    motivo: Option<String>,
    #[schema(value_type = Object)]
    referencia_externa: Box<RawValue>,
    #[schema(value_type = Object)]
    metadata: Box<RawValue>,
    #[schema(example = "2026-11-20T12:00:00.000Z")]
    created_at: String,
    historial_estados: Vec<StepShown>,
}

/// What is known of the payment.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct PaymentShown {
    #[schema(example = "transferencia")]
    metodo_pago: Option<String>,
    #[schema(example = "123456789")]
    numero_referencia: Option<String>,
    #[schema(example = "Banco Venezuela")]
    banco_origen: Option<String>,
    #[schema(example = "Banco Mercantil")]
    banco_destino: Option<String>,
    comprobante_url: Option<String>,
    notas: Option<String>,
    #[schema(example = "04141234567")]
    telefono_origen: Option<String>,
    #[schema(example = "V12345678")]
    cedula_origen: Option<String>,
}

/// A cashier's account.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AccountShown {
    #[schema(example = "Banesco")]
    banco: Option<String>,
    /// Its number, or a phone, at the bank.
    #[schema(example = "0134-1234567890")]
    numero: Option<String>,
    titular: Option<String>,
}

/// A state of a transaction.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct StepShown {
    #[schema(example = "pendiente")]
    estado: &'static str,
    #[schema(example = "2026-11-20T12:00:00.000Z")]
    fecha: String,
    /// Who made it so; nothing for the desk itself and for programs.
    por: Option<String>,
    motivo: Option<String>,
    /// The cashier who has it from then on.
    cajero_nombre: Option<String>,
}

/// As it was sent.
fn raw(sent: &Sent) -> Box<RawValue> {
    // What a program sent was read as JSON before it was stored.
    RawValue::from_string(sent.as_str().to_owned()).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

/// Why it is in its state, in words; a code for one that failed.
fn reason(reason: &StepReason) -> String {
    let words = match reason {
        StepReason::Said(said) => return said.clone(),
        StepReason::Failed(failure) => failure.code(),
        StepReason::Moved(MoveReason::Busy) => "el cajero se puso en pausa",
        StepReason::Moved(MoveReason::Overdue) => "el cajero no la atendió a tiempo",
        StepReason::Moved(MoveReason::NoCashier) => "quien la tenía ya no es cajero",
        StepReason::Moved(MoveReason::Left) => "el cajero salió de la mesa",
        StepReason::Moved(MoveReason::Relief) => "el cajero entregó su turno",
        StepReason::Moved(MoveReason::NoFloat) => "a la cuenta del cajero ya no le alcanza el saldo",
        StepReason::Moved(MoveReason::Ordered) => "la pasó un admin",
    };
    words.to_owned()
}

/// Why it ended as it did; nothing for one that goes on, or went well.
fn why(card: &TransactionCard) -> Option<String> {
    let last = card.history.last()?.reason.as_ref()?;
    match last {
        StepReason::Said(_) | StepReason::Failed(_) => Some(reason(last)),
        StepReason::Moved(_) => None,
    }
}

impl StepShown {
    fn of(step: &StateStep) -> StepShown {
        StepShown {
            estado: step.state.code(),
            fecha: show::moment(step.at),
            por: step.by.clone(),
            motivo: step.reason.as_ref().map(reason),
            cajero_nombre: step.cashier.clone(),
        }
    }
}

impl AccountShown {
    fn of(account: &Account) -> AccountShown {
        AccountShown {
            banco: account.bank.clone(),
            numero: account.reference.clone(),
            titular: account.holder.clone(),
        }
    }
}

impl PaymentShown {
    /// What was said last of each field; the method is that of the request until somebody says another one.
    fn of(cash: &CashCard) -> PaymentShown {
        let said = PaymentDetails::merged(&cash.payments);
        PaymentShown {
            metodo_pago: said.method.or_else(|| Some(cash.method.clone())),
            numero_referencia: said.bank_reference,
            banco_origen: said.bank_from,
            banco_destino: said.bank_to,
            comprobante_url: said.proof_url,
            notas: said.notes,
            telefono_origen: said.phone_from,
            cedula_origen: said.id_card_from,
        }
    }
}

impl DetailShown {
    pub(super) fn of(card: &TransactionCard) -> DetailShown {
        let transaction = &card.transaction;
        let cash = card.cash.as_ref();
        let at = |state: TransactionState| {
            let step = card.history.iter().rev().find(|step| step.state == state);
            step.map(|step| show::moment(step.at))
        };
        let is_to_be_paid = |cash: &&CashCard| {
            cash.order.beneficiary.is_none()
                && matches!(cash.order.state, OrderState::Assigned | OrderState::Processing)
        };
        DetailShown {
            id: transaction.public_id.to_string(),
            referencia: transaction.reference.clone(),
            jugador_id: card.player.player_id.to_string(),
            telegram_id: card.player.telegram.map(|id| id.to_string()),
            tipo: transaction.side.code(),
            categoria: transaction.category.code(),
            monto: centavos_of(transaction.amount),
            descripcion: transaction.description.clone(),
            estado: card.state.code(),
            saldo_anterior: card.balances.map(|(before, _)| centavos_of(before)),
            saldo_nuevo: card.balances.map(|(_, after)| centavos_of(after)),
            cajero_id: cash.and_then(|cash| cash.cashier.as_ref()).and_then(person_id),
            cajero_nombre: cash
                .and_then(|cash| cash.cashier.as_ref())
                .map(|cashier| cashier.name.clone()),
            fecha_asignacion_cajero: cash
                .filter(|cash| cash.cashier.is_some())
                .and_then(|cash| cash.order.assigned_at)
                .map(show::moment),
            fecha_confirmacion_cajero: at(TransactionState::Confirmed),
            info_pago: cash.map(PaymentShown::of),
            pagar_a: cash
                .filter(is_to_be_paid)
                .and_then(|cash| cash.account.as_ref())
                .map(AccountShown::of),
            destino: cash.and_then(|cash| cash.order.beneficiary.clone()),
            motivo: why(card),
            referencia_externa: raw(&transaction.external),
            metadata: raw(&transaction.metadata),
            created_at: show::moment(transaction.created_at),
            historial_estados: card.history.iter().map(StepShown::of).collect(),
        }
    }
}
