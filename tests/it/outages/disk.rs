//! The disk of an SQLite file is full: the outcome of a failed COMMIT is unknown until something is written over it.

use std::path::Path;
use std::time::Duration;

use cambista::app::{Demo, SandboxDeskOptions, SandboxOnly, open_desk};
use cambista::clock::Clock;
use cambista::config::{Config, Secret, Sources};
use cambista::db::{Db, sqlite_url};
use serde_json::json;

use super::{hears, reads_at_last};
use crate::support::database::{on_new_books, options_at};
use crate::support::message::Message;
use crate::support::person::Person;
use crate::support::process::{Running, on_a_small_disk, runs};
use crate::support::world::World;

async fn opened(folder: &Path, books: &str) -> SandboxOnly {
    let options = SandboxDeskOptions {
        addr: "127.0.0.1:0".parse().expect("an address"),
        data_dir: Some(folder.join("discord")),
        database_url: None,
        demo: Demo::WorkedExample,
        rate_limits: false,
    };
    let mut config = on_new_books(Config::load(&Sources::default()).expect("the defaults are valid"));
    let only = SandboxOnly::start(options, &config).await.expect("a Discord");
    config.database.url = Secret::new(books);
    let desk = open_desk(&config, Clock::System).await.expect("the books open");
    Demo::WorkedExample
        .set_up(&desk, &only.discord)
        .await
        .expect("the demo desk");
    desk.db.close().await;
    only
}

/// The size of the write-ahead log, to which nothing may be appended from now on.
fn log_bytes(folder: &Path) -> u64 {
    std::fs::metadata(folder.join("books.db-wal")).expect("a log").len()
}

const DEPOSIT: &str = "!depositar 1 7 prueba";

/// Makes the disk full, so that the COMMIT of the owner's deposit fails. If a commit of the desk's own workers failed
/// first, the deposit was not begun, and the owner is told so.
async fn types_into_doubt(bot: &Running, folder: &Path, owner: Person<'_>) -> Message {
    for _ in 0..10 {
        // By then the courier has recorded what it was telling.
        tokio::time::sleep(Duration::from_millis(500)).await;
        bot.may_write(Some(log_bytes(folder)));
        let said = owner.sends_without_waiting("dm", json!({ "content": DEPOSIT })).await;
        let told = hears(owner, "dm", &said, "").await.text();
        if told.contains("todavía no se sabe") {
            return said;
        }
        assert!(told.contains("No se guardó nada"), "{told}");
        bot.may_write(None);
    }
    panic!("no deposit was ever the first to fail");
}

async fn deposits(books: &str) -> i64 {
    let db = Db::open(&options_at(books)).await.expect("the books open");
    let mut reader = db.reader().await.expect("a reader");
    let (count,): (i64,) = sqlx::query_as("select count(*) from journal where kind = 'account.deposited'")
        .fetch_one(cambista::db::Source::conn(&mut reader))
        .await
        .expect("a count");
    drop(reader);
    db.close().await;
    count
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_full_disk_left_in_doubt_is_told_when_there_is_space_and_after_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let books = sqlite_url(&folder.path().join("books.db"));
    let only = opened(folder.path(), &books).await;
    let mut environment = only.environment().to_vec();
    environment.push(("DATABASE_URL", books.clone()));
    let environment: Vec<(&str, &str)> = environment
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let world = World::at(&only.discord.url());
    let owner = world.person("superusuario");
    let start = || Running::of(folder.path(), on_a_small_disk(folder.path(), &["run"], &environment));
    let bot = start();
    bot.logs("slash commands are registered").await;
    let typed = json!({ "content": DEPOSIT });
    // Before the guild is known, nobody counts as its owner.
    loop {
        let said = owner.sends_without_waiting("dm", typed.clone()).await;
        let told = hears(owner, "dm", &said, "").await.text();
        if told.contains("Se sumaron") {
            break;
        }
        assert!(told.contains("no tiene un rol"), "{told}");
    }

    let said = types_into_doubt(&bot, folder.path(), owner).await;
    reads_at_last(owner, "alertas", "La base de datos")
        .await
        .shows(&["Nadie puede guardar nada"]);
    bot.may_write(None);
    hears(owner, "dm", &said, "no se guardó").await;
    let said = owner.sends_without_waiting("dm", typed).await;
    hears(owner, "dm", &said, "Se sumaron").await;

    let said = types_into_doubt(&bot, folder.path(), owner).await;
    bot.dies().await;
    let bot = start();
    // Both outcomes are possible, because the log may contain the whole transaction. What the owner is told must agree
    // with the books.
    let told = hears(owner, "dm", &said, "se guardó**").await.text();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(bot.stops_when_told().await.success());
    let expected = if told.contains("sí se guardó") { 3 } else { 2 };
    assert_eq!(deposits(&books).await, expected, "{told}");
    let (code, said, wrong) = runs(folder.path(), &["audit"], &environment).await;
    assert_eq!(code, 0, "{said}{wrong}");
    only.discord.shutdown().await;
}
