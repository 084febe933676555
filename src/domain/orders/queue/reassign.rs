//! Taking all unpaid orders from one cashier: they are busy, or no cashier any more.

use serde::{Deserialize, Serialize};

use super::pass::{MoveReason, Passing, give, put_back, total_of};
use crate::clock::Moment;
use crate::db::Tx;
use crate::domain::members;
use crate::domain::orders::{
    OrderError, OrderState, choose, get_order_for_update, hold_assignments, list_candidates, list_open_of,
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
        let mut others = list_candidates(tx, total.currency(), None).await?;
        others.retain(|other| other.cashier != cashier);
        match choose(&others, total) {
            Some(to) => {
                give(tx, &order, to, &passing).await?;
                let to = members::get_member(tx, to.cashier).await?.name;
                done.given.push(Given { order: order.id, to });
            }
            None => {
                put_back(tx, &order, &passing).await?;
                done.waiting.push(order.id);
            }
        }
    }
    Ok(done)
}
