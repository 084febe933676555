//! The courier tells people what the outbox contains: in order at each place, with retries until it succeeds, and
//! nothing twice.
//!
//! It first decides where each notice is told ([`addressing`]). Then it claims queues lane by lane, tells the first
//! telling of each ([`tell`]) and records the result ([`settle`]). The message is composed when it is told
//! ([`pieces`]). What was sent is recorded per place, so that a change edits the message instead of sending another
//! one. If the process dies between sending and recording, the nonce makes Discord return the first message instead of
//! a second one.

mod acts;
mod addressing;
mod attempt;
mod call;
mod error;
mod files;
mod piece;
mod pieces;
mod post;
mod reach;
mod recover;
mod settle;
mod tell;
mod wait;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use super::Never;
use super::guild::Reach;
use super::surface::Surface;
use crate::db::{DbError, Engine};
use crate::domain::kernel::outbox::{self, Claimed, Lane, Room};
use crate::trace;
use addressing::Left;
use attempt::{Attempt, Outcome};
use error::{TellError, UNREADABLE};

/// How many queues are told at once. With answers after some 150 ms this is twice what Discord's limit of 50 requests a
/// second allows.
const TELLING_MAX: usize = 16;
/// How many of these may be announcements and the like, so that a channel full of them does not delay orders.
const LATER_MAX: usize = 4;
/// How many of these may be of one lane, so that a slow or limited channel delays only itself.
const LANE_MAX: usize = 2;
/// How long a claim lasts unless it is renewed, in milliseconds. After that, another courier takes over the queues of
/// one that died.
const CLAIM_MS: i64 = 15_000;
/// How often a claim is renewed while its queue is being told: often enough that a slow database does not let it
/// expire.
const RENEW_EVERY: Duration = Duration::from_secs(4);
/// The time limit for telling one thing at one place.
const TELL_MAX: Duration = Duration::from_secs(60);
/// The longest pause of the courier. Another process may have written a notice without waking it.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// The shortest pause, used while lanes are due but no task is free for them.
const LOOK_AT_MOST: Duration = Duration::from_millis(250);

/// Tells notices until `stop` is cancelled, and then until none is due.
pub(super) async fn run(surface: Arc<Surface>, stop: CancellationToken) {
    let mut crew = Crew::default();
    let mut kept = surface.desk.db.kept();
    if let Err(fault) = begin(&surface).await {
        tracing::error!(error = %fault, "cannot release the claims of an earlier courier; they run out");
    }
    loop {
        let found = match look(&surface, &crew).await {
            Ok(found) => found,
            Err(fault) => {
                tracing::error!(error = %fault, "the courier cannot read the outbox");
                Found::nothing_before(LOOK_EVERY)
            }
        };
        if found.claimed.is_empty() && found.left == Left::None {
            if stop.is_cancelled() && crew.is_idle() {
                return;
            }
            tokio::select! {
                () = kept.next() => {}
                () = surface.looks.notified() => {}
                () = crew.one_is_done(), if !crew.is_idle() => {}
                () = tokio::time::sleep(found.pause) => {}
                () = stop.cancelled(), if !stop.is_cancelled() => {}
            }
        }
        for claimed in found.claimed {
            crew.send_out(&surface, claimed);
        }
        crew.collect();
        if crew.telling.len() == TELLING_MAX {
            crew.one_is_done().await;
        }
    }
}

/// The queues that are being told now.
#[derive(Default)]
struct Crew {
    telling: JoinSet<Lane>,
    in_flight: HashMap<Lane, usize>,
    /// The lane of each task; a task that panics reports only its id.
    lanes: HashMap<tokio::task::Id, Lane>,
}

impl Crew {
    fn is_idle(&self) -> bool {
        self.telling.is_empty()
    }

    fn room(&self) -> Room {
        Room {
            queues_max: TELLING_MAX - self.telling.len(),
            later_max: LATER_MAX,
            lane_max: LANE_MAX,
            in_flight: self.in_flight.clone(),
        }
    }

    fn send_out(&mut self, surface: &Arc<Surface>, claimed: Claimed) {
        let lane = claimed.claim.lane;
        let surface = surface.clone();
        let task = self.telling.spawn(async move {
            tell(&surface, claimed).await;
            lane
        });
        self.lanes.insert(task.id(), lane);
        *self.in_flight.entry(lane).or_default() += 1;
    }

    async fn one_is_done(&mut self) {
        let done = self.telling.join_next_with_id().await;
        self.note(done);
    }

    fn collect(&mut self) {
        while let Some(done) = self.telling.try_join_next_with_id() {
            self.note(Some(done));
        }
    }

    fn note(&mut self, done: Option<Result<(tokio::task::Id, Lane), tokio::task::JoinError>>) {
        let task = match done {
            Some(Ok((task, _))) => task,
            Some(Err(error)) => {
                tracing::error!(%error, "a telling panicked; it is told again when its claim runs out");
                error.id()
            }
            None => return,
        };
        let Some(lane) = self.lanes.remove(&task) else { return };
        if let Some(count) = self.in_flight.get_mut(&lane) {
            *count -= 1;
            if *count == 0 {
                self.in_flight.remove(&lane);
            }
        }
    }
}

/// What there is to do now; if nothing, how long to wait.
struct Found {
    claimed: Vec<Claimed>,
    left: Left,
    pause: Duration,
}

impl Found {
    fn nothing_before(pause: Duration) -> Self {
        Self {
            claimed: Vec::new(),
            left: Left::None,
            pause: pause.clamp(LOOK_AT_MOST, LOOK_EVERY),
        }
    }
}

/// On SQLite there is only this courier, so all claims are left over from one that died, and are released. Notices that
/// an older cambista could not read are owed again if this one can read them.
async fn begin(surface: &Surface) -> Result<(), DbError> {
    let desk = &surface.desk;
    let mut tx = desk.db.begin().await?;
    if desk.db.engine() == Engine::Sqlite {
        outbox::release_claims(&mut tx, desk.clock.now()).await?;
    }
    let readable = outbox::owe_readable_again(&mut tx, UNREADABLE).await?;
    tx.commit().await?;
    if 0 < readable {
        tracing::info!(
            notices = readable,
            "notices that an older cambista could not read are told now"
        );
    }
    Ok(())
}

async fn look(surface: &Surface, crew: &Crew) -> Result<Found, DbError> {
    let left = addressing::address_some(surface).await?;
    if surface.home.reach() == Reach::Removed && left == Left::None {
        // Nobody can be told anything until the bot is invited again.
        return Ok(Found::nothing_before(LOOK_EVERY));
    }
    let desk = &surface.desk;
    let now = desk.clock.now();
    if let Some(wait_ms) = surface.rests_for_ms(now) {
        return Ok(Found::nothing_before(Duration::from_millis(wait_ms)));
    }
    let claimed = outbox::claim(&desk.db, now, now.plus_ms(CLAIM_MS), &crew.room()).await?;
    if !claimed.is_empty() || left == Left::Some {
        let pause = LOOK_AT_MOST;
        return Ok(Found { claimed, left, pause });
    }
    let due = outbox::next_due(&mut desk.db.reader().await?).await?;
    let wait_ms = due.map(|due| u64::try_from(due.ms_since(now)).unwrap_or(0));
    Ok(Found::nothing_before(wait_ms.map_or(LOOK_EVERY, Duration::from_millis)))
}

/// Tells the first telling of a queue as part of the trace that owes it.
async fn tell(surface: &Surface, claimed: Claimed) {
    let trace = claimed.tellings.first().and_then(|first| first.trace);
    match trace {
        Some(trace) => {
            let span = tracing::info_span!("notice", trace.id = %trace);
            trace::within(trace, tell_claimed(surface, claimed).instrument(span)).await;
        }
        None => tell_claimed(surface, claimed).await,
    }
}

async fn tell_claimed(surface: &Surface, claimed: Claimed) {
    let attempt = tokio::select! {
        attempt = tell::tell(surface, &claimed) => attempt,
        () = tokio::time::sleep(TELL_MAX) => claimed.tellings.first().map(|first| Attempt {
            outcome: Outcome::Failed(TellError::Unreachable("it took too long".to_owned())),
            tellings: vec![first.id],
        }),
        never = keep_claim(surface, &claimed) => match never {},
    };
    if let Err(fault) = settle::settle(surface, &claimed, attempt).await {
        // The claim runs out and it is told again. What was sent is recorded, so that it is not sent twice.
        let (lane, subject) = (claimed.claim.lane.code(), &claimed.claim.subject);
        tracing::error!(lane, subject, error = %fault, "cannot record the result of a telling");
    }
}

/// Renews the claim until this future is dropped.
async fn keep_claim(surface: &Surface, claimed: &Claimed) -> Never {
    loop {
        tokio::time::sleep(RENEW_EVERY).await;
        let renewed = async {
            let until = surface.desk.clock.now().plus_ms(CLAIM_MS);
            let mut tx = surface.desk.db.begin().await?;
            outbox::renew_claim(&mut tx, &claimed.claim, until).await?;
            tx.commit().await
        };
        if let Err(fault) = renewed.await {
            let fault: DbError = fault;
            tracing::warn!(subject = claimed.claim.subject, error = %fault, "cannot renew a claim");
        }
    }
}
