//! Settling: records in one unit what became of a claimed queue.

use super::lanes_store as lane_store;
use super::settling_store;
use super::{Claim, Closing, Mode};
use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::ids::TellingId;

/// What became of one telling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// Told in its lane, or there is nothing left to tell.
    Told,
    /// Told another way; still owed in its lane.
    Detoured,
    /// No longer true when its turn came.
    Untrue,
    /// It cannot be told, for this reason.
    SetAside(String),
}

/// When the rest of the queue is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueueNext {
    Now,
    /// Its first telling failed and is tried again then.
    At(Moment),
}

/// What is known of the lane now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LaneNext {
    /// Discord accepted a new message there; its rate limit may hold the lane until then.
    Works { held_until: Option<Moment> },
    /// Discord accepted an edit there. That does not prove that it accepts new messages: the bot may edit its own
    /// messages in a channel where it may not send.
    Reached { held_until: Option<Moment> },
    /// Discord's rate limit holds the lane until then.
    Held(Moment),
    /// Discord could not be reached; the lane is tried again then.
    Failed(Moment),
    /// The bot cannot write there; the lane is tried again then.
    Closed(Closing, Moment),
    /// Nothing was tried in it.
    Untried,
}

/// What a courier did with a claimed queue.
#[derive(Debug, Clone)]
pub struct Settled {
    pub tellings: Vec<(TellingId, Ending)>,
    pub queue: QueueNext,
    pub lane: LaneNext,
    /// Why the first telling failed, for people to read.
    pub error: Option<String>,
}

/// A change of a lane of which people should hear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LaneChange {
    Closed(Closing),
    Opened,
}

/// Records what became of the tellings and of the lane, and releases the queue. When the claim expired and another
/// courier has the queue now, that courier's claim stays.
///
/// # Errors
/// A fault: nothing was written, and the claim expires.
pub async fn settle(tx: &mut Tx, claim: &Claim, settled: &Settled, now: Moment) -> Result<Option<LaneChange>, DbError> {
    let lane = claim.lane.code();
    lane_store::hold(tx, &lane).await?;
    if claim.mode == Mode::Probe {
        lane_store::end_probe(tx, &lane, now).await?;
    }
    for (telling, ending) in &settled.tellings {
        settling_store::end_telling(tx, *telling, ending, now).await?;
    }
    if let Some(error) = &settled.error {
        settling_store::note_error(tx, claim, error).await?;
    }
    let changed = match settled.lane {
        LaneNext::Works { held_until } => {
            let opened = settling_store::lane_works(tx, &lane, held_until).await?;
            if opened {
                settling_store::wake_queues(tx, &lane, now).await?;
            }
            opened.then_some(LaneChange::Opened)
        }
        LaneNext::Reached { held_until } => {
            settling_store::lane_reached(tx, &lane, held_until).await?;
            None
        }
        LaneNext::Held(until) => {
            settling_store::hold_until(tx, &lane, until, 0).await?;
            None
        }
        LaneNext::Failed(until) => {
            settling_store::hold_until(tx, &lane, until, 1).await?;
            None
        }
        LaneNext::Closed(why, probe_at) => {
            let is_new = settling_store::close_lane(tx, &lane, why, probe_at).await?;
            is_new.then_some(LaneChange::Closed(why))
        }
        // A closed lane that was to be tried is tried with its next telling.
        LaneNext::Untried => None,
    };
    give_back(tx, claim, settled.queue, now).await?;
    if !lane_store::drop_empty_lane(tx, &lane, now).await? {
        lane_store::refresh_lane(tx, &lane).await?;
    }
    tx.wake_when_kept();
    Ok(changed)
}

async fn give_back(tx: &mut Tx, claim: &Claim, next: QueueNext, now: Moment) -> Result<(), DbError> {
    if settling_store::drop_told_queue(tx, claim).await? {
        return Ok(());
    }
    match next {
        QueueNext::At(due) => settling_store::put_off_queue(tx, claim, due).await,
        QueueNext::Now => settling_store::release_queue(tx, claim, now).await,
    }
}
