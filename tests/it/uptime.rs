//! How outages are recorded.

use cambista::clock::{Clock, HandClock, Moment};
use cambista::db::{Db, DbError, Engine, retrying};
use cambista::domain::kernel::uptime::{self, Finding, Outage};

use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::desk::NOON;

async fn resume(db: &Db, clock: &Clock) -> Option<Finding> {
    let resumed: Result<_, DbError> = retrying(|| uptime::resume(db, clock)).await;
    resumed.expect("it is written down")
}

async fn beat(db: &Db, clock: &Clock) -> Option<Finding> {
    let given: Result<_, DbError> = retrying(|| uptime::beat(db, clock)).await;
    given.expect("it is written down")
}

async fn worked_ms(db: &Db, from: Moment, now: Moment) -> i64 {
    let mut reader = db.reader().await.expect("a reader");
    uptime::worked_ms_since(&mut reader, from, now).await.expect("a time")
}

async fn count_outages(db: &Db) -> i64 {
    let mut reader = db.reader().await.expect("a reader");
    let counted: Result<(i64,), _> = sqlx::query_as("select count(*) from outages")
        .fetch_one(cambista::db::Source::conn(&mut reader))
        .await;
    counted.expect("a count").0
}

fn outage(from_ms: i64, to_ms: i64) -> Finding {
    Finding::Outage(Outage {
        from: NOON.plus_ms(from_ms),
        to: NOON.plus_ms(to_ms),
    })
}

/// Starts several processes of one desk at once; on SQLite only one is allowed.
async fn start_together(test_db: &TestDb, clock: &Clock) -> (Vec<Db>, Vec<Finding>) {
    let mut processes = vec![test_db.open().await];
    if test_db.engine() == Engine::Postgres {
        processes.extend([test_db.open().await, test_db.open().await]);
    }
    let written = futures::future::join_all(processes.iter().map(|db| resume(db, clock))).await;
    (processes, written.into_iter().flatten().collect())
}

on_both_engines! {
    async fn of_processes_that_start_together_one_writes_the_outage_however_short_it_was(test_db: TestDb) {
        let hand = HandClock::starting_at(NOON);
        let clock = Clock::Hand(hand.clone());
        let mut now_ms = 0;
        for silent_ms in [0, 600_000, 20_000, 1] {
            hand.advance_ms(silent_ms);
            let (processes, written) = start_together(&test_db, &clock).await;
            // Before the first process there was no heartbeat, so there is no outage to measure.
            let expected = (0 < silent_ms).then(|| outage(now_ms, now_ms + silent_ms));
            assert_eq!(written, Vec::from_iter(expected), "silent for {silent_ms}");
            now_ms += silent_ms;
            for db in processes {
                db.close().await;
            }
        }
        let db = test_db.open().await;
        assert_eq!(worked_ms(&db, NOON.plus_ms(-5_000), clock.now()).await, 5_000);
        assert_eq!(worked_ms(&db, NOON.plus_ms(100_000), NOON.plus_ms(600_000)).await, 0);
        assert_eq!(worked_ms(&db, clock.now(), NOON).await, 0);
    }

    async fn a_silence_of_a_desk_that_runs_counts_for_nothing_before_it_is_written_and_after(test_db: TestDb) {
        let db = test_db.open().await;
        let hand = HandClock::starting_at(NOON);
        let clock = Clock::Hand(hand.clone());
        assert_eq!(resume(&db, &clock).await, None);
        hand.advance_ms(30_000);
        assert_eq!(beat(&db, &clock).await, None, "a slow disk");
        // A clock that is a little behind does not reset the heartbeat.
        assert_eq!(beat(&db, &Clock::Hand(HandClock::starting_at(NOON.plus_ms(25_000)))).await, None);
        hand.advance_ms(30_000);
        assert_eq!(worked_ms(&db, NOON, clock.now()).await, 60_000);
        hand.advance_ms(570_000);
        assert_eq!(worked_ms(&db, NOON, clock.now()).await, 30_000, "nobody has written it down yet");
        assert_eq!(worked_ms(&db, NOON.plus_ms(100_000), clock.now()).await, 0);
        let (one, two, three) = tokio::join!(beat(&db, &clock), beat(&db, &clock), beat(&db, &clock));
        assert_eq!(Vec::from_iter([one, two, three].into_iter().flatten()), [outage(30_000, 630_000)]);
        hand.advance_ms(5_000);
        assert_eq!(worked_ms(&db, NOON, clock.now()).await, 35_000);
        assert_eq!(count_outages(&db).await, 1);
    }

    async fn a_clock_that_jumps_ahead_and_is_put_back_stops_no_deadline(test_db: TestDb) {
        const DAY_MS: i64 = 24 * 3_600_000;
        let hand = HandClock::starting_at(NOON);
        let clock = Clock::Hand(hand.clone());
        let db = test_db.open().await;
        assert_eq!(resume(&db, &clock).await, None);
        hand.advance_ms(10_000);
        assert_eq!(beat(&db, &clock).await, None);
        hand.advance_ms(DAY_MS);
        assert_eq!(beat(&db, &clock).await, Some(outage(10_000, 10_000 + DAY_MS)));
        assert_eq!(worked_ms(&db, NOON, clock.now()).await, 10_000);
        hand.advance_ms(5_000 - DAY_MS);
        assert_eq!(worked_ms(&db, NOON, clock.now()).await, 15_000, "what ends tomorrow is no outage");
        assert_eq!(beat(&db, &clock).await, Some(Finding::ClockWentBack { ahead_ms: DAY_MS - 5_000 }));
        assert_eq!(beat(&db, &clock).await, None, "once");
        hand.advance_ms(60_000);
        assert_eq!(beat(&db, &clock).await, Some(outage(15_000, 75_000)), "a silence is seen again");
        assert_eq!(worked_ms(&db, NOON, clock.now()).await, 15_000);

        // The same when the clock is set back while no process runs.
        hand.advance_ms(DAY_MS);
        assert_eq!(beat(&db, &clock).await, Some(outage(75_000, 75_000 + DAY_MS)));
        db.close().await;
        hand.advance_ms(1_000 - DAY_MS);
        let db = test_db.open().await;
        assert_eq!(resume(&db, &clock).await, Some(Finding::ClockWentBack { ahead_ms: DAY_MS - 1_000 }));
        assert_eq!(worked_ms(&db, NOON.plus_ms(75_000), clock.now()).await, 1_000);
    }
}

/// When several processes share a desk, a process that starts beside another cannot tell a pause between two heartbeats
/// from an outage.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn who_starts_beside_another_process_finds_no_outage_between_two_beats() {
    let test_db = TestDb::postgres().await;
    let hand = HandClock::starting_at(NOON);
    let clock = Clock::Hand(hand.clone());
    let first = test_db.open().await;
    assert_eq!(resume(&first, &clock).await, None);
    let tool = test_db.open().await;
    hand.advance_ms(10_000);
    let second = test_db.open().await;
    assert_eq!(resume(&second, &clock).await, None, "the first one is there");
    hand.advance_ms(40_000);
    assert_eq!(
        resume(&second, &clock).await,
        Some(outage(10_000, 50_000)),
        "and has been silent for too long"
    );
    second.close().await;

    // The server drops all connections; the next heartbeat takes the presence lock again.
    let mut raw = test_db.raw().await;
    let others = "select count(pg_terminate_backend(pid)) from pg_stat_activity
                   where datname = current_database() and pid <> pg_backend_pid()";
    sqlx::raw_sql(others).execute(&mut raw).await.expect("ended");
    hand.advance_ms(10_000);
    let mut tries = 0;
    while uptime::beat(&first, &clock).await.is_err() {
        tries += 1;
        assert!(tries < 20, "the server is there again");
    }
    hand.advance_ms(10_000);
    let second = test_db.open().await;
    assert_eq!(resume(&second, &clock).await, None);
    second.close().await;

    first.close().await;
    hand.advance_ms(10_000);
    let third = test_db.open().await;
    assert_eq!(
        resume(&third, &clock).await,
        Some(outage(70_000, 80_000)),
        "a tool keeps no desk open"
    );
    tool.close().await;
}

/// A process whose clock is a little behind must not treat an outage that another has just recorded as one in the
/// future. And processes must not fight over the heartbeat with one whose clock is far ahead, which would record
/// outages that never happened.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn processes_whose_clocks_differ_leave_each_other_in_peace() {
    let test_db = TestDb::postgres().await;
    for ahead_ms in [3_000, 20_000, 90_000] {
        let test_db = match ahead_ms {
            3_000 => &test_db,
            _ => &TestDb::postgres().await,
        };
        let hands = [
            HandClock::starting_at(NOON.plus_ms(ahead_ms)),
            HandClock::starting_at(NOON),
        ];
        let [ahead, behind] = hands.clone().map(Clock::Hand);
        let (first, second) = (test_db.open().await, test_db.open().await);
        assert_eq!(resume(&first, &ahead).await, None);
        assert_eq!(resume(&second, &behind).await, None);
        for _ in 0..12 {
            hands.iter().for_each(|hand| hand.advance_ms(10_000));
            assert_eq!((beat(&second, &behind).await, beat(&first, &ahead).await), (None, None));
        }
        assert_eq!(count_outages(&first).await, 0);
        hands.iter().for_each(|hand| hand.advance_ms(600_000));
        assert!(beat(&first, &ahead).await.is_some());
        if ahead_ms == 3_000 {
            assert_eq!(worked_ms(&second, NOON.plus_ms(123_000), behind.now()).await, 0);
        }
        first.close().await;
        second.close().await;
    }
}

/// The next process may start before this one has finished its work: a process that is ending must not count as
/// running, or the time since its last heartbeat would not become an outage.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn who_leaves_is_company_to_nobody_while_it_finishes() {
    let test_db = TestDb::postgres().await;
    let hand = HandClock::starting_at(NOON);
    let clock = Clock::Hand(hand.clone());
    let old = test_db.open().await;
    assert_eq!(resume(&old, &clock).await, None);
    hand.advance_ms(5_000);
    assert_eq!(uptime::leave(&old, &clock).await.expect("it leaves"), None);
    hand.advance_ms(12_000);
    let new = test_db.open().await;
    assert_eq!(resume(&new, &clock).await, Some(outage(5_000, 17_000)));
    old.close().await;
    new.close().await;
}
