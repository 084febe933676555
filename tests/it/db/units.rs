//! A unit is committed as a whole or not at all, even when its caller vanishes in the middle.

use cambista::db::{Db, DbError, Source, Tx};
use rand::Rng;

use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::patience::PATIENCE;

const CALLERS: i64 = 400;

async fn with_halves(test_db: &TestDb) -> Db {
    let db = test_db.open().await;
    let mut tx = db.begin().await.expect("a unit");
    sqlx::raw_sql("create table halves (unit bigint not null, half bigint not null, primary key (unit, half))")
        .execute(tx.conn())
        .await
        .expect("a table");
    tx.commit().await.expect("kept");
    db
}

async fn write_half(tx: &mut Tx, unit: i64, half: i64) -> Result<(), DbError> {
    sqlx::query("insert into halves (unit, half) values ($1, $2)")
        .bind(unit)
        .bind(half)
        .execute(tx.conn())
        .await?;
    Ok(())
}

async fn write_both(db: Db, unit: i64) -> Result<i64, DbError> {
    let mut tx = db.begin().await?;
    write_half(&mut tx, unit, 1).await?;
    tokio::task::yield_now().await;
    write_half(&mut tx, unit, 2).await?;
    tx.commit().await?;
    Ok(unit)
}

/// The units that are stored; fails if one has only one half.
async fn whole_units(db: &Db) -> Vec<i64> {
    let mut reader = db.reader().await.expect("a reader");
    let rows: Vec<(i64, i64)> = sqlx::query_as("select unit, count(*) from halves group by unit order by unit")
        .fetch_all(reader.conn())
        .await
        .expect("rows");
    for (unit, halves) in &rows {
        assert_eq!(*halves, 2, "unit {unit} was kept by half");
    }
    rows.into_iter().map(|(unit, _)| unit).collect()
}

async fn still_serves(db: &Db) {
    let served = tokio::time::timeout(PATIENCE, write_both(db.clone(), -1)).await;
    served.expect("the database serves at once").expect("and keeps");
}

/// Waits for a random time, up to as long as hundreds of callers take, so that units are interrupted at every place.
async fn some_time() {
    let yields_max = 1_u32 << rand::rng().random_range(0..16);
    let yields = rand::rng().random_range(0..=yields_max);
    for _ in 0..yields {
        tokio::task::yield_now().await;
    }
}

on_both_engines! {
    async fn a_caller_that_vanishes_anywhere_leaves_nothing_by_half(test_db: TestDb) {
        let db = with_halves(&test_db).await;
        let mut tasks = Vec::new();
        for unit in 0..CALLERS {
            let task = tokio::spawn(write_both(db.clone(), unit));
            let killer = task.abort_handle();
            tasks.push(task);
            if unit % 4 != 0 {
                tokio::spawn(async move {
                    some_time().await;
                    killer.abort();
                });
            }
        }
        let mut acknowledged = Vec::new();
        for task in tasks {
            let ended = tokio::time::timeout(PATIENCE, task).await.expect("nobody blocks");
            if let Ok(kept) = ended {
                acknowledged.push(kept.expect("no fault"));
            }
        }
        still_serves(&db).await;
        let found = whole_units(&db).await;
        for unit in acknowledged {
            assert!(found.contains(&unit), "unit {unit} was acknowledged and is not there");
        }
    }

    async fn a_caller_that_stops_waiting_leaves_nothing_by_half(test_db: TestDb) {
        let db = with_halves(&test_db).await;
        let racing = (0..CALLERS).map(|unit| {
            let db = db.clone();
            tokio::spawn(async move {
                tokio::select! {
                    kept = write_both(db, unit) => Some(kept.expect("no fault")),
                    () = some_time() => None,
                }
            })
        });
        let racing: Vec<_> = racing.collect();
        let mut acknowledged = Vec::new();
        for race in racing {
            let ended = tokio::time::timeout(PATIENCE, race).await.expect("nobody blocks");
            acknowledged.extend(ended.expect("no panic"));
        }
        still_serves(&db).await;
        let found = whole_units(&db).await;
        assert!(acknowledged.iter().all(|unit| found.contains(unit)));
    }

    async fn a_failed_unit_does_not_disturb_its_neighbours(test_db: TestDb) {
        let db = with_halves(&test_db).await;
        let units = (0..90).map(|unit| {
            let db = db.clone();
            tokio::spawn(async move {
                if unit % 3 != 0 {
                    return write_both(db, unit).await;
                }
                let mut tx = db.begin().await?;
                write_half(&mut tx, unit, 1).await?;
                write_half(&mut tx, unit, 1).await?;
                tx.commit().await?;
                Ok(unit)
            })
        });
        let units: Vec<_> = units.collect();
        for (unit, task) in units.into_iter().enumerate() {
            assert_eq!(task.await.expect("no panic").is_err(), unit % 3 == 0, "unit {unit}");
        }
        let wanted: Vec<i64> = (0..90).filter(|unit| unit % 3 != 0).collect();
        assert_eq!(whole_units(&db).await, wanted);
    }

    async fn a_unit_that_goes_on_after_a_failed_statement_is_never_acknowledged_and_lost(test_db: TestDb) {
        let db = with_halves(&test_db).await;
        let mut tx = db.begin().await.expect("a unit");
        write_half(&mut tx, 7, 1).await.expect("written");
        write_half(&mut tx, 7, 1).await.expect_err("written before");
        let second = write_half(&mut tx, 7, 2).await;
        let kept = tx.commit().await;
        let found = whole_units(&db).await;
        assert_eq!(kept.is_ok(), found == [7], "what is acknowledged is there");
        assert_eq!(kept.is_ok(), second.is_ok(), "SQLite goes on, PostgreSQL does not");
        still_serves(&db).await;
    }

    async fn a_unit_that_panics_is_dropped(test_db: TestDb) {
        let db = with_halves(&test_db).await;
        let panicking = (0..20).map(|unit| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut tx = db.begin().await.expect("a unit");
                write_half(&mut tx, unit, 1).await.expect("written");
                panic!("a bug in a use-case (wanted by this test)");
            })
        });
        let panicking: Vec<tokio::task::JoinHandle<()>> = panicking.collect();
        for task in panicking {
            assert!(task.await.expect_err("it panics").is_panic());
        }
        still_serves(&db).await;
        assert_eq!(whole_units(&db).await, [-1]);
    }

    async fn what_was_acknowledged_is_there_after_a_restart(test_db: TestDb) {
        let db = with_halves(&test_db).await;
        write_both(db.clone(), 1).await.expect("kept");
        // Nobody awaits these: the last clone of the database is dropped while they run.
        let under_way: Vec<_> = (2..40).map(|unit| tokio::spawn(write_both(db.clone(), unit))).collect();
        drop(db);
        let mut acknowledged = vec![1];
        for task in under_way {
            acknowledged.extend(task.await.expect("no panic"));
        }
        let db = test_db.open().await;
        let found = whole_units(&db).await;
        assert!(acknowledged.iter().all(|unit| found.contains(unit)));
        db.close().await;
        assert!(db.begin().await.is_err(), "a closed database serves nobody");
        assert_eq!(whole_units(&test_db.open().await).await, found);
    }

    async fn whoever_waits_for_a_unit_that_wakes_is_woken_once_it_is_kept(test_db: TestDb) {
        let db = with_halves(&test_db).await;
        let mut dropped = db.begin().await.expect("a unit");
        dropped.wake_when_kept();
        drop(dropped);
        let mut tx = db.begin().await.expect("a unit");
        tx.wake_when_kept();
        let woken = tokio::spawn({
            let mut kept = db.kept();
            async move { kept.next().await }
        });
        tokio::task::yield_now().await;
        assert!(!woken.is_finished(), "nothing is kept yet");
        tx.commit().await.expect("kept");
        tokio::time::timeout(PATIENCE, woken).await.expect("woken").expect("no panic");
    }
}
