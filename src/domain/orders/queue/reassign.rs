//! Taking all unpaid orders from one cashier: they are busy, or no cashier any more.

use serde::{Deserialize, Serialize};

use super::float::tell_each_missing;
use super::pass::{MoveReason, Passing, give, put_back};
use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::domain::orders::Routing;
use crate::domain::orders::kind::routing_of;
use crate::domain::orders::{
    Assignment, Order, OrderError, OrderState, choose, get_order_for_update, hold_assignments, list_candidates,
    list_open_of,
};
use crate::domain::people::members;
use crate::ids::{MemberId, OrderId};

/// What became of the orders somebody had open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reassigned {
    /// Another cashier has them.
    pub given: Vec<Given>,
    /// Nobody else can pay them now.
    pub waiting: Vec<OrderId>,
    /// Their capture is there: they stay, and are still theirs to confirm.
    pub kept: Vec<OrderId>,
}

/// An order and who has it now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    pub order: OrderId,
    pub to: String,
    /// Nothing in what an older cambista remembered.
    #[serde(default)]
    pub member: Option<MemberId>,
}

/// Gives each unpaid order of a cashier to another one with float, or back to the queue. For use-cases that end
/// somebody's work, of whatever kind; the unit stays theirs.
///
/// # Errors
/// [`OrderError::Db`]; [`OrderError::WrongState`] only when the unit lost a race that the locks rule out.
pub async fn reassign_open_of(
    tx: &mut Tx,
    cashier: MemberId,
    reason: MoveReason,
    actor: Option<MemberId>,
    at: Moment,
) -> Result<Reassigned, OrderError> {
    let passing = Passing {
        reason: Some(reason),
        actor,
        at,
    };
    reassign(tx, cashier, None, &passing).await
}

/// The same; `first`: who gets what their accounts can pay, available or not, before anybody else is asked.
pub(super) async fn reassign(
    tx: &mut Tx,
    cashier: MemberId,
    first: Option<MemberId>,
    passing: &Passing,
) -> Result<Reassigned, OrderError> {
    hold_assignments(tx).await?;
    let mut done = Reassigned::default();
    for open in list_open_of(tx, cashier).await? {
        let order = get_order_for_update(tx, open.id).await?;
        if order.cashier != Some(cashier) {
            continue;
        }
        if order.state == OrderState::Processing {
            done.kept.push(order.id);
            continue;
        }
        if order.state != OrderState::Assigned {
            continue;
        }
        match pass_on(tx, &order, first, passing).await? {
            Some(to) => done.given.push(Given {
                order: order.id,
                to: members::get_member(tx, to).await?.name,
                member: Some(to),
            }),
            None => done.waiting.push(order.id),
        }
    }
    tell_each_missing(tx, &done.waiting, passing.at).await?;
    Ok(done)
}

/// Passes an unpaid order on: to `first` when their accounts can pay it, else to any other cashier who can, else back to the queue.
/// Gives who has it; of what nobody has, the caller says which float is missing.
pub(super) async fn pass_on(
    tx: &mut Tx,
    order: &Order,
    first: Option<MemberId>,
    passing: &Passing,
) -> Result<Option<MemberId>, OrderError> {
    let Some(to) = other_cashier(tx, order, first).await? else {
        put_back(tx, order, passing).await?;
        return Ok(None);
    };
    give(tx, order, to, passing).await?;
    Ok(Some(to.cashier))
}

async fn other_cashier(tx: &mut Tx, order: &Order, first: Option<MemberId>) -> Result<Option<Assignment>, DbError> {
    let float = order.float;
    if let Some(first) = first {
        let own = list_candidates(tx, float.currency(), Some(first)).await?;
        if let Some(chosen) = choose(&own, float, &Routing::default()) {
            return Ok(Some(chosen));
        }
    }
    let mut others = list_candidates(tx, float.currency(), None).await?;
    others.retain(|other| Some(other.cashier) != order.cashier);
    Ok(choose(&others, float, &routing_of(tx, order).await?))
}
