//! A record of specification 002 as it is shown (S2-26 … S2-28).

use serde::Serialize;
use utoipa::ToSchema;

use super::amounts::{amount, magnitude};
use super::shown::PersonShown;
use crate::domain::flows::giros::{Record, RecordKind};
use crate::domain::kernel::money::Money;
use crate::domain::people::members::Actor;
use crate::http::show;
use crate::http::state::Api;
use crate::http::under_api::code::Code;
use crate::http::under_api::refusal::Refusal;
use crate::ids::JournalId;
use crate::reports::ReadError;
use crate::reports::giros_of_api::{Posted, records_of_posting};
use crate::reports::lists::Names;

/// A record: balance before, what was moved, balance after.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct RecordShown {
    #[schema(example = 7)]
    id: i64,
    /// Whose balance it is: `minorista`, `cuentaBancaria` or `banco`.
    #[schema(example = "minorista")]
    de: &'static str,
    /// `RECHARGE`, `DISCOUNT`, `DEPOSIT`, `WITHDRAWAL`, `TRANSFER`, `ADJUSTMENT`, `REFUND`, `COMMISSION` or `OTHER`.
    #[serde(rename = "type")]
    #[schema(example = "DISCOUNT")]
    kind: &'static str,
    /// Without a sign, except that of an adjustment.
    #[schema(example = "1500.00")]
    amount: String,
    #[schema(example = "VES")]
    moneda: String,
    #[schema(example = "3000.00")]
    previous_balance: String,
    #[schema(example = "1500.00")]
    current_balance: String,
    /// What the bank took on top, if any.
    #[schema(example = "4.50")]
    commission: Option<String>,
    created_by: Option<PersonShown>,
    #[schema(example = "2026-11-20T12:00:00.000Z")]
    created_at: String,
    /// `Giro 12`, or what was written with it.
    #[schema(example = "Giro 12")]
    reference: Option<String>,
}

/// What a call posted.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RecordAnswer {
    #[schema(example = true)]
    exito: bool,
    #[schema(example = "Saldo recargado")]
    mensaje: &'static str,
    transaccion: RecordShown,
}

/// What a call posted on both sides.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RecordsAnswer {
    #[schema(example = true)]
    exito: bool,
    #[schema(example = "Transferencia hecha")]
    mensaje: &'static str,
    /// What left the central balance, and what the account got.
    transacciones: Vec<RecordShown>,
}

impl RecordShown {
    pub(super) fn of(record: &Record, names: &Names) -> RecordShown {
        let movement = &record.movement;
        RecordShown {
            id: movement.entry.get(),
            de: record.of.code(),
            kind: record.kind.code(),
            amount: match record.kind {
                RecordKind::Adjustment | RecordKind::Other => amount(movement.amount),
                RecordKind::Recharge
                | RecordKind::Discount
                | RecordKind::Deposit
                | RecordKind::Withdrawal
                | RecordKind::Transfer
                | RecordKind::Refund
                | RecordKind::Commission => magnitude(movement.amount),
            },
            moneda: movement.amount.currency().to_string(),
            previous_balance: amount(movement.previous),
            current_balance: amount(movement.current),
            commission: record.commission.map(amount),
            created_by: movement.actor.and_then(|by| PersonShown::of(names, by)),
            created_at: show::moment(movement.at),
            reference: record.reference.clone(),
        }
    }

    pub(super) fn with_commission(self, commission: Option<Money>) -> RecordShown {
        RecordShown {
            commission: commission.map(amount),
            ..self
        }
    }
}

impl RecordAnswer {
    pub(super) fn of(mensaje: &'static str, transaccion: RecordShown) -> RecordAnswer {
        RecordAnswer {
            exito: true,
            mensaje,
            transaccion,
        }
    }
}

impl RecordsAnswer {
    pub(super) fn of(mensaje: &'static str, transacciones: Vec<RecordShown>) -> RecordsAnswer {
        RecordsAnswer {
            exito: true,
            mensaje,
            transacciones,
        }
    }
}

/// The records that a call posted.
pub(super) async fn posted(api: &Api, actor: &Actor, journal: JournalId) -> Result<Vec<RecordShown>, Refusal> {
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        records_of_posting(&mut reader, actor, journal).await
    };
    let found: Result<Posted, ReadError> = read.await;
    let found = found.map_err(super::giro_error::read_refused("giros.records"))?;
    let shown = |record: &Record| RecordShown::of(record, &found.names);
    Ok(found.records.iter().map(shown).collect())
}

/// The one record that a call posted.
pub(super) async fn only_posted(api: &Api, actor: &Actor, journal: Option<JournalId>) -> Result<RecordShown, Refusal> {
    let nothing = || {
        tracing::error!("a posting has no record to show");
        Refusal::new(Code::ErrorInterno)
    };
    let journal = journal.ok_or_else(nothing)?;
    posted(api, actor, journal)
        .await?
        .into_iter()
        .next()
        .ok_or_else(nothing)
}
