//! How a transaction is shown, with all fields of the specification (S3-2 … S3-4, S3-12).

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::domain::flows::players::{PaymentDetails, TransactionState};
use crate::domain::orders::OrderState;
use crate::domain::treasury::accounts::Account;
use crate::http::show;
use crate::http::under_api::centavos::centavos_of;
use crate::http::under_api::person::person_id;
use crate::reports::players::{CashCard, StateStep, TransactionCard};

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
    /// Why it was rejected, cancelled or reverted.
    motivo: Option<String>,
    #[schema(value_type = Object)]
    referencia_externa: Value,
    #[schema(value_type = Object)]
    metadata: Value,
    #[schema(example = "2026-11-20T12:00:00.000Z")]
    created_at: String,
    historial_estados: Vec<StepShown>,
}

/// What is known of the payment.
#[derive(Debug, Default, Serialize, ToSchema)]
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
pub(super) struct StepShown {
    #[schema(example = "pendiente")]
    estado: &'static str,
    #[schema(example = "2026-11-20T12:00:00.000Z")]
    fecha: String,
    /// Who made it so; nothing for the desk itself and for programs.
    por: Option<String>,
    motivo: Option<String>,
}

impl StepShown {
    fn of(step: &StateStep) -> StepShown {
        StepShown {
            estado: step.state.code(),
            fecha: show::moment(step.at),
            por: step.by.clone(),
            motivo: step.reason.clone(),
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
        let mut shown = PaymentShown {
            metodo_pago: Some(cash.method.clone()),
            ..PaymentShown::default()
        };
        for said in &cash.payments {
            shown.take(&said.details);
        }
        shown
    }

    fn take(&mut self, details: &PaymentDetails) {
        for (field, said) in [
            (&mut self.metodo_pago, &details.method),
            (&mut self.numero_referencia, &details.bank_reference),
            (&mut self.banco_origen, &details.bank_from),
            (&mut self.banco_destino, &details.bank_to),
            (&mut self.comprobante_url, &details.proof_url),
            (&mut self.notas, &details.notes),
            (&mut self.telefono_origen, &details.phone_from),
            (&mut self.cedula_origen, &details.id_card_from),
        ] {
            if said.is_some() {
                field.clone_from(said);
            }
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
            fecha_asignacion_cajero: cash.and_then(|cash| cash.order.assigned_at).map(show::moment),
            fecha_confirmacion_cajero: at(TransactionState::Confirmed),
            info_pago: cash.map(PaymentShown::of),
            pagar_a: cash
                .filter(is_to_be_paid)
                .and_then(|cash| cash.account.as_ref())
                .map(AccountShown::of),
            destino: cash.and_then(|cash| cash.order.beneficiary.clone()),
            motivo: card.history.iter().rev().find_map(|step| step.reason.clone()),
            referencia_externa: transaction.external.clone(),
            metadata: transaction.metadata.clone(),
            created_at: show::moment(transaction.created_at),
            historial_estados: card.history.iter().map(StepShown::of).collect(),
        }
    }
}
