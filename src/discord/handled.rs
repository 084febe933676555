//! Records which events were handled, so that an event that arrives twice is handled once and others can wait for its
//! end.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many events are remembered. The gateway repeats at most the events of the last minutes.
const EVENTS_KEPT: usize = 10_000;

/// The messages and interactions that arrived lately. Clones share the record.
#[derive(Clone, Default)]
pub struct Handled {
    record: Arc<Mutex<Record>>,
}

#[derive(Default)]
struct Record {
    /// The value says whether the event was handled completely.
    events: HashMap<EventId, bool>,
    order: VecDeque<EventId>,
}

impl Handled {
    /// Whether the message or interaction with this id was handled completely, including replies.
    pub fn has_handled(&self, id: u64) -> bool {
        self.record().events.get(&EventId::New(id)).copied().unwrap_or(false)
    }

    /// Records that the handling of an event begins; `false` when the event is already known.
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

/// The id of an event. Only the first edit of a message is handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum EventId {
    /// A message or an interaction.
    New(u64),
    /// An edit of this message.
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
