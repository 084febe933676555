//! When the desk was down, as it is written down.

use cambista::clock::{Clock, HandClock, Moment};
use cambista::db::{Db, DbError, Engine, retrying};
use cambista::domain::uptime::{self, Outage};

use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::desk::NOON;

async fn resume(db: &Db, clock: &Clock) -> Option<Outage> {
    let resumed: Result<_, DbError> = retrying(|| uptime::resume(db, clock)).await;
    resumed.expect("it is written down")
}

async fn beat(db: &Db, clock: &Clock) -> Option<Outage> {
    let given: Result<_, DbError> = retrying(|| uptime::beat(db, clock)).await;
    given.expect("it is written down")
}

async fn worked_ms(db: &Db, from: Moment, to: Moment) -> i64 {
    let mut reader = db.reader().await.expect("a reader");
    uptime::worked_ms_between(&mut reader, from, to).await.expect("a time")
}

async fn count_outages(db: &Db) -> i64 {
    let mut reader = db.reader().await.expect("a reader");
    let counted: Result<(i64,), _> = sqlx::query_as("select count(*) from outages")
        .fetch_one(cambista::db::Source::conn(&mut reader))
        .await;
    counted.expect("a count").0
}

fn outage(from_ms: i64, to_ms: i64) -> Outage {
    Outage {
        from: NOON.plus_ms(from_ms),
        to: NOON.plus_ms(to_ms),
    }
}

/// Several processes of one desk start together, where several may: on SQLite one does.
async fn start_together(test_db: &TestDb, clock: &Clock) -> (Vec<Db>, Vec<Outage>) {
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
            // Before the first there was nobody whose silence could be measured.
            let expected = (0 < silent_ms).then(|| outage(now_ms, now_ms + silent_ms));
            assert_eq!(written, Vec::from_iter(expected), "silent for {silent_ms}");
            now_ms += silent_ms;
            for db in processes {
                db.close().await;
            }
        }
        let db = test_db.open().await;
        assert_eq!(worked_ms(&db, NOON.plus_ms(-5_000), clock.now()).await, 5_000);
        assert_eq!(worked_ms(&db, NOON.plus_ms(100_000), NOON.plus_ms(200_000)).await, 0);
        assert_eq!(worked_ms(&db, clock.now(), NOON).await, 0);
    }

    async fn a_silence_of_a_desk_that_runs_counts_for_nothing_before_it_is_written_and_after(test_db: TestDb) {
        let db = test_db.open().await;
        let hand = HandClock::starting_at(NOON);
        let clock = Clock::Hand(hand.clone());
        assert_eq!(resume(&db, &clock).await, None);
        hand.advance_ms(30_000);
        assert_eq!(beat(&db, &clock).await, None, "a slow disk");
        // Another process with a clock that is behind takes nothing back.
        assert_eq!(beat(&db, &Clock::Hand(HandClock::starting_at(NOON))).await, None);
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
}

/// Where several processes share a desk, one that starts beside another cannot tell a pause between two beats from an outage.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_starts_beside_another_process_finds_no_outage_between_two_beats() {
    let Some(test_db) = TestDb::postgres().await else {
        return;
    };
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

    // The server loses everybody's connections; the next beat takes the place again.
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
