//! The import is killed at random moments: nothing of it is there, and a later run does all of it.

use std::time::{Duration, Instant};

use super::Desk;
use super::larger::script;
use super::old_book::{OLD_SHAPE, OldBook};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::process::cambista;

const LIVES: u32 = 20;

async fn imported(desk: &Desk) -> (i64, i64, i64) {
    (
        desk.number("select count(*) from legacy_imports").await,
        desk.number("select count(*) from members where id <> 0").await,
        desk.number("select count(*) from journal").await,
    )
}

on_both_engines! {
    async fn an_import_that_is_killed_did_nothing_and_the_next_one_does_it(test_db: TestDb) {
        let (rows, _) = script(400, 4_000);
        let book = OldBook::on(test_db.another().await, OLD_SHAPE, &rows).await;
        let whole = Desk::new(test_db.another().await).await;
        let began = Instant::now();
        assert_eq!(whole.imports(&book, &["--backed-up"]).await.code, 0);
        let takes = began.elapsed();
        let all = imported(&whole).await;

        let (mut desk, mut interrupted) = (Desk::new(test_db.another().await).await, 0);
        for _ in 0..LIVES {
            let mut victim = cambista(
                desk.folder(),
                &["import", "cuentas", book.source(), "--backed-up"],
                &[("DATABASE_URL", desk.db.url())],
            )
            .spawn()
            .expect("it starts");
            // A moment of the run, whatever it is doing then: there is nothing to wait for.
            let moment = takes.as_micros() as u64;
            tokio::time::sleep(Duration::from_micros(rand::random_range(0..moment))).await;
            victim.kill().await.expect("killed");
            let found = imported(&desk).await;
            desk.audits_clean().await;
            if found == all {
                // It was done before it was killed.
                desk = Desk::new(test_db.another().await).await;
            } else {
                assert_eq!(found, (0, 0, 0), "all of it or nothing");
                interrupted += 1;
            }
        }
        assert!(0 < interrupted, "it was never interrupted");
        let done = desk.imports(&book, &["--backed-up"]).await;
        assert_eq!(done.code, 0, "{}{}", done.said, done.wrong);
        assert_eq!(imported(&desk).await, all);
        desk.audits_clean().await;
    }
}
