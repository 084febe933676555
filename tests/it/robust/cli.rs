//! The binary's exit codes, and what it prints when something is wrong.

use std::path::Path;
use std::time::Duration;

use cambista::app::{Demo, SandboxDeskOptions, SandboxOnly};
use cambista::config::{Config, Sources};
use cambista::domain::kernel::money::Currency;
use serde_json::json;

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::{TestDb, unguarded_entries};
use crate::support::desk::{account, closes_clean, pay_in, post, transfer};
use crate::support::process::{Running, makes_new_books, runs};
use crate::support::world::World;

const NOWHERE: &str = "http://127.0.0.1:9";

/// Books with some rows in them.
async fn some_books(test_db: &TestDb) {
    let db = test_db.open().await;
    for number in 1..=3 {
        pay_in(&db, account(number, Currency::PEN), 10_000).await;
    }
    post(&db, transfer(account(1, Currency::PEN), account(2, Currency::PEN), 250))
        .await
        .expect("posted");
    closes_clean(&db).await;
    db.close().await;
}

pub(super) async fn sandbox_only(folder: &Path) -> SandboxOnly {
    let options = SandboxDeskOptions {
        addr: "127.0.0.1:0".parse().expect("an address"),
        data_dir: Some(folder.join("discord")),
        database_url: None,
        demo: Demo::WorkedExample,
        rate_limits: false,
    };
    let config = Config::load(&Sources::default()).expect("the defaults are valid");
    SandboxOnly::start(options, &config).await.expect("a Discord")
}

on_both_engines! {
    async fn audit_says_what_it_found_by_its_exit_code(test_db: TestDb) {
        let folder = tempfile::tempdir().expect("a folder");
        some_books(&test_db).await;
        let url = test_db.url().to_owned();
        let (code, said, wrong) = runs(folder.path(), &["audit"], &[("DATABASE_URL", &url)]).await;
        assert_eq!(code, 0, "{said}{wrong}");
        assert!(said.contains("The books agree") && said.contains("Head of the chain"), "{said}");
        let mut raw = test_db.raw().await;
        let may_now = unguarded_entries(test_db.engine());
        let spoil = "update entries set amount_minor = amount_minor + 1, current_minor = current_minor + 1 where id = 3";
        sqlx::raw_sql(may_now).execute(&mut raw).await.expect("nobody watches");
        sqlx::raw_sql(spoil).execute(&mut raw).await.expect("spoilt");
        let (code, said, _) = runs(folder.path(), &["audit"], &[("DATABASE_URL", &url)]).await;
        assert_eq!(code, 1, "{said}");
        assert!(said.starts_with("The books differ: "), "{said}");
        assert!(said.contains("journal row 2"), "the row is named: {said}");
    }

    async fn migrate_brings_a_database_up_to_date_and_refuses_a_newer_one(test_db: TestDb) {
        let folder = tempfile::tempdir().expect("a folder");
        let environment = [("DATABASE_URL", test_db.url())];
        for arguments in [["migrate", "--create"].as_slice(), &["migrate"]] {
            let (code, said, wrong) = runs(folder.path(), arguments, &environment).await;
            assert_eq!((code, said.trim()), (0, "The schema is up to date."), "{wrong}");
        }
        let (code, said, wrong) = runs(folder.path(), &["audit"], &environment).await;
        assert_eq!(code, 0, "{said}{wrong}");
        let mut raw = test_db.raw().await;
        let newer = "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
            select 999, 'newer', success, checksum, execution_time from _sqlx_migrations where version = 1";
        sqlx::raw_sql(newer).execute(&mut raw).await.expect("a newer schema");
        for command in ["migrate", "audit"] {
            let (code, _, wrong) = runs(folder.path(), &[command], &environment).await;
            assert_ne!(code, 0);
            assert!(wrong.contains("schema 999") && wrong.contains("install the newer cambista"), "{wrong}");
        }
    }
}

#[tokio::test]
async fn audit_without_a_database_is_a_misuse() {
    let folder = tempfile::tempdir().expect("a folder");
    let (code, said, wrong) = runs(folder.path(), &["audit"], &[("DATABASE_URL", "sqlite://none.db")]).await;
    assert_eq!(code, 2, "{said}{wrong}");
    assert!(wrong.contains("none.db"), "{wrong}");
    assert!(!folder.path().join("none.db").exists(), "looking makes nothing");
}

#[tokio::test]
async fn every_mistake_of_a_configuration_is_in_one_message() {
    let folder = tempfile::tempdir().expect("a folder");
    let mistakes = [
        ("CAMBISTA__OUTBOX__RETRY_FIRST_MS", "many"),
        ("CAMBISTA__DESK__TIME_ZONE", "Mars/Olympus"),
        ("CAMBISTA__DISCORD__PREFIKS", "?"),
    ];
    for command in ["run", "audit", "migrate", "sandbox", "setup"] {
        let (code, _, wrong) = runs(folder.path(), &[command], &mistakes).await;
        assert_eq!(code, 2, "{command}: {wrong}");
        for part in ["3 mistakes", "retry_first_ms", "Mars/Olympus", "prefix"] {
            assert!(
                wrong.to_lowercase().contains(&part.to_lowercase()),
                "{command}: {part} is not in {wrong}"
            );
        }
    }
}

#[tokio::test]
async fn run_says_what_is_missing() {
    let folder = tempfile::tempdir().expect("a folder");
    makes_new_books(folder.path(), &[]).await;
    let (code, _, wrong) = runs(folder.path(), &["run"], &[]).await;
    assert_eq!(code, 1);
    assert!(wrong.contains("DISCORD_TOKEN is not set"), "{wrong}");
    let only = sandbox_only(folder.path()).await;
    let token = only.discord.token().to_owned();
    let unreachable = [("DISCORD_TOKEN", token.as_str()), ("CAMBISTA_DISCORD_API", NOWHERE)];
    let (code, _, wrong) = runs(folder.path(), &["run"], &unreachable).await;
    assert_eq!(code, 1);
    assert!(wrong.contains(NOWHERE) && wrong.contains("does not answer"), "{wrong}");
    assert!(!wrong.contains(&token), "the token is nobody's business");
    let url = only.discord.url();
    let stranger = [
        ("DISCORD_TOKEN", "MTAw.abc.def"),
        ("CAMBISTA_DISCORD_API", url.as_str()),
    ];
    let (code, _, wrong) = runs(folder.path(), &["run"], &stranger).await;
    assert_eq!(code, 1);
    assert!(wrong.contains("does not accept the token"), "{wrong}");
    only.discord.shutdown().await;
}

#[tokio::test]
async fn a_second_run_on_the_same_books_is_refused_and_the_first_ends_when_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let only = sandbox_only(folder.path()).await;
    let environment = only.environment();
    let environment: Vec<(&str, &str)> = environment
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    makes_new_books(folder.path(), &environment).await;
    let first = Running::start(folder.path(), &["run"], &environment);
    first.logs("slash commands are registered").await;
    let (code, _, wrong) = runs(folder.path(), &["run"], &environment).await;
    assert_eq!(code, 1);
    assert!(wrong.contains("another cambista already writes"), "{wrong}");
    assert!(first.stops_when_told().await.success());
    only.discord.shutdown().await;
}

#[tokio::test]
async fn run_that_cannot_reach_discord_still_ends_when_told() {
    let folder = tempfile::tempdir().expect("a folder");
    // A server that accepts connections and never answers.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let api = format!("http://{}", silent.local_addr().expect("an address"));
    let environment = [
        ("DISCORD_TOKEN", "MTAw.abc.def"),
        ("CAMBISTA_DISCORD_API", api.as_str()),
    ];
    makes_new_books(folder.path(), &environment).await;
    let running = Running::start(folder.path(), &["run"], &environment);
    running.logs("the books agree").await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(running.stops_when_told().await.success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sandbox_ends_when_told_in_the_middle_of_trade() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("desk");
    let arguments = [
        "sandbox",
        "--addr",
        "127.0.0.1:0",
        "--data",
        data.to_str().expect("a plain path"),
    ];
    let mut running = Running::start(folder.path(), &arguments, &[]);
    let line = running.line().await;
    let world = World::at(line.split_whitespace().last().expect("its address"));
    let taken = line.rsplit("http://").next().expect("its address").trim().to_owned();
    let (code, _, wrong) = runs(folder.path(), &["sandbox", "--addr", &taken], &[]).await;
    assert_eq!(code, 1);
    assert!(wrong.contains(&taken) && wrong.contains("in use"), "{wrong}");
    let (code, _, wrong) = runs(folder.path(), &arguments, &[]).await;
    assert_eq!(code, 1);
    assert!(wrong.contains("another cambista already writes"), "{wrong}");

    world.person("david").says(CHANNEL, "!start batch").await;
    for _ in 0..5 {
        world
            .person("david")
            .sends_without_waiting(CHANNEL, json!({ "content": "!t 10 p" }))
            .await;
    }
    assert!(running.stops_when_told().await.success());
    let books = format!("sqlite://{}", data.join("cambista.db").display());
    let (code, said, wrong) = runs(folder.path(), &["audit"], &[("DATABASE_URL", &books)]).await;
    assert_eq!(code, 0, "{said}{wrong}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sandbox_that_began_with_nobody_is_not_taken_for_the_demo() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("desk");
    let data = data.to_str().expect("a plain path");
    let demo = ["sandbox", "--addr", "127.0.0.1:0", "--data", data];
    let empty = [demo.as_slice(), &["--empty"]].concat();
    for _ in 0..2 {
        let mut running = Running::start(folder.path(), &empty, &[]);
        let line = running.line().await;
        let world = World::at(line.split_whitespace().last().expect("its address"));
        let people = world.get("/sandbox/people").await;
        assert_eq!(people[0]["username"], "superusuario");
        assert_eq!(people.as_array().expect("a list").len(), 1, "{people}");
        assert!(running.stops_when_told().await.success());
        let (code, _, wrong) = runs(folder.path(), &demo, &[]).await;
        assert_eq!(code, 1);
        assert!(wrong.contains("it needs --empty again"), "{wrong}");
    }
}
