//! When the desk was down, as it is written down.

use cambista::clock::{Clock, HandClock, Moment};
use cambista::db::{Db, DbError, retrying};
use cambista::domain::uptime::{self, Outage};

use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::desk::NOON;

async fn resume(db: &Db, clock: &Clock) -> Option<Outage> {
    let resumed: Result<_, DbError> = retrying(|| uptime::resume(db, clock)).await;
    resumed.expect("it is written down")
}

async fn worked_ms(db: &Db, from: Moment, to: Moment) -> i64 {
    let mut reader = db.reader().await.expect("a reader");
    uptime::worked_ms_between(&mut reader, from, to).await.expect("a time")
}

on_both_engines! {
    async fn of_processes_that_start_together_one_writes_the_outage(test_db: TestDb) {
        let db = test_db.open().await;
        let hand = HandClock::starting_at(NOON);
        let clock = Clock::Hand(hand.clone());
        assert_eq!(resume(&db, &clock).await, None, "nobody was there before the first");
        hand.advance_ms(600_000);
        let (one, two, three) = tokio::join!(resume(&db, &clock), resume(&db, &clock), resume(&db, &clock));
        let written: Vec<Outage> = [one, two, three].into_iter().flatten().collect();
        let outage = Outage { from: NOON, to: NOON.plus_ms(600_000) };
        assert_eq!(written, [outage]);
        assert_eq!(resume(&db, &clock).await, None);

        hand.advance_ms(25_000);
        assert_eq!(resume(&db, &clock).await, None, "a quick restart is no outage");
        hand.advance_ms(25_000);
        uptime::beat(&db, &clock).await.expect("a beat");
        // Another process with a clock that is behind takes nothing back.
        uptime::beat(&db, &Clock::Hand(HandClock::starting_at(NOON))).await.expect("a beat");
        hand.advance_ms(25_000);
        assert_eq!(resume(&db, &clock).await, None);
        assert_eq!(worked_ms(&db, NOON.plus_ms(-5_000), clock.now()).await, 5_000 + 75_000);
        assert_eq!(worked_ms(&db, NOON.plus_ms(100_000), NOON.plus_ms(200_000)).await, 0);
        assert_eq!(worked_ms(&db, clock.now(), NOON).await, 0);
    }
}
