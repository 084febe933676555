//! SQLite commits units in groups: what happens when the COMMIT of a group fails, or when SQLite itself rolls it back.

use cambista::db::{Db, DbError, Source};

use crate::support::database::TestDb;
use crate::support::patience::PATIENCE;

async fn with_notes(test_db: &TestDb) -> Db {
    let db = test_db.open().await;
    let mut tx = db.begin().await.expect("a unit");
    sqlx::raw_sql(
        "create table people (id integer primary key);
         create table notes (id integer primary key, person integer references people (id) deferrable initially deferred)",
    )
    .execute(tx.conn())
    .await
    .expect("tables");
    tx.commit().await.expect("kept");
    db
}

/// The foreign key `person` is checked only when the group commits.
async fn note(db: Db, id: i64, person: Option<i64>) -> Result<i64, DbError> {
    let mut tx = db.begin().await?;
    sqlx::query("insert into notes (id, person) values ($1, $2)")
        .bind(id)
        .bind(person)
        .execute(tx.conn())
        .await?;
    tx.commit().await?;
    Ok(id)
}

async fn noted(db: &Db) -> Vec<i64> {
    let mut reader = db.reader().await.expect("a reader");
    let rows: Vec<(i64,)> = sqlx::query_as("select id from notes order by id")
        .fetch_all(reader.conn())
        .await
        .expect("rows");
    rows.into_iter().map(|(id,)| id).collect()
}

/// Runs all units at once; returns the ids that were acknowledged, and how many units failed.
async fn all_at_once(units: Vec<tokio::task::JoinHandle<Result<i64, DbError>>>) -> (Vec<i64>, usize) {
    let (mut kept, mut failed) = (Vec::new(), 0);
    for unit in units {
        match tokio::time::timeout(PATIENCE, unit)
            .await
            .expect("nobody blocks")
            .expect("no panic")
        {
            Ok(id) => kept.push(id),
            Err(_) => failed += 1,
        }
    }
    kept.sort_unstable();
    (kept, failed)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_fails_is_told_to_everybody_in_its_group_and_the_next_group_is_served() {
    let test_db = TestDb::sqlite().await;
    let db = with_notes(&test_db).await;
    let nobody = Some(4_711);
    let unit = |id: i64| tokio::spawn(note(db.clone(), id, if id == 20 { nobody } else { None }));
    let (kept, failed) = all_at_once((0..40).map(unit).collect()).await;
    assert!(0 < failed, "the note about nobody cannot be kept");
    assert!(!kept.contains(&20));
    assert_eq!(noted(&db).await, kept, "exactly what was acknowledged is there");
    note(db.clone(), 100, None).await.expect("the next group is served");
}

/// Rolls back the whole transaction, and not only the statement, as a full disk does. With `swallows` the unit ignores
/// the error and goes on.
async fn undo_everything(db: Db, swallows: bool) -> Result<i64, DbError> {
    let mut tx = db.begin().await?;
    let undone = sqlx::query("insert or rollback into notes (id) values (1000)")
        .execute(tx.conn())
        .await;
    if !swallows {
        undone?;
    }
    tx.commit().await?;
    Ok(20)
}

async fn a_group_is_undone_in_the_middle(swallows: bool) {
    let test_db = TestDb::sqlite().await;
    let db = with_notes(&test_db).await;
    note(db.clone(), 1_000, None).await.expect("kept");
    let unit = |id: i64| match id {
        20 => tokio::spawn(undo_everything(db.clone(), swallows)),
        _ => tokio::spawn(note(db.clone(), id, None)),
    };
    let (mut kept, failed) = all_at_once((0..40).map(unit).collect()).await;
    assert!(0 < failed && !kept.contains(&20));
    kept.push(1_000);
    assert_eq!(noted(&db).await, kept, "exactly what was acknowledged is there");
    note(db.clone(), 100, None).await.expect("the next group is served");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_that_sqlite_rolled_back_by_itself_is_acknowledged_to_nobody() {
    a_group_is_undone_in_the_middle(false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_that_was_rolled_back_is_acknowledged_to_nobody_even_when_the_fault_was_swallowed() {
    a_group_is_undone_in_the_middle(true).await;
}
