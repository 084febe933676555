//! The kind `giro`: paid from an account of its cashier's at any bank, with or without a capture.
//!
//! Its states: *PENDIENTE* pending, *ASIGNADO* assigned, *PROCESANDO* processing, *COMPLETADO* completed,
//! *DEVUELTO* returned (by its cashier or an admin, before or after it was paid), *CANCELADO* cancelled.

use async_trait::async_trait;

use super::execution_store::{find_execution, insert_execution};
use super::terms_store::get_terms;
use super::{Execution, GiroTerms};
use crate::db::{DbError, Source, Tx};
use crate::domain::books::ledger::{self, AccountKey, LedgerError, Line, Posting};
use crate::domain::kernel::desk::GiroOthers;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::{self, BatchFigures, Notice, Undone};
use crate::domain::orders::{
    CashierAccount, CompleteError, Completing, Escrow, Kind, ORDER_KINDS, Order, OrderKind, OrderState, Others,
    ProofRule, ReturnError, Routing, Rules, Step, Who, may,
};
use crate::domain::treasury::{accounts, banks};
use crate::ids::JournalId;

const CASHIERS: &[Who] = &[Who::Cashier, Who::Overseer, Who::Desk];
const CARRIER: &[Who] = &[Who::Carrier, Who::Overseer];
const OWNER: &[Who] = &[Who::Owner, Who::Overseer];

struct GiroKind;

static RULES: Rules = Rules {
    code: "giro",
    proof: ProofRule::Optional,
    cashier_account: CashierAccount::Pays,
    moves: &[
        may(OrderState::Pending, OrderState::Assigned, CASHIERS),
        may(OrderState::Pending, OrderState::Cancelled, OWNER),
        may(OrderState::Assigned, OrderState::Assigned, CASHIERS),
        may(
            OrderState::Assigned,
            OrderState::Pending,
            &[Who::Carrier, Who::Overseer, Who::Desk],
        ),
        may(OrderState::Assigned, OrderState::Processing, CARRIER),
        may(OrderState::Assigned, OrderState::Completed, CARRIER),
        may(OrderState::Assigned, OrderState::Returned, CARRIER),
        may(OrderState::Assigned, OrderState::Cancelled, OWNER),
        may(OrderState::Processing, OrderState::Completed, CARRIER),
        may(OrderState::Processing, OrderState::Returned, CARRIER),
        may(OrderState::Completed, OrderState::Returned, CARRIER),
    ],
};

#[linkme::distributed_slice(ORDER_KINDS)]
static GIRO: &'static dyn OrderKind = &GiroKind;

pub(super) fn kind() -> Kind {
    Kind::from(GIRO)
}

/// Whether an order is a giro.
pub fn is_giro(order: &Order) -> bool {
    order.kind == kind()
}

#[async_trait]
impl OrderKind for GiroKind {
    fn rules(&self) -> &Rules {
        &RULES
    }

    async fn routing(&self, source: &mut dyn Source, order: &Order) -> Result<Routing, DbError> {
        let terms = get_terms(source, order.id).await?;
        routing_to(source, &terms).await
    }

    async fn post(&self, tx: &mut Tx, completing: &Completing<'_>) -> Result<JournalId, CompleteError> {
        let Completing { step, order, .. } = completing;
        let execution = execution_of(tx, completing).await?;
        let posting = Posting {
            kind: "giro.completed",
            request: step.request.clone(),
            actor: Some(step.actor.member),
            at: step.at,
            details: serde_json::json!({
                "order": order.id,
                "amount_minor": order.amount.minor(),
                "commission_minor": execution.commission.minor(),
            }),
            lines: lines(completing, execution.commission)?,
        };
        Ok(ledger::post(tx, posting).await?)
    }

    async fn after_completed(
        &self,
        tx: &mut Tx,
        completing: &Completing<'_>,
    ) -> Result<Option<BatchFigures>, CompleteError> {
        let Completing { step, order, .. } = completing;
        let notice = Notice::GiroCompleted { order: order.id };
        outbox::enqueue(tx, order.outbox_subject(), &notice, step.at).await?;
        Ok(None)
    }

    async fn after_returned(
        &self,
        tx: &mut Tx,
        step: &Step<'_>,
        order: &Order,
        reason: &str,
    ) -> Result<Option<BatchFigures>, ReturnError> {
        let undone = Undone {
            by: step.actor.member,
            reason: reason.to_owned(),
        };
        let notice = Notice::GiroReturned {
            order: order.id,
            undone,
            was_paid: order.state == OrderState::Completed,
        };
        outbox::enqueue(tx, order.outbox_subject(), &notice, step.at).await?;
        Ok(None)
    }
}

/// Cashiers assigned to the bank, then those with an account there, then others, as far as the desk's rule allows it.
pub(super) async fn routing_to(source: &mut dyn Source, terms: &GiroTerms) -> Result<Routing, DbError> {
    let mut preferred = banks::list_assigned(source, terms.bank).await?;
    if terms.others != GiroOthers::Assigned {
        preferred.extend(accounts::list_cashiers_at(source, terms.bank).await?);
    }
    Ok(Routing {
        preferred,
        others: match terms.others {
            GiroOthers::Anyone => Others::After,
            GiroOthers::AtBank | GiroOthers::Assigned => Others::Never,
        },
    })
}

/// What its cashier said with **Ejecutar**. Completed in another way (`!confirmar`), it was paid as its payee asks, without
/// a commission.
async fn execution_of(tx: &mut Tx, completing: &Completing<'_>) -> Result<Execution, DbError> {
    let Completing {
        step, order, account, ..
    } = completing;
    if let Some(said) = find_execution(tx, order.id).await? {
        return Ok(said);
    }
    let execution = Execution {
        account: *account,
        way: get_terms(tx, order.id).await?.payee.likely_way(),
        commission: Money::zero(order.amount.currency()),
        proof_url: None,
        by: step.actor.member,
        at: step.at,
    };
    insert_execution(tx, order.id, &execution).await?;
    Ok(execution)
}

/// The money leaves the cashier's account with the bank's commission; what the reseller paid becomes the desk's.
fn lines(completing: &Completing<'_>, commission: Money) -> Result<Vec<Line>, LedgerError> {
    let Completing { order, account, .. } = completing;
    let (amount, currency) = (order.amount, order.amount.currency());
    let bank = AccountKey::Account(*account, currency);
    let mut lines = vec![
        Line::take(bank, amount)?,
        Line::add(AccountKey::World(currency), amount),
    ];
    if !commission.is_zero() {
        lines.push(Line::take(bank, commission)?);
        lines.push(Line::add(AccountKey::Fees(currency), commission));
    }
    if let Some(Escrow::Taken { .. }) = order.escrow {
        lines.push(Line::take(AccountKey::Escrow(currency), amount)?);
        lines.push(Line::add(AccountKey::Position(currency), amount));
    }
    Ok(lines)
}
