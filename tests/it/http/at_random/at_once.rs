//! Concurrent calls for one event, and calls that are cut off by the end of the process.

use cambista::db::{MayBeFault, retrying};
use cambista::domain::games::apps::events::{self, EventError, EventState};
use cambista::domain::kernel::uptime;
use cambista::ids::AppEventId;
use rand::Rng;

use super::Play;
use crate::support::database::TestDb;
use crate::support::desk::fresh_request;
use crate::support::turns::after;

/// How long a process may write no heartbeat without an outage, in milliseconds.
const SILENT_MS: i64 = 30_000;

impl Play {
    fn turns<const N: usize>(&mut self) -> [u32; N] {
        std::array::from_fn(|_| self.random.random_range(0..300))
    }

    /// Runs every kind of call on one event at once; its time may run out meanwhile.
    pub(super) async fn at_once(&mut self) {
        let Some((event, app)) = self.some_event() else { return };
        let (typed, turns) = (self.movement(event), self.turns::<6>());
        let ms = self.random.random_range(0..=SILENT_MS);
        let [moving, closing, again, pinging] = std::array::from_fn(|_| fresh_request());
        let (desk, caller, hand) = (&self.desk, &self.apps[app], &self.hand);
        let (moved, one, two, pinged, swept, ()) = tokio::join!(
            after(turns[0], retrying(|| events::transact(desk, caller, &moving, &typed))),
            after(
                turns[1],
                retrying(|| events::close_event(desk, caller, &closing, event))
            ),
            after(turns[2], retrying(|| events::close_event(desk, caller, &again, event))),
            after(turns[3], retrying(|| events::ping_event(desk, caller, &pinging, event))),
            after(turns[4], retrying(|| events::expire_due(desk))),
            after(turns[5], async { hand.advance_ms(ms) }),
        );
        swept.expect("a sweep");
        // An accepted call came before the end, whatever ended the event.
        let told = self.events.get_mut(&event).expect("known");
        if moved.is_ok() {
            told.lives();
            told.moved(&typed);
        }
        if one.is_ok() || two.is_ok() || pinged.is_ok() {
            told.lives();
        }
        self.worked(ms);
        if let Ok(pinged) = &pinged {
            self.pinged(event, pinged.alive_until.ms());
        }
        let told = self.events.get_mut(&event).expect("known");
        if one.is_ok() || two.is_ok() {
            assert!(one.is_err() || two.is_err(), "an event is closed once");
            told.ended = Some(EventState::Closed);
        }
        let refused = [moved.err(), one.err(), two.err(), pinged.err()];
        for error in refused.into_iter().flatten() {
            if !matches!(error, EventError::InsufficientFunds { .. }) {
                self.ended(event, error);
            }
        }
        assert!(
            self.events[&event].ended.is_some(),
            "{event} was closed twice and is open"
        );
        retrying(|| uptime::beat(&self.desk.db, &self.desk.clock))
            .await
            .expect("a beat");
        self.sweep().await;
    }

    /// It was pinged a minute before `alive_until_ms`, and the desk was up since then.
    fn pinged(&mut self, event: AppEventId, alive_until_ms: i64) {
        let worked_ms = self.desk.clock.now().ms() - (alive_until_ms - 60_000);
        self.events.get_mut(&event).expect("known").worked_ms = worked_ms;
    }

    /// Ends the process in the middle of calls. Each was committed as a whole or not at all, and a repeated call gets
    /// the same outcome.
    pub(super) async fn restart_amid_calls(&mut self, test_db: &TestDb) {
        let Some((event, app)) = self.some_event() else { return };
        let (typed, turns) = (self.movement(event), self.turns::<3>());
        let (moving, pinging) = (fresh_request(), fresh_request());
        let (desk, caller) = (&self.desk, &self.apps[app]);
        let (moved, pinged, ()) = tokio::join!(
            after(turns[0], retrying(|| events::transact(desk, caller, &moving, &typed))),
            after(turns[1], retrying(|| events::ping_event(desk, caller, &pinging, event))),
            after(turns[2], desk.db.close()),
        );
        self.reopen(test_db).await;
        let (desk, caller) = (&self.desk, &self.apps[app]);
        let moved_again = retrying(|| events::transact(desk, caller, &moving, &typed)).await;
        let pinged_again = retrying(|| events::ping_event(desk, caller, &pinging, event)).await;
        is_the_same(moved, &moved_again);
        is_the_same(pinged, &pinged_again);
        self.told_moved(&typed, moved_again);
        match pinged_again {
            Ok(_) => {
                let told = self.events.get_mut(&event).expect("known");
                told.lives();
                told.worked_ms = 0;
            }
            Err(error) => self.ended(event, error),
        }
    }
}

/// The answer before the end must be the answer after it. A fault did not tell any outcome.
fn is_the_same<T: PartialEq + std::fmt::Debug>(before: Result<T, EventError>, after: &Result<T, EventError>) {
    match (before, after) {
        (Ok(before), Ok(after)) => assert_eq!(&before, after),
        (Err(error), _) if error.fault().is_some() => {}
        (Err(before), Err(after)) => assert_eq!(before.to_string(), after.to_string()),
        (before, after) => panic!("{before:?}, and then {after:?}"),
    }
}
