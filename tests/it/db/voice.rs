//! Which process answers in Discord: one of them, and nothing of another one is kept.

use std::time::Duration;

use cambista::db::{Db, DbError, Grip, Tx};
use sqlx::AnyConnection;

use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::patience::{PATIENCE, seen_within};

const ALONE: Grip = Grip {
    held: Some(1),
    others: false,
};

async fn checks(db: &Db) -> Result<Tx, DbError> {
    let mut unit = db.begin().await.expect("a unit");
    unit.check_voice().await.map(|()| unit)
}

/// Ends the session that has the voice: the only one that holds an exclusive advisory lock.
async fn end_session_of_voice(raw: &mut AnyConnection) {
    let ended = sqlx::raw_sql(
        "select pg_terminate_backend(pid) from pg_locks
          where locktype = 'advisory' and mode = 'ExclusiveLock' and granted
            and database = (select oid from pg_database where datname = current_database())",
    )
    .execute(raw)
    .await;
    ended.expect("ended");
}

/// Asks until this process has the voice: the server takes a moment to end a session.
async fn gets_voice(db: &Db) -> Grip {
    let ask = async || db.hold_voice().await.ok().filter(|grip| grip.held.is_some());
    seen_within(PATIENCE, ask).await.expect("the voice, in time")
}

on_both_engines! {
    async fn who_is_alone_has_the_voice(test_db: TestDb) {
        let db = test_db.open().await;
        assert!(checks(&db).await.is_ok(), "a tool that never asked for it needs none");
        for _ in 0..2 {
            assert_eq!(db.hold_voice().await.expect("asked"), ALONE);
        }
        checks(&db).await.expect("it has the voice").commit().await.expect("kept");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn of_two_processes_one_has_the_voice_and_the_other_gets_it_next_on_postgres() {
    let test_db = TestDb::postgres().await;
    let (first, second) = (test_db.open().await, test_db.open().await);
    let held = |times| Grip {
        held: times,
        others: true,
    };
    assert_eq!(first.hold_voice().await.expect("asked"), ALONE);
    assert_eq!(second.hold_voice().await.expect("asked"), held(None));
    assert_eq!(first.hold_voice().await.expect("asked"), held(Some(1)));
    assert!(checks(&first).await.is_ok());
    assert!(matches!(checks(&second).await, Err(DbError::NoVoice)));
    first.give_up_voice().await;
    assert_eq!(gets_voice(&second).await, ALONE);
    assert!(matches!(checks(&first).await, Err(DbError::NoVoice)));
    assert!(checks(&second).await.is_ok());
    assert_eq!(first.hold_voice().await.expect("asked"), held(None));
    assert!(matches!(checks(&first).await, Err(DbError::NoVoice)));
    second.close().await;
    let last = gets_voice(&first).await;
    assert_eq!(last.held, Some(2), "it is told that somebody else had it");
    assert!(checks(&first).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn a_process_that_wakes_up_without_its_voice_keeps_nothing_on_postgres() {
    let test_db = TestDb::postgres().await;
    let (sleeper, other) = (test_db.open().await, test_db.open().await);
    let mut raw = test_db.raw().await;
    gets_voice(&sleeper).await;
    assert_eq!(other.hold_voice().await.expect("asked").held, None);
    assert!(gets_voice(&sleeper).await.others);
    let under_way = checks(&sleeper).await.expect("it has the voice");
    end_session_of_voice(&mut raw).await;
    // It does not know yet that it lost the voice, and its unit may still be committed.
    let waiting = tokio::time::timeout(Duration::from_millis(300), gets_voice(&other)).await;
    assert!(waiting.is_err(), "{waiting:?}");
    under_way.commit().await.expect("kept before the other one speaks");
    assert!(gets_voice(&other).await.held.is_some());
    assert!(matches!(checks(&sleeper).await, Err(DbError::NoVoice)));
    assert!(checks(&other).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn who_is_alone_takes_a_lost_voice_again_for_the_next_unit_on_postgres() {
    let test_db = TestDb::postgres().await;
    let db = test_db.open().await;
    assert_eq!(db.hold_voice().await.expect("asked"), ALONE);
    end_session_of_voice(&mut test_db.raw().await).await;
    let keep = async || checks(&db).await.ok();
    seen_within(PATIENCE, keep).await.expect("a unit, in time");
    let grip = db.hold_voice().await.expect("asked");
    assert!(1 < grip.held.expect("it has the voice") && !grip.others, "{grip:?}");
}
