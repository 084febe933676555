//! A killed process loses nothing that it acknowledged.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use cambista::db::{Db, DbError, Engine, Source};
use cambista::domain::kernel::money::Currency;

use crate::on_both_engines;
use crate::support::database::{TestDb, options_at};
use crate::support::desk::{account, closes_clean, pay_in, post, transfer};

/// Set for the copy of this test binary that will be killed: the address of its database.
const VICTIM_URL: &str = "CAMBISTA_TEST_VICTIM_URL";
/// The number of the run, so that request ids of different runs differ.
const VICTIM_LIFE: &str = "CAMBISTA_TEST_VICTIM_LIFE";

/// Posts as fast as it can from several tasks, and prints each acknowledged row. Does nothing unless the test below
/// started it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_process_that_is_killed() {
    let (Ok(url), Ok(life)) = (std::env::var(VICTIM_URL), std::env::var(VICTIM_LIFE)) else {
        return;
    };
    let db = Db::open(&options_at(&url)).await.expect("the books open");
    let tasks = (0..8).map(|task| {
        let (db, life) = (db.clone(), life.clone());
        tokio::spawn(async move {
            for n in 0.. {
                let mut posting = transfer(account(task, Currency::PEN), account(task + 1, Currency::PEN), 1);
                posting.request = cambista::ids::RequestId::new("victim", format!("{life}.{task}.{n}"));
                let journal = post(&db, posting).await.expect("posted");
                // The parent is gone when this write fails.
                if writeln!(std::io::stdout(), "kept {journal}").is_err() {
                    return;
                }
            }
        })
    });
    let tasks: Vec<_> = tasks.collect();
    for task in tasks {
        task.await.expect("no panic");
    }
}

fn start_victim(url: &str, life: u32) -> Child {
    let itself = std::env::current_exe().expect("this test binary");
    Command::new(itself)
        .args(["--exact", "db::killed::the_process_that_is_killed", "--nocapture"])
        .env(VICTIM_URL, url)
        .env(VICTIM_LIFE, life.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the victim starts")
}

on_both_engines! {
    async fn what_a_killed_process_acknowledged_is_kept_and_the_books_are_right(test_db: TestDb) {
        let db = test_db.open().await;
        for number in 0..9 {
            pay_in(&db, account(number, Currency::PEN), 1_000_000).await;
        }
        db.close().await;
        for life in 0..4 {
            let mut victim = start_victim(test_db.url(), life);
            let lines = BufReader::new(victim.stdout.take().expect("its words")).lines();
            let mut acknowledged = Vec::new();
            for line in lines {
                let line = line.unwrap_or_default();
                let Some((_, journal)) = line.split_once("kept ") else { continue };
                acknowledged.push(journal.parse::<i64>().expect("a number"));
                if acknowledged.len() == 20 && test_db.engine() == Engine::Sqlite {
                    let refused = Db::open(&options_at(test_db.url())).await.err();
                    assert!(matches!(refused, Some(DbError::AlreadyOpen(_))), "{refused:?}");
                }
                if acknowledged.len() == 150 + 17 * life as usize {
                    victim.kill().expect("killed");
                }
            }
            victim.wait().expect("dead");
            let db = test_db.open().await;
            let mut reader = db.reader().await.expect("a reader");
            for journal in &acknowledged {
                let row: Option<(i64,)> = sqlx::query_as("select id from journal where id = $1")
                    .bind(*journal)
                    .fetch_optional(reader.conn())
                    .await
                    .expect("read");
                assert!(row.is_some(), "row {journal} was acknowledged and is gone");
            }
            drop(reader);
            assert!(acknowledged.len() as u64 <= closes_clean(&db).await.journal_rows);
            db.close().await;
        }
    }
}
