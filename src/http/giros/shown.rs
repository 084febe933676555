//! How a giro is shown, with all fields of the specification (S2-30).

use serde::Serialize;
use utoipa::ToSchema;

use super::amounts::amount;
use super::records::RecordShown;
use crate::domain::flows::giros::{Doubt, Record, RecordKind};
use crate::domain::orders::OrderState;
use crate::domain::people::members::Member;
use crate::domain::treasury::accounts::Account;
use crate::http::show;
use crate::http::under_api::person::person_id;
use crate::ids::MemberId;
use crate::reports::giros_of_api::{GiroSeen, GiroWhole};
use crate::reports::lists::Names;
use crate::reports::orders::HistoryStep;

/// Somebody of the desk.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct PersonShown {
    /// Nothing for the desk itself.
    #[schema(example = "discord:169015299834642432")]
    id: Option<String>,
    #[schema(example = "david")]
    nombre: String,
}

impl PersonShown {
    /// Nothing for somebody who is not in the list.
    pub(super) fn of(names: &Names, person: MemberId) -> Option<PersonShown> {
        names.member(person).map(PersonShown::member)
    }

    pub(super) fn member(member: &Member) -> PersonShown {
        PersonShown {
            id: person_id(member),
            nombre: member.name.clone(),
        }
    }
}

/// A bank account, by both of its names.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct AccountNamed {
    /// Its n.º.
    #[schema(example = 1)]
    id: i64,
    /// Its number of 20 digits at the desk.
    #[schema(example = "01123456789012345678")]
    numero: String,
    #[schema(example = "Banesco")]
    bank: Option<String>,
}

impl AccountNamed {
    pub(super) fn of(account: &Account) -> AccountNamed {
        AccountNamed {
            id: account.id.get(),
            numero: account.number.digits().to_owned(),
            bank: account.bank.clone(),
        }
    }
}

/// A giro.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct GiroShown {
    #[schema(example = 12)]
    id: i64,
    /// `PENDIENTE`, `ASIGNADO`, `PROCESANDO`, `COMPLETADO`, `DEVUELTO` or `CANCELADO`.
    #[schema(example = "ASIGNADO")]
    status: &'static str,
    /// Whose balance it took; nothing for an admin's.
    minorista: Option<PersonShown>,
    /// Who has it.
    transferencista: Option<PersonShown>,
    created_by: Option<PersonShown>,
    #[schema(example = 3)]
    bank_id: i64,
    #[schema(example = "0134")]
    bank_code: String,
    #[schema(example = "Banesco")]
    bank: String,
    #[schema(example = "María Pérez")]
    beneficiary_name: String,
    #[schema(example = "01340001630000000001")]
    account_number: Option<String>,
    #[schema(example = "04141234567")]
    phone: Option<String>,
    #[schema(example = "V12345678")]
    document_id: Option<String>,
    #[schema(example = "1500.00")]
    amount_bs: String,
    /// The bank's currency.
    #[schema(example = "VES")]
    moneda: String,
    #[schema(example = "36.5")]
    rate_applied: Option<String>,
    #[schema(example = "4.50")]
    commission: Option<String>,
    /// `TRANSFERENCIA`, `PAGO_MOVIL`, `EFECTIVO`, `ZELLE` or `OTROS`.
    #[schema(example = "TRANSFERENCIA")]
    execution_type: Option<&'static str>,
    bank_account_used: Option<AccountNamed>,
    proof_url: Option<String>,
    /// Why it was given back.
    motivo: Option<String>,
    #[schema(example = "2026-11-20T12:00:00.000Z")]
    created_at: String,
    #[schema(example = "2026-11-20T12:05:00.000Z")]
    updated_at: String,
}

/// Something about the payee that looks wrong and may be right.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DoubtShown {
    #[schema(example = "ACCOUNT_CHECK_DIGITS")]
    codigo: &'static str,
    #[schema(example = "accountNumber")]
    campo: &'static str,
    #[schema(example = "Los dígitos de control de la cuenta no cuadran. Revísela con el beneficiario.")]
    mensaje: &'static str,
}

/// A state of a giro.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StatusShown {
    #[schema(example = "ASIGNADO")]
    status: &'static str,
    #[schema(example = "2026-11-20T12:00:00.000Z")]
    fecha: String,
    /// Who made it so; nothing for the desk itself.
    por: Option<String>,
    /// Who had it then.
    transferencista: Option<String>,
    motivo: Option<String>,
}

/// A giro as it is now, and what the call did.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GiroAnswer {
    #[schema(example = true)]
    exito: bool,
    #[schema(example = "Giro creado")]
    mensaje: &'static str,
    giro: GiroShown,
    /// What the call moved, if it moved anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    transaccion: Option<RecordShown>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    advertencias: Vec<DoubtShown>,
}

/// A giro with everything that is known about it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GiroWholeShown {
    #[schema(example = true)]
    exito: bool,
    giro: GiroShown,
    /// What it took, paid and gave back.
    transacciones: Vec<RecordShown>,
    historial: Vec<StatusShown>,
    advertencias: Vec<DoubtShown>,
}

/// The state in the specification's words.
pub(super) fn status(state: OrderState) -> &'static str {
    match state {
        OrderState::Pending => "PENDIENTE",
        OrderState::Assigned => "ASIGNADO",
        OrderState::Processing => "PROCESANDO",
        OrderState::Completed => "COMPLETADO",
        OrderState::Returned => "DEVUELTO",
        OrderState::Cancelled => "CANCELADO",
        // No giro gets into these.
        OrderState::Rejected => "RECHAZADO",
        OrderState::Reversed => "REVERTIDO",
    }
}

/// The states of a giro.
pub(super) const STATES: [OrderState; 6] = [
    OrderState::Pending,
    OrderState::Assigned,
    OrderState::Processing,
    OrderState::Completed,
    OrderState::Returned,
    OrderState::Cancelled,
];

impl GiroShown {
    pub(super) fn of(seen: &GiroSeen, names: &Names) -> GiroShown {
        let GiroSeen { order, giro, .. } = seen;
        let (payee, execution) = (giro.terms.payee.clone(), giro.execution.as_ref());
        let owner = PersonShown::of(names, order.owner);
        GiroShown {
            id: order.id.get(),
            status: status(order.state),
            minorista: owner.clone().filter(|_| giro.terms.account.is_some()),
            transferencista: order.cashier.and_then(|cashier| PersonShown::of(names, cashier)),
            created_by: owner,
            bank_id: giro.bank.id.get(),
            bank_code: giro.bank.code.clone(),
            bank: giro.bank.name.clone(),
            beneficiary_name: payee.name,
            account_number: payee.account,
            phone: payee.phone,
            document_id: payee.document,
            amount_bs: amount(order.amount),
            moneda: order.amount.currency().to_string(),
            rate_applied: giro.terms.rate.map(|rate| rate.to_text()),
            commission: execution.map(|execution| amount(execution.commission)),
            execution_type: execution.map(|execution| execution.way.code()),
            bank_account_used: seen.paid_from.as_ref().map(AccountNamed::of),
            proof_url: execution.and_then(|execution| execution.proof_url.clone()),
            motivo: order.reason.clone(),
            created_at: show::moment(order.created_at),
            updated_at: show::moment(seen.changed_at),
        }
    }
}

impl DoubtShown {
    fn of(doubt: Doubt) -> DoubtShown {
        match doubt {
            Doubt::AccountDigits => DoubtShown {
                codigo: "ACCOUNT_CHECK_DIGITS",
                campo: "accountNumber",
                mensaje: "Los dígitos de control de la cuenta no cuadran. Revísela con el beneficiario.",
            },
            Doubt::DocumentDigit => DoubtShown {
                codigo: "DOCUMENT_CHECK_DIGIT",
                campo: "documentId",
                mensaje: "El último dígito del documento no cuadra. Revíselo con el beneficiario.",
            },
            Doubt::NameWords => DoubtShown {
                codigo: "NAME_WORDS",
                campo: "beneficiaryName",
                mensaje: "El nombre puede tener una palabra de más o de menos. Revíselo con el beneficiario.",
            },
        }
    }

    fn of_giro(whole: &GiroWhole) -> Vec<DoubtShown> {
        let doubts = &whole.seen.giro.terms.doubts;
        doubts.iter().map(|doubt| DoubtShown::of(*doubt)).collect()
    }
}

impl StatusShown {
    fn of(step: &HistoryStep) -> StatusShown {
        StatusShown {
            status: status(step.to),
            fecha: show::moment(step.at),
            por: step.actor.clone(),
            transferencista: step.cashier.clone(),
            motivo: step.reason.clone(),
        }
    }
}

impl GiroAnswer {
    /// `moved`: which record the call made, if any.
    pub(super) fn of(mensaje: &'static str, whole: &GiroWhole, moved: &[RecordKind]) -> GiroAnswer {
        let is_of_call = |record: &&Record| moved.contains(&record.kind);
        // Of several, the reseller's.
        let record = whole
            .records
            .iter()
            .filter(is_of_call)
            .min_by_key(|record| record.of.code() != "minorista");
        let is_payment = record.is_some_and(|record| record.kind == RecordKind::Withdrawal);
        let execution = whole.seen.giro.execution.as_ref().filter(|_| is_payment);
        let commission = execution.map(|execution| execution.commission);
        GiroAnswer {
            exito: true,
            mensaje,
            giro: GiroShown::of(&whole.seen, &whole.names),
            transaccion: record.map(|record| RecordShown::of(record, &whole.names).with_commission(commission)),
            advertencias: DoubtShown::of_giro(whole),
        }
    }
}

impl GiroWholeShown {
    pub(super) fn of(whole: &GiroWhole) -> GiroWholeShown {
        let record = |record: &Record| RecordShown::of(record, &whole.names);
        GiroWholeShown {
            exito: true,
            giro: GiroShown::of(&whole.seen, &whole.names),
            transacciones: whole.records.iter().map(record).collect(),
            historial: whole.history.iter().map(StatusShown::of).collect(),
            advertencias: DoubtShown::of_giro(whole),
        }
    }
}
