//! An older file is copied, whole, before its schema changes.

use std::path::{Path, PathBuf};

use cambista::db::{Db, DbOptions, Source, known_schema_version};
use sqlx::migrate::{Migration, Migrator};

use crate::support::database::TestDb;

async fn migrations() -> Vec<Migration> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite");
    Migrator::new(folder)
        .await
        .expect("the migrations")
        .iter()
        .cloned()
        .collect()
}

/// A file as a cambista that knew only the first migration left it, with one row of its own.
async fn made_by_the_first_cambista(test_db: &TestDb) -> PathBuf {
    let path = PathBuf::from(test_db.url().trim_start_matches("sqlite://"));
    std::fs::File::create(&path).expect("a file");
    let mut raw = test_db.raw().await;
    let first: Vec<Migration> = migrations().await.into_iter().take(1).collect();
    Migrator::with_migrations(first)
        .run(&mut raw)
        .await
        .expect("the first schema");
    sqlx::query("insert into currencies (code, scale, name) values ('CLP', 4, 'Peso chileno')")
        .execute(&mut raw)
        .await
        .expect("a row");
    path
}

#[tokio::test]
async fn an_older_file_is_copied_with_its_rows_before_it_is_migrated() {
    let test_db = TestDb::sqlite().await;
    let path = made_by_the_first_cambista(&test_db).await;
    let first = migrations().await[0].version;
    let copy = path.with_extension(format!("before-{}.db", first + 1));
    // Half a copy, left by a cambista that was stopped, must not pass for one.
    std::fs::write(&copy, "half a copy").expect("a broken copy");
    let db = Db::open(&DbOptions::at(test_db.url())).await.expect("migrated");
    let mut reader = db.reader().await.expect("a reader");
    let (name,): (String,) = sqlx::query_as("select name from currencies where code = 'CLP'")
        .fetch_one(reader.conn())
        .await
        .expect("the row is still there");
    assert_eq!(name, "Peso chileno");
    if first == known_schema_version() {
        assert_eq!(
            std::fs::read(&copy).expect("a file"),
            b"half a copy",
            "nothing to migrate, nothing to copy"
        );
        return;
    }
    let copied = TestCopy {
        url: format!("sqlite://{}", copy.display()),
    };
    assert_eq!(
        copied.read("select name from currencies where code = 'CLP'").await,
        "Peso chileno"
    );
    let version = copied
        .read("select cast(max(version) as text) from _sqlx_migrations")
        .await;
    assert_eq!(version, first.to_string());
}

#[tokio::test]
async fn a_new_file_has_nothing_to_copy() {
    let test_db = TestDb::sqlite().await;
    test_db.open().await.close().await;
    let path = PathBuf::from(test_db.url().trim_start_matches("sqlite://"));
    let folder = path.parent().expect("a folder").read_dir().expect("a listing");
    let names: Vec<String> = folder
        .map(|file| file.expect("a file").file_name().display().to_string())
        .collect();
    assert!(!names.iter().any(|name| name.contains("before")), "{names:?}");
}

#[tokio::test]
async fn both_engines_know_the_same_migrations() {
    let names = |folder: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let files = folder
            .read_dir()
            .expect("a folder")
            .map(|file| file.expect("a file").file_name());
        let mut names: Vec<_> = files.collect();
        names.sort();
        names
    };
    assert_eq!(names("migrations/sqlite"), names("migrations/postgres"));
}

struct TestCopy {
    url: String,
}

impl TestCopy {
    async fn read(&self, sql: &'static str) -> String {
        use sqlx::Connection;
        let mut raw = sqlx::AnyConnection::connect(&self.url).await.expect("the copy opens");
        let (text,): (String,) = sqlx::query_as(sql).fetch_one(&mut raw).await.expect("a row");
        text
    }
}
