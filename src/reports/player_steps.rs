//! The states of a player's transaction, one after the other.

use crate::clock::Moment;
use crate::db::{DbError, Reader};
use crate::domain::flows::players::{Failure, TransactionState};
use crate::domain::orders::{BacklogRow, MoveReason, OrderState};
use crate::domain::people::members;
use crate::ids::MemberId;

/// One state of a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateStep {
    pub state: TransactionState,
    pub at: Moment,
    /// `None`: the desk itself, or a program.
    pub by: Option<String>,
    pub reason: Option<StepReason>,
    /// The cashier who has it from then on.
    pub cashier: Option<String>,
}

/// Why a transaction came into a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepReason {
    /// Somebody wrote it.
    Said(String),
    /// It was taken from its cashier.
    Moved(MoveReason),
    /// It failed.
    Failed(Failure),
}

/// The state of a transaction whose order is in this state.
pub fn state_of_order(state: OrderState) -> TransactionState {
    match state {
        OrderState::Pending => TransactionState::Pending,
        OrderState::Assigned | OrderState::Processing => TransactionState::InProcess,
        OrderState::Completed => TransactionState::Completed,
        OrderState::Rejected => TransactionState::Rejected,
        OrderState::Cancelled => TransactionState::Cancelled,
        OrderState::Reversed | OrderState::Returned => TransactionState::Reverted,
    }
}

/// The desk stores a code where it takes an order from its cashier; everything else was written by a person.
fn reason_of(row: &BacklogRow, reason: String) -> StepReason {
    let is_move = matches!(row.to_state, OrderState::Pending | OrderState::Assigned);
    match MoveReason::from_code(&reason) {
        Ok(moved) if is_move => StepReason::Moved(moved),
        Ok(_) | Err(_) => StepReason::Said(reason),
    }
}

/// The states in the order in which they came. Completing confirms and posts in one unit, so `confirmada` and
/// `completada` have the same moment.
pub(super) async fn history(reader: &mut Reader, backlog: &[BacklogRow]) -> Result<Vec<StateStep>, DbError> {
    let of_row = |row: &BacklogRow| [row.actor_id, row.cashier_id];
    let ids: Vec<MemberId> = backlog.iter().flat_map(of_row).flatten().collect();
    let people = members::find_members(reader, &ids).await?;
    let name = |id: Option<MemberId>| {
        let member = id.and_then(|id| people.iter().find(|member| member.id == id));
        member.map(|member| member.name.clone()).filter(|name| !name.is_empty())
    };
    let mut steps: Vec<StateStep> = Vec::new();
    for row in backlog {
        let step = |state| StateStep {
            state,
            at: row.at_ms,
            by: name(row.actor_id),
            reason: row.reason.clone().map(|reason| reason_of(row, reason)),
            cashier: name(row.cashier_id),
        };
        if row.to_state == OrderState::Completed {
            steps.push(step(TransactionState::Confirmed));
        }
        let state = state_of_order(row.to_state);
        // A capture that came changes nothing; another cashier is a step of its own.
        let same = |last: &StateStep| last.state == state && last.cashier == name(row.cashier_id);
        if !steps.last().is_some_and(same) {
            steps.push(step(state));
        }
    }
    Ok(steps)
}
