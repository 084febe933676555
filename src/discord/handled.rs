//! Which events are done with: so that one that arrives twice is answered once, and so that somebody may wait for it.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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
    events: HashMap<EventId, bool>,
    order: VecDeque<EventId>,
}

impl Handled {
    /// Whether the message or interaction with this id was handled completely, replies included.
    pub fn has_handled(&self, id: u64) -> bool {
        self.record().events.get(&EventId::New(id)).copied().unwrap_or(false)
    }

    /// Notes that an event begins; `false` when it is known already.
    pub(super) fn begin(&self, id: EventId) -> bool {
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

    pub(super) fn end(&self, id: EventId) {
        if let Some(done) = self.record().events.get_mut(&id) {
            *done = true;
        }
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What an event is known by. Of several edits of one message the first is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum EventId {
    /// A message or an interaction.
    New(u64),
    /// The message.
    Edit(u64),
}

impl EventId {
    pub(super) fn of_what(self) -> u64 {
        let (EventId::New(id) | EventId::Edit(id)) = self;
        id
    }
}

#[cfg(test)]
mod tests {
    use super::{EVENTS_KEPT, EventId, Handled};

    #[test]
    fn an_event_is_handled_when_it_ended_and_begins_only_once() {
        let handled = Handled::default();
        let seven = EventId::New(7);
        assert!(handled.begin(seven));
        assert!(!handled.has_handled(7));
        assert!(!handled.begin(seven));
        handled.end(seven);
        assert!(handled.has_handled(7));
        assert!(!handled.begin(seven));
        assert!(handled.begin(EventId::Edit(7)));
    }

    #[test]
    fn the_oldest_events_are_forgotten() {
        let handled = Handled::default();
        let events = u64::try_from(EVENTS_KEPT).unwrap();
        for id in 0..=events {
            assert!(handled.begin(EventId::New(id)));
        }
        assert!(handled.begin(EventId::New(0)));
        assert!(!handled.begin(EventId::New(events)));
    }
}
