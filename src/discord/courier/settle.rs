//! What follows from an attempt: what is recorded, when the rest is due, and who is told.

use std::time::Duration;

use super::attempt::{Attempt, Done, Outcome};
use super::error::{TellError, UNREADABLE};
use super::wait;
use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::discord::surface::Surface;
use crate::domain::kernel::outbox::{
    self, About, Claim, Claimed, Closing, Ending, Lane, LaneChange, LaneNext, Mode, Notice, QueueNext, Settled,
};
use crate::ids::TellingId;

/// Records the result for a claimed queue and releases the claim. `None`: nothing was owed.
///
/// # Errors
/// A fault: the claim runs out and the first telling is told again. What was sent is recorded, so it is not sent twice.
pub(super) async fn settle(surface: &Surface, claimed: &Claimed, attempt: Option<Attempt>) -> Result<(), DbError> {
    let now = surface.desk.clock.now();
    let claim = &claimed.claim;
    let settled = match &attempt {
        Some(attempt) => settled(surface, claim, attempt, now),
        None => nothing(),
    };
    let in_words = matches!(
        &attempt,
        Some(Attempt {
            outcome: Outcome::InWords { .. },
            ..
        })
    );
    let mut tx = surface.desk.db.begin().await?;
    let changed = outbox::settle(&mut tx, claim, &settled, now).await?;
    if let Some(changed) = changed {
        tell_change(&mut tx, claim.lane, changed, now).await?;
    }
    for (telling, ending) in &settled.tellings {
        if let (Ending::SetAside(why), Some(found)) = (ending, claimed.tellings.iter().find(|one| one.id == *telling)) {
            tracing::error!(
                notice.id = found.notice_id.get(),
                place = found.place,
                why,
                "a telling is set aside"
            );
            // A failure of this alarm itself is not reported, because that would never end.
            if !matches!(found.notice, Some(Notice::SetAside { .. })) {
                let notice = Notice::SetAside {
                    notice: found.notice_id,
                    place: Some(found.place.clone()),
                    lane: Some(claim.lane),
                    about: found.notice.as_ref().map(Notice::about).unwrap_or_default(),
                    in_words,
                };
                outbox::enqueue(&mut tx, "alarm:set_aside", &notice, now).await?;
            }
        }
    }
    tx.commit().await
}

/// Owes the alerts channel, and the channel's reseller, the news that a lane closed or opened. Not for direct messages,
/// which are each person's own affair.
async fn tell_change(tx: &mut Tx, lane: Lane, changed: LaneChange, now: Moment) -> Result<(), DbError> {
    let code = lane.code();
    let notice = match changed {
        LaneChange::Closed(why) => {
            tracing::warn!(
                lane = code,
                why = why.code(),
                "a lane is closed; its tellings go another way"
            );
            Notice::LaneClosed { lane, why }
        }
        LaneChange::Opened => {
            tracing::info!(lane = code, "a lane is open again");
            Notice::LaneOpened { lane }
        }
    };
    if lane.is_direct() {
        return Ok(());
    }
    outbox::enqueue(tx, &format!("lane:{code}"), &notice, now).await
}

fn nothing() -> Settled {
    Settled {
        tellings: Vec::new(),
        queue: QueueNext::Now,
        lane: LaneNext::Untried,
        error: None,
    }
}

fn settled(surface: &Surface, claim: &Claim, attempt: &Attempt, now: Moment) -> Settled {
    let times = Times { surface, claim, now };
    let all = |ending: Ending| ended(&attempt.tellings, &ending);
    // Only the first telling: the later ones that it overwrites may look different and be accepted.
    let first = |why: &String| {
        ended(
            attempt.tellings.get(..1).unwrap_or_default(),
            &Ending::SetAside(why.clone()),
        )
    };
    match &attempt.outcome {
        Outcome::There(done) => Settled {
            tellings: all(Ending::Told),
            lane: times.after(*done),
            ..nothing()
        },
        Outcome::Enough => only(all(Ending::Told)),
        Outcome::Untrue => only(all(Ending::Untrue)),
        Outcome::Detoured { closed, why, owed } => Settled {
            tellings: all(if *owed { Ending::Detoured } else { Ending::Told }),
            queue: QueueNext::Now,
            lane: times.closed(*why),
            error: closed.clone(),
        },
        Outcome::StillClosed(why, words) => Settled {
            lane: times.closed(Some(*why)),
            error: Some(words.clone()),
            ..nothing()
        },
        Outcome::NoWay { why, words } => {
            log_failure(claim, words);
            Settled {
                queue: QueueNext::At(wait::closed(&surface.config.outbox, now, claim.lane, claim.failures)),
                lane: times.closed(*why),
                error: Some(words.clone()),
                ..nothing()
            }
        }
        Outcome::Failed(TellError::Never(why)) => only(first(why)),
        Outcome::InWords { done, why } => Settled {
            tellings: first(why),
            lane: times.after(*done),
            ..nothing()
        },
        Outcome::Failed(error) => {
            log_failure(claim, &error.to_string());
            let (queue, lane) = times.failed(error);
            Settled {
                queue,
                lane,
                error: Some(error.to_string()),
                ..nothing()
            }
        }
        Outcome::FailedElsewhere { why, error } => {
            log_failure(claim, &error.to_string());
            Settled {
                queue: QueueNext::At(times.elsewhere(error)),
                lane: times.closed(*why),
                error: Some(error.to_string()),
                ..nothing()
            }
        }
    }
}

/// These tellings ended, and nothing was learnt about the lane.
fn only(tellings: Vec<(TellingId, Ending)>) -> Settled {
    Settled { tellings, ..nothing() }
}

fn ended(tellings: &[TellingId], ending: &Ending) -> Vec<(TellingId, Ending)> {
    tellings.iter().map(|telling| (*telling, ending.clone())).collect()
}

fn log_failure(claim: &Claim, error: &str) {
    let (lane, subject, failures) = (claim.lane.code(), &claim.subject, claim.failures + 1);
    tracing::warn!(
        lane,
        subject,
        failures,
        error,
        "a telling failed and waits for the next attempt"
    );
}

/// Computes when something is due.
struct Times<'a> {
    surface: &'a Surface,
    claim: &'a Claim,
    now: Moment,
}

impl Times<'_> {
    fn after(&self, done: Done) -> LaneNext {
        let held_until = done.rest.map(|rest| self.later(rest));
        match done.sent {
            true => LaneNext::Works { held_until },
            false => LaneNext::Reached { held_until },
        }
    }

    fn closed(&self, why: Option<Closing>) -> LaneNext {
        let config = &self.surface.config.outbox;
        match why {
            Some(why) => {
                let probe_at = wait::closed(config, self.now, self.claim.lane, self.claim.probes);
                LaneNext::Closed(why, probe_at)
            }
            // A closed lane is not tried only to find out whether it is open.
            None => LaneNext::Untried,
        }
    }

    fn failed(&self, error: &TellError) -> (QueueNext, LaneNext) {
        let config = &self.surface.config.outbox;
        let again = wait::unreachable(config, self.now, self.claim.failures);
        match error {
            TellError::Limited { retry_after, global } => {
                let until = self.later(*retry_after);
                if *global {
                    self.surface.rest_until(until);
                }
                (QueueNext::Now, LaneNext::Held(until))
            }
            TellError::Unreachable(_) => {
                let lane = wait::unreachable(config, self.now, self.claim.lane_failures);
                (QueueNext::At(again), LaneNext::Failed(lane))
            }
            // Our own fault says nothing about the lane. A closed lane waits as long as the queue.
            _ if self.claim.mode == Mode::Probe => (QueueNext::At(again), LaneNext::Held(again)),
            _ => (QueueNext::At(again), LaneNext::Untried),
        }
    }

    /// When to try a queue again that failed on another way.
    fn elsewhere(&self, error: &TellError) -> Moment {
        match error {
            TellError::Limited { retry_after, global } => {
                let until = self.later(*retry_after);
                if *global {
                    self.surface.rest_until(until);
                }
                until
            }
            _ => wait::unreachable(&self.surface.config.outbox, self.now, self.claim.failures),
        }
    }

    fn later(&self, wait: Duration) -> Moment {
        // One millisecond more, to be sure that Discord's limit has ended.
        let wait_ms = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX).saturating_add(1);
        self.now.plus_ms(wait_ms)
    }
}

/// Sets aside a notice that this cambista cannot read, and owes an alarm about it.
pub(super) async fn set_unreadable_aside(surface: &Surface, notice: crate::ids::NoticeId) -> Result<(), DbError> {
    let now = surface.desk.clock.now();
    let mut tx = surface.desk.db.begin().await?;
    if outbox::set_notice_aside(&mut tx, notice, UNREADABLE, now).await? {
        tracing::error!(notice.id = notice.get(), "a notice of a newer cambista is set aside");
        let told = Notice::SetAside {
            notice,
            place: None,
            lane: None,
            about: About::default(),
            in_words: false,
        };
        outbox::enqueue(&mut tx, "alarm:set_aside", &told, now).await?;
    }
    tx.commit().await
}
