//! Claiming: a courier takes queues that are due, a few of each lane, so that no lane uses up its capacity.

use super::lanes_store;
use std::collections::HashMap;

use super::lanes_store::{DueLane, NEVER};
use super::{Class, Lane, Notice};
use crate::clock::Moment;
use crate::db::{Db, DbError};
use crate::ids::{NoticeId, TellingId};
use crate::trace::TraceId;

/// How many tellings of a queue are loaded together. What a later one of them overwrites is told once.
const TELLINGS_MAX: i64 = 50;

/// How many queues a courier can take on now.
#[derive(Debug, Clone)]
pub struct Room {
    /// The most queues in all, and the most of [`Class::Later`].
    pub queues_max: usize,
    pub later_max: usize,
    /// The most queues of one lane at once.
    pub lane_max: usize,
    /// How many queues of each lane this courier is telling already.
    pub in_flight: HashMap<Lane, usize>,
}

/// A queue that one courier has until it settles it, or until the claim expires.
#[derive(Debug, Clone)]
pub struct Claim {
    pub lane: Lane,
    pub subject: String,
    pub(in crate::domain::kernel::outbox) token: i64,
    pub mode: Mode,
    /// How often in a row telling the first telling of this queue failed.
    pub failures: i64,
    /// How often in a row Discord could not be reached in this lane.
    pub lane_failures: i64,
    /// How often in a row trying the closed lane failed.
    pub probes: i64,
}

/// How the tellings of a claimed queue are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// In their own lane.
    Open,
    /// In another way, because the lane is closed.
    Detour,
    /// In their own lane, to find out whether it is still closed.
    Probe,
}

/// A claimed queue and the first of what it owes, oldest first.
#[derive(Debug, Clone)]
pub struct Claimed {
    pub claim: Claim,
    pub tellings: Vec<Telling>,
}

/// A notice at one of its places.
#[derive(Debug, Clone)]
pub struct Telling {
    pub id: TellingId,
    pub notice_id: NoticeId,
    pub place: String,
    pub owed: Owed,
    /// `None` for a notice that only a newer version of cambista knows.
    pub notice: Option<Notice>,
    /// The trace of the command or call that owes it.
    pub trace: Option<TraceId>,
}

/// What is still owed of a telling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owed {
    /// Nobody has heard it.
    Untold,
    /// It was told another way, and is still to be shown where it belongs.
    Detoured,
}

/// What is to be claimed of one lane.
struct Wanted {
    lane: Lane,
    due: DueLane,
    subjects: Vec<String>,
    /// The queue with which a closed lane is tried.
    probe: Option<String>,
}

/// Claims due queues until `until`: urgent ones first, and of each lane at most `room.lane_max`.
///
/// A reader chooses the queues, so that choosing does not block writers. A queue that another courier claimed in the
/// meantime is skipped.
///
/// # Errors
/// A fault.
pub async fn claim(db: &Db, now: Moment, until: Moment, room: &Room) -> Result<Vec<Claimed>, DbError> {
    let wanted = choose(db, now, room).await?;
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut claims = Vec::new();
    let mut tx = db.begin().await?;
    for wanted in &wanted {
        if !lanes_store::hold_or_skip(&mut tx, &wanted.due.code).await? {
            continue;
        }
        let regular = wanted.subjects.iter().map(|subject| (subject, now, wanted.mode()));
        let probe = wanted.probe.iter().map(|subject| (subject, NEVER, Mode::Probe));
        for (subject, due_until, mode) in probe.chain(regular) {
            let token = i64::from(rand::random::<u32>()) + 1;
            let queue = (wanted.due.code.as_str(), subject.as_str());
            let Some(failures) = lanes_store::claim_queue(&mut tx, queue, token, due_until, until).await? else {
                continue;
            };
            claims.push(Claim {
                lane: wanted.lane,
                subject: subject.clone(),
                token,
                mode,
                failures,
                lane_failures: wanted.due.failures,
                probes: wanted.due.probes,
            });
        }
        if wanted.probe.is_some() {
            lanes_store::note_probe(&mut tx, &wanted.due.code, until).await?;
        }
        if !lanes_store::drop_empty_lane(&mut tx, &wanted.due.code, now).await? {
            lanes_store::refresh_lane(&mut tx, &wanted.due.code).await?;
        }
    }
    tx.commit().await?;
    load(db, claims).await
}

impl Wanted {
    fn mode(&self) -> Mode {
        if self.due.closed { Mode::Detour } else { Mode::Open }
    }
}

async fn choose(db: &Db, now: Moment, room: &Room) -> Result<Vec<Wanted>, DbError> {
    let mut reader = db.reader().await?;
    let mut wanted = Vec::new();
    let mut left = room.queues_max;
    for class in Class::ALL {
        let mut left_of_class = match class {
            Class::Now => left,
            Class::Later => left.min(room.later_max),
        };
        // The list may begin with lanes that are at their limit already, so it is longer by their number.
        let lanes_max = left_of_class + room.in_flight.len();
        let lanes_max = i64::try_from(lanes_max).unwrap_or(i64::MAX);
        let due = lanes_store::list_due_lanes(&mut reader, class, now, lanes_max).await?;
        for due in due {
            let Some(lane) = Lane::from_code(&due.code) else {
                tracing::warn!(lane = due.code, "skipped a lane that only a newer version knows");
                continue;
            };
            let taken = room.in_flight.get(&lane).copied().unwrap_or(0);
            let free = room.lane_max.saturating_sub(taken).min(left_of_class);
            if free == 0 {
                continue;
            }
            let probe = match due.closed && due.probe_at <= now {
                true => lanes_store::find_detoured_queue(&mut reader, &due.code).await?,
                false => None,
            };
            // The other queues of the lane wait for the result of this try.
            let queues_max = if probe.is_some() { 0 } else { free };
            let queues_max = i64::try_from(queues_max).unwrap_or(i64::MAX);
            let subjects = lanes_store::list_due_queues(&mut reader, &due.code, now, queues_max).await?;
            let claimed = subjects.len() + usize::from(probe.is_some());
            left_of_class -= claimed;
            left -= claimed;
            wanted.push(Wanted {
                lane,
                due,
                subjects,
                probe,
            });
        }
    }
    Ok(wanted)
}

async fn load(db: &Db, claims: Vec<Claim>) -> Result<Vec<Claimed>, DbError> {
    let mut claimed = Vec::new();
    let mut reader = db.reader().await?;
    for claim in claims {
        let tellings = lanes_store::list_tellings(&mut reader, &claim, TELLINGS_MAX).await?;
        claimed.push(Claimed { claim, tellings });
    }
    Ok(claimed)
}
