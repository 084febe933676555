//! PgBouncer between the desk and its server (`.ci/postgres` starts the real one).

use cambista::db::{Db, DbError};

use super::{CHANNEL, count};
use crate::support::database::{TestDb, named, options_at};
use crate::support::world::World;

const SESSION: &str = "CAMBISTA_TEST_PGBOUNCER_SESSION_URL";
const TRANSACTION: &str = "CAMBISTA_TEST_PGBOUNCER_TRANSACTION_URL";
const PLAIN: &str = "CAMBISTA_TEST_PGBOUNCER_PLAIN_URL";

/// `None`, with a message, when `.ci/postgres` could not install PgBouncer.
fn pooler(variable: &str) -> Option<String> {
    Some(named(variable)).filter(|address| address != "absent")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn in_session_mode_a_desk_works_and_finds_other_processes() {
    let Some(pooler) = pooler(SESSION) else { return };
    let mut test_db = TestDb::postgres().await;
    test_db.is_reached_by(&pooler);
    let world = World::demo(&test_db).await;
    let (david, cajero) = (world.person("david"), world.person("cajero1"));
    david.says(CHANNEL, "!start batch").await;
    david.says(CHANNEL, "!t 100 p").await;
    cajero.pays(1).await.says(&["Orden **1** pagada"]);
    david.says(CHANNEL, "!c 100 26.32").await;
    assert_eq!(count(david, CHANNEL, "Batch cerrado").await, 1);
    let second = test_db.open().await;
    assert_eq!(
        second.enter().await.expect("it comes in"),
        cambista::db::Company::Others
    );
    second.close().await;
    world.closes_clean().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn in_transaction_mode_it_is_refused_with_the_setting_to_change() {
    let Some(pooler) = pooler(TRANSACTION) else { return };
    let mut test_db = TestDb::postgres().await;
    test_db.open().await.close().await;
    test_db.is_reached_by(&pooler);
    for _ in 0..3 {
        for refused in [
            Db::open(&options_at(test_db.url())).await.err(),
            Db::open_snapshot(test_db.url()).await.err(),
        ] {
            assert!(matches!(refused, Some(DbError::Pooler { .. })), "{refused:?}");
            let told = refused.expect("refused").to_string();
            assert!(
                told.contains("pool_mode = session") && told.contains("127.0.0.1:"),
                "{told}"
            );
        }
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn as_it_comes_it_is_refused_with_the_setting_to_add() {
    let Some(pooler) = pooler(PLAIN) else { return };
    let mut test_db = TestDb::postgres().await;
    test_db.is_reached_by(&pooler);
    let refused = Db::open(&options_at(test_db.url()))
        .await
        .err()
        .expect("refused")
        .to_string();
    assert!(
        refused.contains("ignore_startup_parameters = extra_float_digits"),
        "{refused}"
    );
}
