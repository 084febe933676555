//! Whether this process answers in Discord. Every process of the desk hears every message; the one that has the voice
//! (`db/voice.rs`) deals with it, the others drop it.
//!
//! Only what was done leaves a receipt, a refusal leaves none. So a process never carries out what was typed or pressed
//! before it got the voice: the one before it may have refused that. It looks such messages up (`away.rs`), and
//! tells the authors of those that were neither answered nor carried out to type them again.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use poise::serenity_prelude as serenity;
use serenity::{FullEvent, Timestamp};
use tokio::sync::Notify;

use crate::db::{Db, DbError, Engine, Grip};

/// How often the voice is asked for, or proved.
const ASK_EVERY: Duration = Duration::from_secs(1);
/// For how long a proof counts: a process whose last one is older asks again before it answers anybody. It is shorter than
/// [`SETTLES_IN`], so that of two processes never both answer the same message, however busy the machine is.
const PROOF_MAX: Duration = Duration::from_secs(4);
/// How long a process that got the voice is silent while there are others: within this time the one that lost it has
/// noticed, or its last proof is too old.
const SETTLES_IN: Duration = Duration::from_secs(6);

/// The voice of this process, for its handlers. Clones share it.
#[derive(Clone)]
pub(super) struct Voice {
    shared: Arc<Shared>,
}

struct Shared {
    db: Db,
    state: Mutex<State>,
    /// Held while the database is asked, so that an older answer never replaces a newer one.
    asking: tokio::sync::Mutex<()>,
    /// Somebody must look for what was typed and not dealt with.
    look_back: Notify,
}

struct State {
    stand: Stand,
    grip: Grip,
    proved: Proof,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// Deals with what was typed or pressed after this moment, in milliseconds since 1970.
    Speaks {
        since_ms: i64,
    },
    /// Has had the voice since then, and still waits until the process before it has noticed that.
    Settles(Instant),
    Silent,
}

/// A moment by two clocks: neither the suspension of this machine nor a clock that was set back makes it look recent.
#[derive(Clone, Copy)]
struct Proof {
    at: Instant,
    by_calendar: SystemTime,
}

impl Proof {
    fn now() -> Proof {
        Proof {
            at: Instant::now(),
            by_calendar: SystemTime::now(),
        }
    }

    fn is_recent(self) -> bool {
        let by_calendar = self.by_calendar.elapsed();
        self.at.elapsed() < PROOF_MAX && by_calendar.is_ok_and(|passed| passed < PROOF_MAX)
    }
}

/// What an answer of the database makes of a stand. `None`: it stays.
fn stand_after(stand: Stand, before: Grip, found: Result<Grip, &DbError>, now: Instant) -> Option<Stand> {
    let Ok(found) = found else {
        // Alone it goes on: nothing can be saved, and somebody has to say so.
        return before.others.then_some(Stand::Silent);
    };
    let Some(times) = found.held else {
        return Some(Stand::Silent);
    };
    let was_lost = before.held != Some(times);
    match stand {
        Stand::Settles(since) if !was_lost => {
            let since_ms = Timestamp::now().timestamp_millis();
            (SETTLES_IN <= now.duration_since(since)).then_some(Stand::Speaks { since_ms })
        }
        Stand::Speaks { .. } if !was_lost => None,
        // The connection broke, but there was nobody else to take the voice.
        Stand::Speaks { .. } if !before.others && !found.others => None,
        Stand::Speaks { .. } | Stand::Settles(_) | Stand::Silent => Some(Stand::Settles(now)),
    }
}

impl Voice {
    /// Asks for the voice for the first time. A process that is alone has it from the beginning: what reaches it was typed
    /// after it connected to Discord.
    ///
    /// # Errors
    /// A fault of the database.
    pub(super) async fn open(db: Db) -> Result<Voice, DbError> {
        let grip = db.hold_voice().await?;
        let stand = match grip {
            Grip {
                held: Some(_),
                others: false,
            } => Stand::Speaks { since_ms: 0 },
            Grip {
                held: Some(_),
                others: true,
            } => Stand::Settles(Instant::now()),
            Grip { held: None, .. } => Stand::Silent,
        };
        tracing::info!(?stand, "asked for the voice in Discord");
        Ok(Voice {
            shared: Arc::new(Shared {
                db,
                state: Mutex::new(State {
                    stand,
                    grip,
                    proved: Proof::now(),
                }),
                asking: tokio::sync::Mutex::default(),
                look_back: Notify::new(),
            }),
        })
    }

    /// Whether this process deals with an event of this time. If it does not because the event is older than its voice, it
    /// looks back.
    pub(super) async fn deals_with(&self, typed: Timestamp) -> bool {
        if self.shared.db.engine() == Engine::Sqlite {
            return true;
        }
        if !self.state().proved.is_recent() {
            self.ask().await;
        }
        let stand = self.state().stand;
        match stand {
            Stand::Speaks { since_ms } if since_ms <= typed.timestamp_millis() => true,
            Stand::Speaks { .. } => {
                self.shared.look_back.notify_one();
                false
            }
            Stand::Settles(_) | Stand::Silent => false,
        }
    }

    /// Asks the database once.
    async fn ask(&self) {
        let _asking = self.shared.asking.lock().await;
        let found = self.shared.db.hold_voice().await;
        let mut state = self.state();
        let before = state.stand;
        if let Some(stand) = stand_after(before, state.grip, found.as_ref().copied(), Instant::now()) {
            state.stand = stand;
        }
        if let Ok(grip) = found {
            state.grip = grip;
        }
        state.proved = Proof::now();
        match (before, state.stand) {
            (Stand::Settles(_) | Stand::Silent, Stand::Speaks { .. }) => {
                tracing::info!("this process answers in Discord from now on");
                self.shared.look_back.notify_one();
            }
            (Stand::Speaks { .. }, Stand::Settles(_) | Stand::Silent) => {
                tracing::warn!("this process does not answer in Discord any more");
            }
            _ => {}
        }
    }

    /// Asks for the voice, or proves it, for as long as the bot runs.
    pub(super) async fn keep_forever(&self) {
        loop {
            let was_there = self.state().stand != Stand::Silent;
            self.ask().await;
            // A broken connection is made again at once.
            if !(was_there && self.state().stand == Stand::Silent) {
                tokio::time::sleep(ASK_EVERY).await;
            }
        }
    }

    /// Waits until somebody must look for what nobody has dealt with: the voice was got, or something older than it
    /// arrived.
    pub(super) async fn must_look_back(&self) {
        self.shared.look_back.notified().await;
    }

    /// Whether this process answers in Discord now.
    pub(super) fn speaks(&self) -> bool {
        matches!(self.state().stand, Stand::Speaks { .. })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// When somebody typed, edited or pressed this; `None` for what nobody did to the desk.
pub(super) fn time_of(event: &FullEvent) -> Option<Timestamp> {
    match event {
        FullEvent::Message { new_message } => Some(new_message.id.created_at()),
        FullEvent::MessageUpdate { event, .. } => event.edited_timestamp,
        FullEvent::InteractionCreate { interaction } => Some(interaction.id().created_at()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::{SETTLES_IN, Stand, stand_after};
    use crate::db::{DbError, Grip};

    fn grip(held: Option<u64>, others: bool) -> Grip {
        Grip { held, others }
    }

    #[test]
    fn who_is_alone_keeps_the_voice_through_a_broken_connection() {
        let (now, speaks) = (Instant::now(), Stand::Speaks { since_ms: 1 });
        assert_eq!(
            stand_after(speaks, grip(Some(1), false), Err(&DbError::Closed), now),
            None
        );
        assert_eq!(
            stand_after(speaks, grip(Some(1), false), Ok(grip(Some(2), false)), now),
            None
        );
        assert_eq!(
            stand_after(speaks, grip(Some(1), true), Ok(grip(Some(1), true)), now),
            None
        );
    }

    #[test]
    fn beside_others_the_voice_is_lost_with_its_connection_and_got_anew_after_a_while() {
        let (now, speaks) = (Instant::now(), Stand::Speaks { since_ms: 1 });
        let after = |stand, found| stand_after(stand, grip(Some(1), true), found, now);
        assert_eq!(after(speaks, Err(&DbError::Closed)), Some(Stand::Silent));
        assert_eq!(after(speaks, Ok(grip(None, true))), Some(Stand::Silent));
        assert_eq!(after(speaks, Ok(grip(Some(2), true))), Some(Stand::Settles(now)));
        assert_eq!(after(Stand::Silent, Ok(grip(Some(2), true))), Some(Stand::Settles(now)));
        assert_eq!(after(Stand::Settles(now), Ok(grip(Some(1), true))), None);
        let later = now + SETTLES_IN;
        let settled = stand_after(Stand::Settles(now), grip(Some(1), true), Ok(grip(Some(1), true)), later);
        assert!(matches!(settled, Some(Stand::Speaks { .. })), "{settled:?}");
        // Somebody came while it was alone.
        let joined = stand_after(speaks, grip(Some(1), false), Ok(grip(Some(2), true)), now);
        assert_eq!(joined, Some(Stand::Settles(now)));
    }
}
