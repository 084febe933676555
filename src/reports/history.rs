//! What became of a batch or a request, step by step, with names. An order's own history is on its card.

use super::lists::Names;
use super::particulars::total_of;
use super::{ReadError, batches as cards};
use crate::clock::Moment;
use crate::db::{DbError, Reader};
use crate::domain::flows::batches::{self, Batch, BatchEvent, Lot, Transfer};
use crate::domain::kernel::money::Money;
use crate::domain::orders::OrderState;
use crate::domain::people::members::{self, Actor, Permission};
use crate::domain::people::requests::{self, RequestState};
use crate::ids::{BatchId, LotId, MemberId, OrderId, RequestNumber};

/// A batch's life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchHistory {
    pub batch: Batch,
    pub reseller: String,
    pub steps: Vec<BatchStep>,
}

/// One step of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchStep {
    pub at: Moment,
    /// `None` for the desk itself.
    pub actor: Option<String>,
    pub what: BatchHappening,
}

/// What can happen in a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BatchHappening {
    Opened,
    OrderMade {
        order: OrderId,
        received: Money,
        total: Money,
    },
    OrderEnded {
        order: OrderId,
        state: OrderState,
        reason: Option<String>,
    },
    Bought(Lot),
    /// A purchase no longer counts.
    LotReversed {
        lot: LotId,
        reason: String,
    },
    Closed,
    EndedEmpty,
    ClosedUnbought,
    Reopened {
        reason: String,
    },
}

type Step = (Moment, Option<MemberId>, BatchHappening);

/// What became of a batch, for its reseller and whoever sees everything.
///
/// # Errors
/// [`ReadError::UnknownBatch`], [`ReadError::BatchNotYours`], [`ReadError::BatchOfDesk`].
pub async fn batch_history(reader: &mut Reader, actor: &Actor, batch: BatchId) -> Result<BatchHistory, ReadError> {
    let found = batches::find_batch(reader, batch).await?;
    let batch = found.ok_or(ReadError::UnknownBatch(batch))?;
    if !cards::is_for(&batch, actor) {
        return Err(match batch.is_of_desk() {
            true => ReadError::BatchOfDesk(batch.id),
            false => ReadError::BatchNotYours(batch.id),
        });
    }
    let mut steps = steps_of_orders(reader, batch.id).await?;
    for lot in batches::list_all_lots(reader, batch.id).await? {
        steps.push((lot.at, lot.actor, BatchHappening::Bought(lot)));
    }
    for undone in batches::list_reversed_lots(reader, batch.id).await? {
        let what = BatchHappening::LotReversed {
            lot: undone.lot_id,
            reason: undone.reason,
        };
        steps.push((undone.at_ms, Some(undone.actor_id), what));
    }
    for row in batches::list_events(reader, batch.id).await? {
        let what = match row.event {
            BatchEvent::Opened => BatchHappening::Opened,
            BatchEvent::Closed => BatchHappening::Closed,
            BatchEvent::EndedEmpty => BatchHappening::EndedEmpty,
            BatchEvent::ClosedUnbought => BatchHappening::ClosedUnbought,
            BatchEvent::Reopened => BatchHappening::Reopened {
                reason: row.reason().unwrap_or_default(),
            },
            // The steps of orders and of undone purchases show these already, with more detail.
            BatchEvent::OrderCompleted
            | BatchEvent::OrderReversed
            | BatchEvent::OrderReturned
            | BatchEvent::LotReversed => continue,
        };
        steps.push((row.at_ms, row.actor_id, what));
    }
    steps.sort_by_key(|(at, _, what)| (*at, place_in_moment(what)));
    let people = steps.iter().filter_map(|(_, actor, _)| *actor);
    let names = Names::of(reader, people.collect()).await?;
    let named = |(at, actor, what): Step| BatchStep {
        at,
        actor: actor.map(|actor| names.name(actor).to_owned()),
        what,
    };
    Ok(BatchHistory {
        reseller: members::get_member(reader, batch.reseller).await?.name,
        steps: steps.into_iter().map(named).collect(),
        batch,
    })
}

/// The order in which steps of the same moment are shown. A correction opens the batch, undoes its purchases, undoes an
/// order, buys again and closes, all in one unit.
fn place_in_moment(what: &BatchHappening) -> u8 {
    match what {
        BatchHappening::Opened => 0,
        BatchHappening::Reopened { .. } => 1,
        BatchHappening::LotReversed { .. } => 2,
        BatchHappening::OrderMade { .. } => 3,
        BatchHappening::OrderEnded { .. } => 4,
        BatchHappening::Bought(_) => 5,
        BatchHappening::Closed | BatchHappening::EndedEmpty | BatchHappening::ClosedUnbought => 6,
    }
}

async fn steps_of_orders(reader: &mut Reader, batch: BatchId) -> Result<Vec<Step>, DbError> {
    let mut steps = Vec::new();
    let orders = batches::list_orders_of_batch(reader, batch).await?;
    for Transfer { order, terms } in batches::with_terms(reader, orders).await? {
        let made = BatchHappening::OrderMade {
            order: order.id,
            received: terms.received,
            total: total_of(&order)?,
        };
        steps.push((order.created_at, Some(order.creator), made));
    }
    for end in batches::list_ends_in_batch(reader, batch).await? {
        let ended = BatchHappening::OrderEnded {
            order: end.order_id,
            state: end.to_state,
            reason: end.reason,
        };
        steps.push((end.at_ms, end.actor_id, ended));
    }
    Ok(steps)
}

/// One step of a request's life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestStep {
    pub at: Moment,
    /// `None` for the desk itself.
    pub actor: Option<String>,
    pub to: RequestState,
    /// As somebody typed it; `None` when the desk itself ended the request.
    pub reason: Option<String>,
}

/// What became of a request, first step first.
///
/// # Errors
/// [`ReadError::NotAllowed`].
pub async fn request_history(
    reader: &mut Reader,
    actor: &Actor,
    number: RequestNumber,
) -> Result<Vec<RequestStep>, ReadError> {
    actor.require(Permission::SeeRequests)?;
    let rows = requests::list_backlog(reader, number).await?;
    let names = Names::of(reader, rows.iter().filter_map(|row| row.actor_id).collect()).await?;
    let step = |row: &requests::DecisionRow| RequestStep {
        at: row.at_ms,
        actor: row.actor_id.map(|actor| names.name(actor).to_owned()),
        to: row.to_state,
        reason: match row.to_state {
            RequestState::Rejected | RequestState::Undone => row.reason.clone(),
            RequestState::Pending | RequestState::Approved | RequestState::Expired | RequestState::Withdrawn => None,
        },
    };
    Ok(rows.iter().map(step).collect())
}
