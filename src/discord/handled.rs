//! Which events are done with: so that one that arrives twice is answered once, and so that somebody may wait for it.

use std::collections::{HashMap, VecDeque};
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use futures::FutureExt;
use poise::serenity_prelude as serenity;
use serenity::{Context, FullEvent, Interaction};
use tokio_util::task::TaskTracker;

use super::Data;
use super::guild::Gate;
use super::turns::Turns;

/// How many events are remembered: the gateway repeats at most what it sent in the last minutes.
const EVENTS_KEPT: usize = 10_000;

/// The messages and interactions seen lately. Clones share the record.
#[derive(Clone, Default)]
pub struct Handled {
    record: Arc<Mutex<Record>>,
}

#[derive(Default)]
struct Record {
    /// Whether the event is done with.
    events: HashMap<u64, bool>,
    order: VecDeque<u64>,
}

impl Handled {
    /// Whether the message or interaction with this id was handled completely, replies included.
    pub fn has_handled(&self, id: u64) -> bool {
        self.record().events.get(&id).copied().unwrap_or(false)
    }

    /// Whether it has arrived, handled or not yet.
    pub(super) fn is_known(&self, id: u64) -> bool {
        self.record().events.contains_key(&id)
    }

    /// Notes that an event begins; `false` when it is known already.
    fn begin(&self, id: u64) -> bool {
        let mut record = self.record();
        if record.events.contains_key(&id) {
            return false;
        }
        if EVENTS_KEPT <= record.order.len()
            && let Some(oldest) = record.order.pop_front()
        {
            record.events.remove(&oldest);
        }
        record.events.insert(id, false);
        record.order.push_back(id);
        true
    }

    fn end(&self, id: u64) {
        if let Some(done) = self.record().events.get_mut(&id) {
            *done = true;
        }
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A framework that keeps the record around another one, and lets in only what is the desk's.
pub(super) struct Recording<F> {
    pub(super) inner: F,
    pub(super) handled: Handled,
    pub(super) gate: Gate,
    /// Filled before the gateway is dialled.
    pub(super) slot: Arc<OnceLock<Data>>,
    pub(super) turns: Turns,
    /// Handlers in flight, for an orderly end.
    pub(super) in_flight: TaskTracker,
}

#[serenity::async_trait]
impl<F: serenity::Framework> serenity::Framework for Recording<F> {
    async fn init(&mut self, client: &serenity::Client) {
        self.inner.init(client).await;
    }

    async fn dispatch(&self, context: Context, event: FullEvent) {
        let _in_flight = self.in_flight.token();
        let Some((id, channel)) = identity(&event) else {
            self.pass_on(context, event).await;
            return;
        };
        if !self.handled.begin(id) {
            tracing::debug!(event.id = id, "an event arrived again and is left out");
            return;
        }
        // An interaction waits for its turn where its three seconds are counted, not here.
        let _turn = match channel {
            Some(channel) => Some(self.turns.take(channel).await),
            None => None,
        };
        let dispatched = AssertUnwindSafe(self.pass_on(context, event)).catch_unwind();
        if dispatched.await.is_err() {
            tracing::error!(event.id = id, "a handler panicked");
        }
        self.handled.end(id);
    }
}

impl<F: serenity::Framework> Recording<F> {
    async fn pass_on(&self, context: Context, event: FullEvent) {
        let lets_in = match self.slot.get() {
            Some(surface) => self.gate.lets_in(surface, &event).await,
            None => true,
        };
        if lets_in {
            self.inner.dispatch(context, event).await;
        }
    }
}

/// The id of a message or interaction, and the channel where it has to wait for its turn.
fn identity(event: &FullEvent) -> Option<(u64, Option<u64>)> {
    match event {
        FullEvent::Message { new_message } => {
            let channel = (!new_message.author.bot).then_some(new_message.channel_id.get());
            Some((new_message.id.get(), channel))
        }
        FullEvent::InteractionCreate { interaction } => Some((interaction_id(interaction), None)),
        _ => None,
    }
}

fn interaction_id(interaction: &Interaction) -> u64 {
    interaction.id().get()
}

#[cfg(test)]
mod tests {
    use super::{EVENTS_KEPT, Handled};

    #[test]
    fn an_event_is_handled_when_it_ended_and_begins_only_once() {
        let handled = Handled::default();
        assert!(handled.begin(7));
        assert!(!handled.has_handled(7));
        assert!(!handled.begin(7));
        handled.end(7);
        assert!(handled.has_handled(7));
        assert!(!handled.begin(7));
    }

    #[test]
    fn the_oldest_events_are_forgotten() {
        let handled = Handled::default();
        let events = u64::try_from(EVENTS_KEPT).unwrap();
        for id in 0..=events {
            assert!(handled.begin(id));
        }
        assert!(handled.begin(0));
        assert!(!handled.begin(events));
    }
}
