//! The SQLite file: recognised under every name, locked, and noticed when it is gone.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use cambista::db::{Db, DbError, DbOptions, IfMissing, sqlite_url};
use serde_json::json;

use super::{CHANNEL, count};
use crate::http::game::Game;
use crate::support::database::{TestDb, options_at};
use crate::support::process::{makes_new_books, runs};
use crate::support::world::World;

const ALERTS: &str = "alertas";

/// The inodes of the open files of this name: which database SQLite really opened.
fn open_inodes(name: &str) -> Vec<u64> {
    let open = std::fs::read_dir("/proc/self/fd").expect("Linux");
    let links = open.filter_map(|entry| Some(entry.ok()?.path()));
    let named = links.filter(|link| {
        let target = std::fs::read_link(link).unwrap_or_default();
        target.file_name().is_some_and(|file| file.to_string_lossy() == name)
    });
    named
        .filter_map(|link| Some(std::fs::metadata(link).ok()?.ino()))
        .collect()
}

/// Opens new books, and checks that the file at `path` is open and locked.
async fn opens(url: &str, path: &Path) {
    let db = Db::open(&options_at(url))
        .await
        .unwrap_or_else(|error| panic!("{url}: {error}"));
    let there = std::fs::metadata(path).unwrap_or_else(|error| panic!("{url} is not at {}: {error}", path.display()));
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    let open = open_inodes(&name);
    assert!(
        !open.is_empty() && open.iter().all(|inode| *inode == there.ino()),
        "{url}: {open:?}"
    );
    let by_its_name = Db::open(&options_at(&sqlite_url(path))).await.err();
    assert!(
        matches!(by_its_name, Some(DbError::AlreadyOpen(_))),
        "{url}: {by_its_name:?}"
    );
    let mut lock = path.as_os_str().to_owned();
    lock.push(".lock");
    assert!(PathBuf::from(lock).exists(), "{url}");
    db.close().await;
    Db::open_snapshot(url)
        .await
        .unwrap_or_else(|error| panic!("{url}: {error}"));
}

#[tokio::test]
async fn a_file_is_opened_and_locked_whatever_its_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().canonicalize().expect("a real name");
    std::fs::create_dir_all(root.join("a/b")).expect("folders");
    for name in [
        "desk.db",
        "caja de david.db",
        "100%.db",
        "%41.db",
        "año#1.db",
        "what?.db",
        "a&b=c.db",
        "\"quoted\".db",
        "[x].db",
        "..db",
        "file:x.db",
        "ñandú/mesa é.db",
    ] {
        let path = root.join("odd").join(name);
        opens(&sqlite_url(&path), &path).await;
    }
    let shown = root.display();
    for (url, file) in [
        (format!("sqlite://{shown}/a/b/../../plain #1.db"), "plain #1.db"),
        (format!("sqlite:{shown}/a/colon.db"), "a/colon.db"),
        (format!("sqlite://{shown}/a/./b/..//c.db"), "a/c.db"),
        (format!("sqlite://{shown}/with%20space.db?mode=rw"), "with space.db"),
    ] {
        opens(&url, &root.join(file)).await;
    }
}

#[tokio::test]
async fn the_command_line_finds_relative_paths_and_odd_data_directories() {
    let folder = tempfile::tempdir().expect("a folder");
    let inside = folder.path().join("work/here");
    std::fs::create_dir_all(&inside).expect("folders");
    let environment = [("DATABASE_URL", "sqlite://../../books/c.db")];
    makes_new_books(&inside, &environment).await;
    assert!(folder.path().join("books/c.db").exists() && folder.path().join("books/c.db.lock").exists());
    let (code, said, wrong) = runs(&inside, &["audit"], &environment).await;
    assert_eq!(code, 0, "{said}{wrong}");
    let odd = "mis datos #1 100% ¿sí?";
    makes_new_books(&inside, &[("CAMBISTA_DATA_DIR", odd)]).await;
    assert!(inside.join(odd).join("cambista.db").exists());
    let (code, said, wrong) = runs(&inside, &["audit"], &[("CAMBISTA_DATA_DIR", odd)]).await;
    assert_eq!(code, 0, "{said}{wrong}");
}

#[tokio::test]
async fn several_names_of_one_file_are_one_lock() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().canonicalize().expect("a real name");
    std::fs::create_dir_all(root.join("books")).expect("a folder");
    let path = root.join("books/desk.db");
    let db = Db::open(&options_at(&sqlite_url(&path))).await.expect("it opens");
    std::os::unix::fs::symlink(&path, root.join("link.db")).expect("a link");
    std::os::unix::fs::symlink(root.join("books"), root.join("linked")).expect("a link");
    for other in ["link.db", "linked/desk.db", "books/../linked/../books/desk.db"] {
        let refused = Db::open(&DbOptions::at(format!("sqlite://{}/{other}", root.display())))
            .await
            .err();
        assert!(matches!(refused, Some(DbError::AlreadyOpen(_))), "{other}: {refused:?}");
    }
    // SQLite finds the write-ahead log by the file's name: under a second name it would miss what is in the first one's
    // log.
    std::fs::hard_link(&path, root.join("hard.db")).expect("a hard link");
    for name in [root.join("hard.db"), path.clone()] {
        let refused = Db::open(&DbOptions::at(sqlite_url(&name)))
            .await
            .err()
            .expect("refused")
            .to_string();
        assert!(refused.contains("2 names"), "{refused}");
    }
    db.close().await;
}

#[tokio::test]
async fn a_path_without_books_is_no_new_desk() {
    let folder = tempfile::tempdir().expect("a folder");
    let typo = [("DATABASE_URL", "sqlite://data/cambitsa.db")];
    for command in [["run"].as_slice(), &["audit"], &["migrate"], &["app", "list"]] {
        let (code, _, wrong) = runs(folder.path(), command, &typo).await;
        assert_ne!(code, 0, "{command:?}");
        for part in ["data/cambitsa.db", "DATABASE_URL", "migrate --create"] {
            assert!(wrong.contains(part), "{command:?}: {wrong}");
        }
    }
    assert!(!folder.path().join("data").exists(), "looking makes nothing");
    let empty = folder.path().join("empty.db");
    std::fs::write(&empty, "").expect("a file");
    let refused = Db::open(&DbOptions::at(sqlite_url(&empty))).await.err();
    assert!(matches!(refused, Some(DbError::NoBooks(_))), "{refused:?}");
    assert_eq!(
        std::fs::metadata(&empty).expect("it is there").len(),
        0,
        "and untouched"
    );
    let other = folder.path().join("other.db");
    let make = std::process::Command::new("sqlite3")
        .arg(&other)
        .arg("create table bookmarks (id integer)")
        .status();
    if make.is_ok_and(|made| made.success()) {
        let refused = Db::open(&options_at(&sqlite_url(&other)))
            .await
            .err()
            .expect("refused")
            .to_string();
        assert!(refused.contains("another program"), "{refused}");
    }
}

/// A unit that a desk would acknowledge.
async fn note(db: &Db) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    sqlx::query("insert into currencies (code, scale, name) values ('CLP', 4, 'Peso') on conflict do nothing")
        .execute(tx.conn())
        .await?;
    tx.commit().await
}

#[tokio::test]
async fn nothing_is_acknowledged_into_a_file_that_is_gone() {
    for name in ["desk.db", "desk.db-wal", "desk.db.lock"] {
        for replaced in [false, true] {
            let test_db = TestDb::sqlite().await;
            let db = test_db.open().await;
            note(&db).await.expect("kept");
            let folder = PathBuf::from(test_db.url().trim_start_matches("sqlite://"))
                .parent()
                .expect("a folder")
                .to_owned();
            std::fs::rename(folder.join(name), folder.join("away")).expect("moved");
            if replaced {
                std::fs::copy(folder.join("away"), folder.join(name)).expect("a backup");
            }
            for _ in 0..3 {
                let refused = note(&db).await.err();
                assert!(matches!(refused, Some(DbError::FileGone { .. })), "{name}: {refused:?}");
            }
            let unread = db.reader().await.err();
            assert!(matches!(unread, Some(DbError::FileGone { .. })), "{name}: {unread:?}");
            db.close().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_whose_file_is_replaced_stops_and_says_so_once() {
    let test_db = TestDb::sqlite().await;
    let mut world = World::demo(&test_db).await;
    let david = world.person("david");
    david.says(CHANNEL, "!start batch").await;
    let books = world.data_dir().join("cambista.db");
    // A backup is moved over the books.
    std::fs::copy(&books, books.with_extension("backup")).expect("a backup");
    std::fs::rename(books.with_extension("backup"), &books).expect("moved over it");
    let said = david
        .sends_without_waiting(CHANNEL, json!({ "content": "!t 10 p" }))
        .await;
    super::hears(david, CHANNEL, &said, "No se guardó nada")
        .await
        .shows(&["perdió su archivo de datos", "Avise"]);
    for _ in 0..3 {
        world.running().app.sweep().await;
    }
    let owner = world.person("superusuario");
    assert_eq!(
        count(owner, ALERTS, "movido, borrado o reemplazado").await,
        1,
        "told once"
    );
    let game = Game::with_key("");
    let ready = game.gets(&world, "/readyz").await;
    assert_eq!(ready.status, 503);
    assert!(
        ready.body["reasons"]["writes"]
            .as_str()
            .expect("a reason")
            .contains("replaced"),
        "{ready:?}"
    );
    world.ends().await;

    let options = DbOptions {
        if_missing: IfMissing::Refuse,
        ..options_at(&sqlite_url(&books))
    };
    let db = Db::open(&options)
        .await
        .expect("the file that is there now is opened by the next start");
    db.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_that_takes_no_captures_is_told_once_when_it_begins_and_once_when_it_ends() {
    let test_db = TestDb::sqlite().await;
    let world = World::demo(&test_db).await;
    let captures = world.data_dir().join("captures");
    std::fs::remove_dir_all(&captures).expect("a folder");
    std::fs::write(&captures, "in the way").expect("a file");
    let (owner, game) = (world.person("superusuario"), Game::with_key(""));
    // Nobody has checked since: the first capture that cannot be stored shows it.
    world.person("david").says(CHANNEL, "!start batch").await;
    world.person("david").says(CHANNEL, "!t 100 p").await;
    let cajero = world.person("cajero1");
    cajero
        .replies_with_capture("dm", &cajero.order("dm", 1).await, b"paid")
        .await;
    cajero
        .finds("dm", "No pude guardar la captura: la carpeta de las capturas falla")
        .await
        .shows(&["consérvelo y envíelo otra vez", "avisé a los superusuarios"]);
    for _ in 0..3 {
        world.sweeps().await;
    }
    let ready = game.gets(&world, "/readyz").await;
    assert_eq!(
        (ready.status, &ready.body["checks"]["captures"]),
        (503, &json!("down")),
        "{ready:?}"
    );
    assert_eq!(count(owner, ALERTS, "No se pueden guardar capturas").await, 1);
    std::fs::remove_file(&captures).expect("out of the way");
    for _ in 0..5 {
        world.sweeps().await;
    }
    assert_eq!(count(owner, ALERTS, "Las capturas se guardan otra vez").await, 1);
    assert_eq!(count(owner, ALERTS, "No se pueden guardar capturas").await, 1);
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    assert_eq!(game.gets(&world, "/readyz").await.status, 200);
    world.closes_clean().await;
}
