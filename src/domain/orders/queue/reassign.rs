//! Taking all unpaid orders from one cashier: they are busy, or no cashier any more.

use serde::{Deserialize, Serialize};

use super::pass::{MoveReason, Passing, give, put_back, total_of};
use crate::clock::Moment;
use crate::db::Tx;
use crate::domain::members;
use crate::domain::money::Money;
use crate::domain::orders::{
    Assignment, OrderError, OrderState, choose, get_order_for_update, hold_assignments, list_candidates, list_open_of,
};
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
        let total = total_of(&order)?;
        match other_than(tx, cashier, first, total).await? {
            Some(to) => {
                give(tx, &order, to, passing).await?;
                done.given.push(Given {
                    order: order.id,
                    to: members::get_member(tx, to.cashier).await?.name,
                    member: Some(to.cashier),
                });
            }
            None => {
                put_back(tx, &order, passing).await?;
                done.waiting.push(order.id);
            }
        }
    }
    Ok(done)
}

async fn other_than(
    tx: &mut Tx,
    cashier: MemberId,
    first: Option<MemberId>,
    total: Money,
) -> Result<Option<Assignment>, OrderError> {
    if let Some(first) = first {
        let own = list_candidates(tx, total.currency(), Some(first)).await?;
        if let Some(chosen) = choose(&own, total) {
            return Ok(Some(chosen));
        }
    }
    let mut others = list_candidates(tx, total.currency(), None).await?;
    others.retain(|other| other.cashier != cashier);
    Ok(choose(&others, total))
}
