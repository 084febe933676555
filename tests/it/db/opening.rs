//! Opening a database: one writer per file, a schema that the binary knows, and addresses that are valid or refused.

use cambista::db::{Db, DbError, Engine, Source, known_schema_version};

use crate::on_both_empty_engines;
use crate::support::database::{TestDb, options_at};

#[tokio::test]
async fn a_second_writer_on_the_same_file_is_refused_until_the_first_lets_go() {
    let test_db = TestDb::sqlite().await;
    let first = test_db.open().await;
    let refused = Db::open(&options_at(test_db.url())).await.err();
    assert!(matches!(refused, Some(DbError::AlreadyOpen(_))), "{refused:?}");
    first.close().await;
    test_db.open().await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_second_writer_is_refused_by_whatever_name_it_finds_the_file() {
    let test_db = TestDb::sqlite().await;
    let _first = test_db.open().await;
    let file = test_db.url().trim_start_matches("sqlite://");
    let link = format!("{file}.link");
    std::os::unix::fs::symlink(file, &link).expect("a link");
    let refused = Db::open(&options_at(&format!("sqlite://{link}"))).await.err();
    assert!(matches!(refused, Some(DbError::AlreadyOpen(_))), "{refused:?}");
}

#[tokio::test]
async fn a_reader_looks_on_while_another_process_writes() {
    let test_db = TestDb::sqlite().await;
    let _writer = test_db.open().await;
    let mut snapshot = Db::open_snapshot(test_db.url()).await.expect("a snapshot");
    sqlx::query("insert into currencies (code, scale, name) values ('XXX', 4, 'none')")
        .execute(snapshot.conn())
        .await
        .expect_err("a snapshot writes nothing");
}

#[tokio::test]
async fn an_address_that_is_no_database_is_refused_without_repeating_its_password() {
    for url in [
        "mysql://ana:secret@host/desk",
        "desk.db",
        "",
        "sqlite://",
        "sqlite::memory:",
    ] {
        let refused = Db::open(&options_at(url)).await.err().expect("refused");
        assert!(matches!(refused, DbError::BadUrl { .. }), "{url}: {refused}");
        assert!(!refused.to_string().contains("secret"));
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_a_database_is_a_fault_with_its_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}", folder.path().display());
    assert!(Db::open(&options_at(&url)).await.is_err(), "a folder is no database");
    let file = folder.path().join("letter.db");
    std::fs::write(
        &file,
        "Dear cambista, this is not a database but a letter of some length.".repeat(40),
    )
    .expect("a file");
    let url = format!("sqlite://{}", file.display());
    assert!(Db::open(&options_at(&url)).await.is_err(), "a letter is no database");
    let missing = folder.path().join("missing.db");
    let fault = Db::open_snapshot(&format!("sqlite://{}", missing.display()))
        .await
        .err()
        .expect("a fault");
    assert!(fault.to_string().contains("missing.db"), "{fault}");
    assert!(!missing.exists(), "looking does not make a file");
}

#[tokio::test]
async fn a_commit_is_on_disk_when_it_returns() {
    let test_db = TestDb::sqlite().await;
    let db = test_db.open().await;
    let mut tx = db.begin().await.expect("a unit");
    let (mode,): (String,) = sqlx::query_as("pragma journal_mode")
        .fetch_one(tx.conn())
        .await
        .expect("a mode");
    let (synchronous,): (i64,) = sqlx::query_as("pragma synchronous")
        .fetch_one(tx.conn())
        .await
        .expect("a level");
    let (keys,): (i64,) = sqlx::query_as("pragma foreign_keys")
        .fetch_one(tx.conn())
        .await
        .expect("a switch");
    assert_eq!((mode.as_str(), synchronous, keys), ("wal", 2, 1));
}

on_both_empty_engines! {
    async fn a_newer_schema_is_refused(test_db: TestDb) {
        test_db.open().await.close().await;
        let mut raw = test_db.raw().await;
        sqlx::query("update _sqlx_migrations set version = 9999 where version = $1")
            .bind(known_schema_version())
            .execute(&mut raw)
            .await
            .expect("a newer schema");
        let newer = |error: Option<DbError>| matches!(error, Some(DbError::SchemaTooNew { found: 9999, .. }));
        assert!(newer(Db::open(&options_at(test_db.url())).await.err()));
        assert!(newer(Db::open_snapshot(test_db.url()).await.err()));
    }

    async fn an_older_schema_is_refused_to_whoever_only_reads(test_db: TestDb) {
        test_db.open().await.close().await;
        let mut raw = test_db.raw().await;
        sqlx::query("delete from _sqlx_migrations where 1 < version").execute(&mut raw).await.expect("no schema");
        let refused = Db::open_snapshot(test_db.url()).await.err();
        assert!(matches!(refused, Some(DbError::SchemaTooOld { found: 1, .. })), "{refused:?}");
    }

    async fn opening_again_changes_nothing(test_db: TestDb) {
        let first = test_db.open().await;
        assert_eq!(first.engine(), test_db.engine());
        first.close().await;
        let again = test_db.open().await;
        let mut reader = again.reader().await.expect("a reader");
        let (currencies,): (i64,) =
            sqlx::query_as("select count(*) from currencies").fetch_one(reader.conn()).await.expect("a count");
        assert!(8 <= currencies);
    }

    async fn a_snapshot_stands_still(test_db: TestDb) {
        let db = test_db.open().await;
        let mut snapshot = db.snapshot().await.expect("a snapshot");
        let count = "select count(*) from currencies";
        let (before,): (i64,) = sqlx::query_as(count).fetch_one(snapshot.conn()).await.expect("a count");
        let mut tx = db.begin().await.expect("a unit");
        sqlx::query("insert into currencies (code, scale, name) values ('CLP', 4, 'Peso')")
            .execute(tx.conn())
            .await
            .expect("written");
        tx.commit().await.expect("kept");
        let (after,): (i64,) = sqlx::query_as(count).fetch_one(snapshot.conn()).await.expect("a count");
        assert_eq!(before, after);
        let mut reader = db.reader().await.expect("a reader");
        let (now,): (i64,) = sqlx::query_as(count).fetch_one(reader.conn()).await.expect("a count");
        assert_eq!(now, before + 1);
        assert!(matches!(db.engine(), Engine::Sqlite | Engine::Postgres));
    }
}
