//! Whether an event is still alive. Time in which the desk was down does not count against a game.

use super::{EVENT_LIVES_MS, Event, EventError, EventState, store};
use crate::clock::Moment;
use crate::db::{DbError, Lockable, Source, Tx};
use crate::domain::games::apps::keys::Caller;
use crate::domain::kernel::uptime::{self, Outage, worked_ms};
use crate::ids::AppEventId;

/// An open event, as found by a unit that wants to change it.
pub(super) enum Standing {
    Alive(Event),
    /// Its time is over and nobody has ended it yet.
    Overdue(Event),
}

/// Locks an open event of the caller until the unit ends, and says whether it is still alive.
pub(super) async fn find_standing(
    tx: &mut Tx,
    caller: &Caller,
    id: AppEventId,
    now: Moment,
) -> Result<Standing, EventError> {
    tx.lock(Lockable::AppEvents, id.get()).await?;
    let event = store::find_event(tx, id).await?.ok_or(EventError::UnknownEvent(id))?;
    if event.app != caller.app {
        return Err(EventError::OtherApp(id));
    }
    if event.state != EventState::Open {
        return Err(ended(&event, event.state));
    }
    if is_over(tx, &event, now).await? {
        Ok(Standing::Overdue(event))
    } else {
        Ok(Standing::Alive(event))
    }
}

/// Whether the time of an open event is over now.
pub(super) async fn is_over(tx: &mut Tx, event: &Event, now: Moment) -> Result<bool, DbError> {
    // Worked time is never longer than elapsed time: when the plain clock says that it is not over, outages need not be
    // read.
    if !is_overdue(event, now, &[]) {
        return Ok(false);
    }
    let outages = uptime::list_outages(tx, event.pinged_at, now).await?;
    Ok(is_overdue(event, now, &outages))
}

pub(super) fn ended(event: &Event, state: EventState) -> EventError {
    EventError::Ended { event: event.id, state }
}

/// Whether more than its time has been worked since the last ping; exactly its time is not over yet.
pub(super) fn is_overdue(event: &Event, now: Moment, outages: &[Outage]) -> bool {
    EVENT_LIVES_MS < worked_ms(event.pinged_at, now, outages)
}

/// The last moment at which an event pinged at `pinged_at` is still alive, with the outages known now.
pub fn alive_until(pinged_at: Moment, now: Moment, outages: &[Outage]) -> Moment {
    let passed_ms = now.ms_since(pinged_at).max(0);
    let down_ms = passed_ms - worked_ms(pinged_at, now, outages);
    pinged_at.plus_ms(EVENT_LIVES_MS).plus_ms(down_ms)
}

/// [`alive_until`] of an open event.
pub async fn worked_deadline(source: &mut impl Source, event: &Event, now: Moment) -> Result<Moment, DbError> {
    let outages = uptime::list_outages(source, event.pinged_at, now).await?;
    Ok(alive_until(event.pinged_at, now, &outages))
}

#[cfg(test)]
mod tests {
    use super::{alive_until, is_overdue};
    use crate::clock::Moment;
    use crate::domain::games::apps::events::{Event, EventState};
    use crate::domain::kernel::uptime::Outage;
    use crate::ids::{AppEventId, AppId};

    fn at(seconds: i64) -> Moment {
        Moment::from_ms(seconds * 1_000)
    }

    fn pinged(seconds: i64) -> Event {
        Event {
            id: AppEventId::new(1),
            app: AppId::new(1),
            state: EventState::Open,
            created_at: at(0),
            pinged_at: at(seconds),
            ended_at: None,
            transactions: 0,
            journal: None,
        }
    }

    #[test]
    fn an_event_ends_strictly_after_its_minute() {
        assert!(!is_overdue(&pinged(100), at(160), &[]));
        assert!(is_overdue(&pinged(100), at(160).plus_ms(1), &[]));
        assert_eq!(alive_until(at(100), at(130), &[]), at(160));
    }

    #[test]
    fn an_outage_of_the_desk_is_not_counted() {
        let down = [Outage {
            from: at(130),
            to: at(730),
        }];
        assert!(!is_overdue(&pinged(100), at(760), &down));
        assert!(is_overdue(&pinged(100), at(760).plus_ms(1), &down));
        assert_eq!(alive_until(at(100), at(740), &down), at(760));
    }
}
