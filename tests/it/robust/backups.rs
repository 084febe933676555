//! `cambista backup`, `cambista restore`: books are copied while people trade, and put back as they were.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{CHANNEL, captured, one_order};
use crate::on_both_engines;
use crate::support::database::{TestDb, unguarded_entries};
use crate::support::desk::{account, closes_clean, pay_in};
use crate::support::process::{cambista, runs};
use crate::support::world::World;
use cambista::db::Engine;
use cambista::domain::kernel::money::Currency;

/// How often a command is killed.
const LIVES: u32 = 8;

/// Books and captures, and the commands that are typed on them.
struct Operator<'a> {
    url: &'a str,
    data: &'a Path,
}

impl Operator<'_> {
    async fn types(&self, arguments: &[&str]) -> (i32, String, String) {
        let data = self.data.to_str().expect("a plain path");
        let environment = [("DATABASE_URL", self.url), ("CAMBISTA_DATA_DIR", data)];
        runs(self.data, arguments, &environment).await
    }

    async fn does(&self, arguments: &[&str]) -> String {
        let (code, said, wrong) = self.types(arguments).await;
        assert_eq!(code, 0, "{arguments:?}: {said}{wrong}");
        said
    }

    async fn fails(&self, arguments: &[&str]) -> String {
        let (code, said, wrong) = self.types(arguments).await;
        assert_eq!(code, 1, "{arguments:?}: {said}{wrong}");
        wrong
    }

    async fn head(&self) -> String {
        let said = self.does(&["audit"]).await;
        let head = said.split("Head of the chain: ").nth(1).expect("a head");
        head.trim().replace(' ', ":")
    }

    /// Starts a command and kills it after up to `takes`.
    async fn is_killed(&self, arguments: &[&str], takes: Duration) {
        let data = self.data.to_str().expect("a plain path");
        let environment = [("DATABASE_URL", self.url), ("CAMBISTA_DATA_DIR", data)];
        let victim = cambista(self.data, arguments, &environment).spawn();
        let mut victim = victim.expect("it starts");
        let moment = u64::try_from(takes.as_micros()).expect("less than an hour");
        // A moment of the run, whatever it is doing then: there is nothing to wait for.
        tokio::time::sleep(Duration::from_micros(rand::random_range(0..moment))).await;
        victim.kill().await.expect("killed");
    }
}

/// The complete backups of a folder, oldest first.
fn backups(shelf: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(shelf) else {
        return Vec::new();
    };
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("cambista-"))
        })
        .collect();
    found.sort();
    found
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

/// Books with this many postings, and no people.
async fn books_with(test_db: &TestDb, postings: i64) {
    let db = test_db.open().await;
    for number in 1..=postings {
        pay_in(&db, account(number, Currency::PEN), 10_000).await;
    }
    closes_clean(&db).await;
    db.close().await;
}

on_both_engines! {
    async fn a_backup_of_an_open_desk_is_put_back_as_it_was(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        one_order(&world).await;
        captured(&world).await;
        let (shelf, other) = (tempfile::tempdir().expect("a folder"), test_db.another().await);
        let books = world.books();
        let desk = Operator { url: &books, data: world.data_dir() };
        let said = desk.does(&["backup", text(shelf.path())]).await;
        assert!(said.contains("1 captures. The audit is clean."), "{said}");
        let made = backups(shelf.path());
        let backup = text(&made[0]);
        world.person("david").says(CHANNEL, "!t 2 p").await;
        if test_db.engine() == Engine::Sqlite {
            let wrong = desk.fails(&["restore", backup, "--replace"]).await;
            assert!(wrong.contains("another cambista already writes"), "{wrong}");
        }

        let folder = tempfile::tempdir().expect("a folder");
        let restored = Operator { url: other.url(), data: folder.path() };
        let said = restored.does(&["restore", backup]).await;
        assert!(said.contains("The audit is clean.") && said.contains("1 captures were missing"), "{said}");
        let head = restored.head().await;
        assert!(said.contains(&head), "{head} is not in {said}");
        let (orders,): (i64,) = sqlx::query_as("select count(*) from orders")
            .fetch_one(&mut other.raw().await)
            .await
            .expect("a count");
        assert_eq!(orders, 1, "the second order came after the backup");
        let captures = std::fs::read_dir(folder.path().join("captures")).expect("captures");
        assert_eq!(captures.count(), 1);

        let wrong = restored.fails(&["restore", backup]).await;
        let expected = match test_db.engine() {
            Engine::Sqlite => "type --replace",
            Engine::Postgres => "is not empty",
        };
        assert!(wrong.contains(expected), "{wrong}");
        assert_eq!(restored.head().await, head);
    }

    async fn books_that_differ_make_no_backup_and_remove_none(test_db: TestDb) {
        books_with(&test_db, 2).await;
        let (shelf, folder) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let desk = Operator { url: test_db.url(), data: folder.path() };
        desk.does(&["backup", text(shelf.path()), "--keep", "1"]).await;
        let good = backups(shelf.path());
        let may_now = unguarded_entries(test_db.engine());
        let mut raw = test_db.raw().await;
        sqlx::raw_sql(may_now).execute(&mut raw).await.expect("nobody watches");
        let spoil = "update entries set amount_minor = amount_minor + 1, current_minor = current_minor + 1 where id = 3";
        sqlx::raw_sql(spoil).execute(&mut raw).await.expect("spoilt");
        let wrong = desk.fails(&["backup", text(shelf.path()), "--keep", "1"]).await;
        assert!(wrong.contains("do not agree with themselves") && wrong.contains("Next: "), "{wrong}");
        assert_eq!(backups(shelf.path()), good);
    }

    async fn a_backup_that_is_killed_leaves_nothing_half(test_db: TestDb) {
        books_with(&test_db, 3).await;
        let (shelf, folder) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let desk = Operator { url: test_db.url(), data: folder.path() };
        let began = std::time::Instant::now();
        desk.does(&["backup", text(shelf.path())]).await;
        let takes = began.elapsed();
        for _ in 0..LIVES {
            desk.is_killed(&["backup", text(shelf.path())], takes).await;
        }
        desk.does(&["backup", text(shelf.path()), "--keep", "3"]).await;
        let whole = backups(shelf.path());
        assert!(whole.len() <= 3 && !shelf.path().join(".unfinished").exists());
        for backup in whole {
            let (other, place) = (test_db.another().await, tempfile::tempdir().expect("a folder"));
            let restored = Operator { url: other.url(), data: place.path() };
            restored.does(&["restore", text(&backup)]).await;
            assert_eq!(restored.head().await, desk.head().await);
        }
    }
}

#[tokio::test]
async fn the_newest_backups_are_kept_and_share_their_captures() {
    use std::os::unix::fs::MetadataExt;
    let test_db = TestDb::sqlite().await;
    books_with(&test_db, 1).await;
    let (shelf, folder) = (
        tempfile::tempdir().expect("a folder"),
        tempfile::tempdir().expect("a folder"),
    );
    let name = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    std::fs::create_dir(folder.path().join("captures")).expect("a folder");
    std::fs::write(folder.path().join("captures").join(name), "abc").expect("a capture");
    let desk = Operator {
        url: test_db.url(),
        data: folder.path(),
    };
    let mut seen = Vec::new();
    for _ in 0..4 {
        desk.does(&["backup", text(shelf.path()), "--keep", "2"]).await;
        seen.push(backups(shelf.path()).pop().expect("a backup"));
    }
    let kept = backups(shelf.path());
    assert_eq!(kept, seen[2..]);
    let inode = |backup: &Path| {
        std::fs::metadata(backup.join("captures").join(name))
            .expect("a capture")
            .ino()
    };
    assert_eq!(inode(&kept[0]), inode(&kept[1]));
    let mode = std::fs::metadata(&kept[0]).expect("a folder").mode();
    assert_eq!(mode & 0o077, 0, "nobody else looks into it");
}

#[tokio::test]
async fn a_backup_that_was_changed_is_not_restored() {
    let test_db = TestDb::sqlite().await;
    books_with(&test_db, 2).await;
    let (shelf, folder) = (
        tempfile::tempdir().expect("a folder"),
        tempfile::tempdir().expect("a folder"),
    );
    let desk = Operator {
        url: test_db.url(),
        data: folder.path(),
    };
    desk.does(&["backup", text(shelf.path())]).await;
    let backup = backups(shelf.path()).pop().expect("a backup");
    let place = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}", place.path().join("desk.db").display());
    let other = Operator {
        url: &url,
        data: place.path(),
    };
    let wrong = other.fails(&["restore", text(shelf.path())]).await;
    assert!(wrong.contains("is no backup: name one of the folders"), "{wrong}");
    let books = backup.join("cambista.db");
    let mut bytes = std::fs::read(&books).expect("books");
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(&books, bytes).expect("changed");
    let wrong = other.fails(&["restore", text(&backup)]).await;
    assert!(wrong.contains("changed since the backup was made"), "{wrong}");
    assert!(!place.path().join("desk.db").exists(), "nothing was put there");
    let postgres = Operator {
        url: "postgres://nobody@127.0.0.1:9/desk",
        data: place.path(),
    };
    let wrong = postgres.fails(&["restore", text(&backup)]).await;
    assert!(
        wrong.contains("the backup is one of SQLite") && wrong.contains("move-to-postgres"),
        "{wrong}"
    );
}

#[tokio::test]
async fn a_restore_that_is_killed_leaves_the_old_books_or_the_new_ones() {
    let (test_db, source) = (TestDb::sqlite().await, TestDb::sqlite().await);
    books_with(&test_db, 4).await;
    books_with(&source, 2).await;
    let (shelf, folder) = (
        tempfile::tempdir().expect("a folder"),
        tempfile::tempdir().expect("a folder"),
    );
    let from = Operator {
        url: source.url(),
        data: folder.path(),
    };
    from.does(&["backup", text(shelf.path())]).await;
    let backup = backups(shelf.path()).pop().expect("a backup");
    let desk = Operator {
        url: test_db.url(),
        data: folder.path(),
    };
    let (old, new) = (desk.head().await, from.head().await);
    let restores = ["restore", text(&backup), "--replace"];
    let mut takes = Duration::from_millis(200);
    for _ in 0..LIVES {
        desk.is_killed(&restores, takes).await;
        let found = desk.head().await;
        assert!(found == old || found == new, "{found}");
        // What comes after the first that was done is only about the same books again.
        takes += Duration::from_millis(50);
    }
    let said = desk.does(&restores).await;
    assert!(said.contains("The books that were there are in "), "{said}");
    let kept = std::fs::read_dir(
        Path::new(test_db.url().trim_start_matches("sqlite://"))
            .parent()
            .expect("a folder"),
    );
    let mut kept_old = false;
    for entry in kept.expect("readable") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|ending| ending == "db") && text(&path).contains(".before-restore-") {
            let url = format!("sqlite://{}", path.display());
            let copy = Operator { url: &url, ..desk };
            kept_old |= copy.head().await == old;
        }
    }
    assert!(
        kept_old,
        "the books from before the first restore are kept, however often it is restored"
    );
    let file = test_db.url().trim_start_matches("sqlite://");
    for left in [".restoring", "-wal", "-shm"] {
        assert!(!Path::new(&format!("{file}{left}")).exists(), "{left} is left");
    }
    assert_eq!(desk.head().await, new);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_on_a_restored_backup_says_what_it_does_not_know_before_it_gives_a_number_twice() {
    let test_db = TestDb::sqlite().await;
    let mut world = World::demo(&test_db).await;
    one_order(&world).await;
    let shelf = tempfile::tempdir().expect("a folder");
    let (books, data) = (world.books(), world.data_dir().to_owned());
    let desk = Operator {
        url: &books,
        data: &data,
    };
    desk.does(&["backup", text(shelf.path())]).await;
    world.person("david").says(CHANNEL, "!t 2 p").await;
    world.settles().await;
    world.ends().await;
    let backup = backups(shelf.path()).pop().expect("a backup");
    let wrong = desk.fails(&["restore", text(&backup)]).await;
    assert!(wrong.contains("type --replace"), "{wrong}");
    let said = desk.does(&["restore", text(&backup), "--replace"]).await;
    assert!(said.contains("cambista.before-restore-"), "{said}");
    let why = world.stays_closed().await;
    assert!(why.contains("order 2 was shown, the last known is 1"), "{why}");
    let accepted = world
        .with_discord(async |world, config| world.accepts_older_books(config).await)
        .await;
    assert!(accepted.contains("Orders go on after 102"), "{accepted}");
    world.begins().await;
    world.person("david").says(CHANNEL, "!t 3 p").await;
    world.person("david").finds(CHANNEL, "Orden 103").await;
    world.closes_clean().await;
}
