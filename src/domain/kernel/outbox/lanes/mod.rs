//! Claiming: a courier takes queues that are due, some of every lane, so that no lane takes all of its hands.

pub(super) mod store;

use std::collections::HashMap;

use super::{Class, Lane, Notice};
use crate::clock::Moment;
use crate::db::{Db, DbError};
use crate::ids::{NoticeId, TellingId};
use store::{DueLane, NEVER};

/// How many tellings of a queue are looked at together: what a later one overwrites is told once.
const TELLINGS_MAX: i64 = 50;

/// How much a courier can take on.
#[derive(Debug, Clone)]
pub struct Room {
    /// Queues in all, and how many of them may be of a class that can wait.
    pub queues_max: usize,
    pub later_max: usize,
    /// Queues of one lane at once.
    pub lane_max: usize,
    /// Queues of each lane that this courier is telling already.
    pub in_flight: HashMap<Lane, usize>,
}

/// A queue that one courier has until it is settled, or until the claim runs out.
#[derive(Debug, Clone)]
pub struct Claim {
    pub lane: Lane,
    pub subject: String,
    pub(in crate::domain::kernel::outbox) token: i64,
    pub mode: Mode,
    /// How often telling the first of this queue failed.
    pub failures: i64,
    /// How often in a row Discord could not be reached in this lane.
    pub lane_failures: i64,
    /// How often in a row trying the closed lane failed.
    pub probes: i64,
}

/// How the tellings of a queue are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Where they belong.
    Open,
    /// The lane is closed: another way.
    Detour,
    /// The lane was closed: is it still?
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
    /// `None`: a newer cambista wrote a notice this one does not know.
    pub notice: Option<Notice>,
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
    /// What a closed lane is tried with.
    probe: Option<String>,
}

/// Claims queues that are due, until `until`: orders and money first, and of each lane no more than its share.
///
/// What may be claimed is looked up by a reader, so that the choice holds nobody up who writes; a queue that another courier
/// took meanwhile is left to it.
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
        if !store::hold_or_skip(&mut tx, &wanted.due.code).await? {
            continue;
        }
        let regular = wanted.subjects.iter().map(|subject| (subject, now, wanted.mode()));
        let probe = wanted.probe.iter().map(|subject| (subject, NEVER, Mode::Probe));
        for (subject, due_until, mode) in probe.chain(regular) {
            let token = i64::from(rand::random::<u32>()) + 1;
            let queue = (wanted.due.code.as_str(), subject.as_str());
            let Some(failures) = store::claim_queue(&mut tx, queue, token, due_until, until).await? else {
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
            store::note_probe(&mut tx, &wanted.due.code, until).await?;
        }
        if !store::drop_empty_lane(&mut tx, &wanted.due.code, now).await? {
            store::refresh_lane(&mut tx, &wanted.due.code).await?;
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
        // Lanes whose share is taken may stand before those that are free.
        let lanes_max = left_of_class + room.in_flight.len();
        let lanes_max = i64::try_from(lanes_max).unwrap_or(i64::MAX);
        let due = store::list_due_lanes(&mut reader, class, now, lanes_max).await?;
        for due in due {
            let Some(lane) = Lane::from_code(&due.code) else {
                tracing::warn!(lane = due.code, "a lane of a newer cambista is left alone");
                continue;
            };
            let taken = room.in_flight.get(&lane).copied().unwrap_or(0);
            let free = room.lane_max.saturating_sub(taken).min(left_of_class);
            if free == 0 {
                continue;
            }
            let probe = match due.closed && due.probe_at <= now {
                true => store::find_detoured_queue(&mut reader, &due.code).await?,
                false => None,
            };
            // Who waits for their turn in it waits for what this try says.
            let queues_max = if probe.is_some() { 0 } else { free };
            let queues_max = i64::try_from(queues_max).unwrap_or(i64::MAX);
            let subjects = store::list_due_queues(&mut reader, &due.code, now, queues_max).await?;
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
        let (lane, subject) = (claim.lane.code(), claim.subject.as_str());
        let tellings = match claim.mode {
            Mode::Open | Mode::Probe => store::list_tellings(&mut reader, &lane, subject, TELLINGS_MAX).await?,
            Mode::Detour => store::list_waiting_tellings(&mut reader, &lane, subject, TELLINGS_MAX).await?,
        };
        claimed.push(Claimed { claim, tellings });
    }
    Ok(claimed)
}
