//! Starts: on the books that were meant, once at a time, and with the next step when they fail.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::support::process::{Running, makes_new_books, runs};

/// How long a start may take to say that PostgreSQL does not answer: its own limit, and the process around it.
const ANSWER_MAX: Duration = Duration::from_secs(7);

/// `cambista run` without a Discord: what it says about its books comes before.
async fn fails_to_run(folder: &Path, url: &str) -> String {
    let (code, _, wrong) = runs(folder, &["run"], &[("DATABASE_URL", url)]).await;
    assert_eq!(code, 1, "{wrong}");
    wrong
}

#[tokio::test]
async fn a_mistyped_path_makes_no_books_and_the_words_that_make_them_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    makes_new_books(folder.path(), &[("DATABASE_URL", "sqlite://desk.db")]).await;
    for command in ["run", "migrate", "audit", "accept-older-books"] {
        let (code, _, wrong) = runs(folder.path(), &[command], &[("DATABASE_URL", "sqlite://dsek.db")]).await;
        assert_ne!(code, 0, "{command}");
        for part in ["dsek.db", "correct DATABASE_URL", "cambista migrate --create"] {
            assert!(wrong.contains(part), "{command}: {wrong}");
        }
    }
    let found = std::fs::read_dir(folder.path()).expect("readable");
    let names: Vec<String> = found
        .map(|entry| entry.expect("an entry").file_name().display().to_string())
        .filter(|name| name.contains("dsek"))
        .collect();
    assert!(names.is_empty(), "nothing was made: {names:?}");
}

#[tokio::test]
async fn one_file_is_one_lock_by_whatever_name_it_is_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir(at("books")).expect("a folder");
    makes_new_books(folder.path(), &[("DATABASE_URL", "sqlite://books/desk.db")]).await;
    // A Discord that accepts the connection and never answers: this process stays at its start, with the books open.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let api = format!("http://{}", silent.local_addr().expect("an address"));
    let environment = [
        ("DATABASE_URL", "sqlite://books/desk.db"),
        ("DISCORD_TOKEN", "MTAw.abc.def"),
        ("CAMBISTA_DISCORD_API", api.as_str()),
    ];
    let first = Running::start(folder.path(), &["run"], &environment);
    first.logs("the books agree").await;

    std::os::unix::fs::symlink(at("books"), at("shelf")).expect("a link");
    std::os::unix::fs::symlink(at("books/desk.db"), at("linked.db")).expect("a link");
    let absolute = format!("sqlite://{}", at("books/desk.db").display());
    for same in [
        "sqlite://./books/desk.db",
        "sqlite://books/../books/desk.db",
        "sqlite:books/desk.db",
        "sqlite://shelf/desk.db",
        "sqlite://linked.db",
        &absolute,
    ] {
        let wrong = fails_to_run(folder.path(), same).await;
        assert!(
            wrong.contains("another cambista already writes") && wrong.contains("stop it first"),
            "{wrong}"
        );
    }
    // A second name of the file would have a write-ahead log of its own: it is refused under both.
    std::fs::hard_link(at("books/desk.db"), at("second.db")).expect("a hard link");
    let wrong = fails_to_run(folder.path(), "sqlite://second.db").await;
    assert!(
        wrong.contains("has 2 names") && wrong.contains("remove the others"),
        "{wrong}"
    );
    assert!(first.stops_when_told().await.success());
    let wrong = fails_to_run(folder.path(), "sqlite://books/desk.db").await;
    assert!(wrong.contains("has 2 names"), "{wrong}");
    std::fs::remove_file(at("second.db")).expect("removed");
    let wrong = fails_to_run(folder.path(), "sqlite://books/desk.db").await;
    assert!(
        wrong.contains("Next: put the bot's token behind DISCORD_TOKEN="),
        "{wrong}"
    );
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_said_within_five_seconds_with_the_next_step() {
    let folder = tempfile::tempdir().expect("a folder");
    // Accepts connections and never says anything, as a firewall or a hung server does.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let nobody = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.local_addr().expect("an address")
    };
    for addr in [silent.local_addr().expect("an address"), nobody] {
        let url = format!("postgres://ana:secreta@{addr}/desk");
        for command in ["run", "audit"] {
            let began = Instant::now();
            let (code, _, wrong) = runs(folder.path(), &[command], &[("DATABASE_URL", &url)]).await;
            let took = began.elapsed();
            assert_ne!(code, 0);
            assert!(took < ANSWER_MAX, "{command} at {addr} took {took:?}");
            for part in [
                &format!("PostgreSQL at {addr} cannot be reached"),
                "Next: start PostgreSQL there, or correct host, port",
            ] {
                assert!(wrong.contains(part), "{command}: {wrong}");
            }
            assert!(!wrong.contains("secreta"), "{wrong}");
        }
    }
}

#[tokio::test]
async fn what_is_no_database_is_refused_with_the_next_step_and_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let letter = "Dear cambista, this is not a database but a letter of some length.".repeat(40);
    std::fs::write(folder.path().join("letter.db"), &letter).expect("a file");
    let wrong = fails_to_run(folder.path(), "sqlite://letter.db").await;
    assert!(
        wrong.contains("not a database") && wrong.contains("cambista restore"),
        "{wrong}"
    );
    let now = std::fs::read_to_string(folder.path().join("letter.db")).expect("the letter");
    assert_eq!(now, letter);
}
