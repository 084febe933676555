//! Takes all unpaid orders from one cashier, who is busy, hands over the shift, or is no longer a cashier.

use serde::{Deserialize, Serialize};

use super::float::tell_each_missing;
use super::pass::{MoveReason, Passing, give, put_back};
use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::domain::orders::kind::routing_of;
use crate::domain::orders::{
    Assignment, Order, OrderError, OrderState, Routing, choose, get_order_for_update, hold_assignments,
    list_candidates, list_open_of,
};
use crate::domain::people::members;
use crate::ids::{MemberId, OrderId};

/// What happened to a cashier's open orders.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reassigned {
    /// Given to another cashier.
    pub given: Vec<Given>,
    /// Back in the queue: nobody else can pay them now.
    pub waiting: Vec<OrderId>,
    /// Their capture has been sent: they stay with the cashier, who can still confirm them.
    pub kept: Vec<OrderId>,
}

/// An order, and its new cashier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    pub order: OrderId,
    pub to: String,
    /// `None` in receipts of older versions.
    #[serde(default)]
    pub member: Option<MemberId>,
}

/// Gives each unpaid order of a cashier to another one with float, or puts it back into the queue. For use-cases that
/// end or pause somebody's work; it runs in their unit and does not commit.
///
/// # Errors
/// [`OrderError::Db`]; [`OrderError::WrongState`] if the unit lost a race, which the locks rule out.
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

/// As [`reassign_open_of`]. `first`: the cashier who, paused or not, gets every order that their accounts can pay
/// before anybody else is considered.
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

/// Passes an unpaid order on: to `first` when their accounts can pay it, else to any other cashier who can, else back
/// to the queue. Returns the new cashier. If it is `None`, the caller tells which float is missing.
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
        let mut own = list_candidates(tx, float.currency(), Some(first)).await?;
        own.retain(|own| !order.kind.is_own(order, own.cashier));
        if let Some(chosen) = choose(&own, float, &Routing::default()) {
            return Ok(Some(chosen));
        }
    }
    let mut others = list_candidates(tx, float.currency(), None).await?;
    others.retain(|other| Some(other.cashier) != order.cashier);
    Ok(choose(&others, float, &routing_of(tx, order).await?))
}
