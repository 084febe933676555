//! PostgreSQL itself: its durability settings, and what is left when it is killed under load.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use cambista::app::open_desk;
use cambista::clock::{Clock, HandClock};
use cambista::config::{Config, Sources};
use cambista::db::{Db, DbError, DbOptions, Durability, IfMissing, MayBeFault, Source, retrying};
use cambista::domain::games::apps::events::{self, Transact, TransactionKind};
use cambista::domain::games::apps::keys::{NewApp, create_app, identify_caller};
use cambista::domain::kernel::desk::Desk;
use cambista::domain::kernel::money::{Currency, Money};
use cambista::domain::people::members::Actor;
use cambista::ids::{DiscordUserId, RequestId};

use crate::support::database::{DURABLE_RESTART, TestDb, named, on_new_books};
use crate::support::desk::{NOON, closes_clean, fresh_request};
use crate::support::patience::{PATIENCE, at_last, when};

/// How often the server is killed; a higher number tries more moments.
const KILLS: &str = "CAMBISTA_TEST_SERVER_KILLS";
const TASKS: usize = 6;
/// Below the thousand that an event accepts.
const DEEDS_MAX: u64 = 900;
/// How long they work between two kills, and how many deeds are done by then at least.
const KILLED_AFTER_AT_LEAST: Duration = Duration::from_millis(500);
const DEEDS_BETWEEN_KILLS: u64 = 30;

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn a_server_that_keeps_nothing_on_disk_is_refused_unless_that_is_allowed() {
    let test_db = TestDb::postgres().await;
    let required = DbOptions {
        if_missing: IfMissing::Create,
        ..DbOptions::at(test_db.url())
    };
    let refused = Db::open(&required).await.err();
    assert!(
        matches!(refused, Some(DbError::NotDurable { setting: "fsync", .. })),
        "{refused:?}"
    );
    let told = refused.expect("refused").to_string();
    assert!(
        told.contains("fsync = on") && told.contains("database.durability"),
        "{told}"
    );
    let relaxed = DbOptions {
        durability: Durability::Relaxed,
        ..required
    };
    Db::open(&relaxed).await.expect("allowed knowingly").close().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn every_session_commits_to_the_disk_whatever_the_database_says() {
    let test_db = TestDb::durable().await;
    let mut raw = test_db.raw().await;
    let (name,): (String,) = sqlx::query_as("select current_database()::text")
        .fetch_one(&mut raw)
        .await
        .expect("a name");
    for (set, kept) in [("off", "on"), ("local", "local"), ("remote_apply", "remote_apply")] {
        let alter = format!("alter database {name} set synchronous_commit = {set}");
        sqlx::raw_sql(sqlx::AssertSqlSafe(alter))
            .execute(&mut raw)
            .await
            .expect("set");
        let options = DbOptions {
            if_missing: IfMissing::Create,
            ..DbOptions::at(test_db.url())
        };
        let db = Db::open(&options).await.expect("it opens");
        for _ in 0..3 {
            let mut tx = db.begin().await.expect("a unit");
            let (now,): (String,) = sqlx::query_as("select current_setting('synchronous_commit')")
                .fetch_one(tx.conn())
                .await
                .expect("a setting");
            assert_eq!(now, kept);
        }
        db.close().await;
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn a_server_that_is_read_only_or_not_there_is_named() {
    let test_db = TestDb::durable().await;
    test_db.open().await.close().await;
    let mut raw = test_db.raw().await;
    let (name,): (String,) = sqlx::query_as("select current_database()::text")
        .fetch_one(&mut raw)
        .await
        .expect("a name");
    let alter = format!("alter database {name} set default_transaction_read_only = on");
    sqlx::raw_sql(sqlx::AssertSqlSafe(alter))
        .execute(&mut raw)
        .await
        .expect("set");
    let refused = Db::open(&DbOptions::at(test_db.url())).await.err();
    assert!(matches!(refused, Some(DbError::ReadOnly(_))), "{refused:?}");
    assert!(
        refused
            .expect("refused")
            .to_string()
            .contains("default_transaction_read_only")
    );

    let told = is_refused_in_time("postgres://ana:secret@127.0.0.1:9/desk").await;
    assert!(told.contains("127.0.0.1:9") && !told.contains("secret"), "{told}");
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let addr = silent.local_addr().expect("an address");
    let told = is_refused_in_time(&format!("postgres://ana:secret@{addr}/desk")).await;
    assert!(told.contains("127.0.0.1:") && !told.contains("secret"), "{told}");
}

/// What is said of a server that does not answer. Without a bound nothing would ever be said.
async fn is_refused_in_time(url: &str) -> String {
    let opened = tokio::time::timeout(PATIENCE, Db::open(&DbOptions::at(url))).await;
    opened.expect("in time").err().expect("refused").to_string()
}

/// The acknowledged deeds of a task, with the transaction of each.
type Told = BTreeMap<u64, i64>;

struct Load {
    desk: Desk,
    app: cambista::domain::games::apps::keys::Caller,
    goes_on: AtomicBool,
    acknowledged: AtomicU64,
    doubts: AtomicU64,
}

async fn credits(load: Arc<Load>, task: usize) -> Told {
    let request = RequestId::new("load", format!("{task}.open"));
    let opened = asks(&load, || events::open_event(&load.desk, &load.app, &request)).await;
    let mut told = Told::new();
    for n in 0..DEEDS_MAX {
        if !load.goes_on.load(Ordering::SeqCst) {
            break;
        }
        let typed = Transact {
            user: DiscordUserId::new(100 + i64::try_from(task).expect("few")),
            event: opened.event,
            kind: TransactionKind::Credit,
            amount: Money::from_minor(1, Currency::COIN),
            description: "load".to_owned(),
        };
        let request = RequestId::new("load", format!("{task}.{n}"));
        let made = asks(&load, || events::transact(&load.desk, &load.app, &request, &typed)).await;
        told.insert(n, made.transaction.id.get());
    }
    told
}

/// Calls as an app does: with the same key until there is an answer.
async fn asks<T, E, F>(load: &Load, mut ask: impl FnMut() -> F) -> T
where
    E: MayBeFault + std::fmt::Debug,
    F: Future<Output = Result<T, E>>,
{
    loop {
        match retrying(&mut ask).await {
            Ok(done) => {
                load.acknowledged.fetch_add(1, Ordering::SeqCst);
                return done;
            }
            Err(error) => {
                let fault = error.fault().unwrap_or_else(|| panic!("refused: {error:?}"));
                if fault.is_outcome_unknown() {
                    load.doubts.fetch_add(1, Ordering::SeqCst);
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
}

/// Work goes on for a moment, and as long as it takes until it is a load.
async fn is_busy(load: &Load) {
    let before = load.acknowledged.load(Ordering::SeqCst);
    tokio::time::sleep(KILLED_AFTER_AT_LEAST).await;
    at_last("work", async || {
        when(before + DEEDS_BETWEEN_KILLS <= load.acknowledged.load(Ordering::SeqCst))
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn a_server_that_is_killed_under_load_has_everything_that_was_acknowledged_once() {
    let (restart, test_db) = (named(DURABLE_RESTART), TestDb::durable().await);
    let kills: u64 = std::env::var(KILLS)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(3);
    let hand = HandClock::starting_at(NOON);
    let mut sources = Sources::default();
    sources
        .variables
        .insert("DATABASE_URL".to_owned(), test_db.url().to_owned());
    let mut config = on_new_books(Config::load(&sources).expect("the settings are valid"));
    config.database.durability = Durability::Required;
    let desk = open_desk(&config, Clock::Hand(hand)).await.expect("the desk opens");
    let issued = create_app(&desk, &Actor::desk(), &fresh_request(), NewApp::bot("load"))
        .await
        .expect("an app");
    let token = issued.token.expect("shown once");
    let app = retrying(|| identify_caller(&desk, &token))
        .await
        .expect("read")
        .expect("the app");
    let load = Arc::new(Load {
        desk: desk.clone(),
        app,
        goes_on: AtomicBool::new(true),
        acknowledged: AtomicU64::new(0),
        doubts: AtomicU64::new(0),
    });
    let tasks: Vec<_> = (0..TASKS)
        .map(|task| tokio::spawn(credits(load.clone(), task)))
        .collect();
    for _ in 0..kills {
        is_busy(&load).await;
        let killed = tokio::process::Command::new(&restart)
            .status()
            .await
            .expect("it can be started");
        assert!(killed.success(), "the server is back");
    }
    is_busy(&load).await;
    load.goes_on.store(false, Ordering::SeqCst);
    let mut acknowledged = Vec::new();
    for task in tasks {
        acknowledged.extend(task.await.expect("no panic").into_values());
    }
    acknowledged.sort_unstable();
    let mut reader = desk.db.reader().await.expect("a reader");
    let kept: Vec<(i64,)> = sqlx::query_as("select id from app_transactions order by id")
        .fetch_all(reader.conn())
        .await
        .expect("rows");
    drop(reader);
    let kept: Vec<i64> = kept.into_iter().map(|(id,)| id).collect();
    assert_eq!(kept, acknowledged, "each was done once, and none is lost");
    println!(
        "{kills} kills, {} acknowledged, {} in doubt",
        kept.len(),
        load.doubts.load(Ordering::SeqCst)
    );
    closes_clean(&desk.db).await;
    desk.db.close().await;
}
