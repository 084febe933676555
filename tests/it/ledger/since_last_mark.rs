//! The check at start is bounded, but finds what was changed since the books were last found right.

use cambista::clock::{Clock, HandClock};
use cambista::db::Db;
use cambista::domain::books::ledger::audit::{self, AuditError, Clean};
use cambista::domain::kernel::money::Currency;
use sqlx::AssertSqlSafe;

use crate::on_both_engines;
use crate::support::database::{TestDb, unguarded_entries};
use crate::support::desk::{NOON, account, closes_clean, pay_in, post, transfer};

async fn check(db: &Db) -> Result<Clean, AuditError> {
    audit::audit_since_last_mark(db, &Clock::Hand(HandClock::starting_at(NOON))).await
}

async fn trade(db: &Db, postings: i64) {
    for n in 1..=postings {
        let (from, to) = (account(n % 3, Currency::PEN), account((n + 1) % 3, Currency::PEN));
        post(db, transfer(from, to, n)).await.expect("posted");
    }
}

async fn tamper(test_db: &TestDb, sql: &str) {
    let mut raw = test_db.raw().await;
    sqlx::raw_sql(unguarded_entries(test_db.engine()))
        .execute(&mut raw)
        .await
        .expect("disarmed");
    let touched = sqlx::query(AssertSqlSafe(sql.to_owned()))
        .execute(&mut raw)
        .await
        .expect(sql);
    assert_eq!(touched.rows_affected(), 1, "{sql}");
}

on_both_engines! {
    async fn each_check_reads_only_what_is_new(test_db: TestDb) {
        let db = test_db.open().await;
        for number in 0..3 {
            pay_in(&db, account(number, Currency::PEN), 10_000).await;
        }
        trade(&db, 20).await;
        closes_clean(&db).await;
        assert_eq!(check(&db).await.expect("right").journal_rows, 23);
        assert_eq!(check(&db).await.expect("right").journal_rows, 0);
        trade(&db, 7).await;
        closes_clean(&db).await;
        let clean = check(&db).await.expect("right");
        assert_eq!((clean.journal_rows, clean.head_seq), (7, 30));
        db.close().await;
        let db = test_db.open().await;
        assert_eq!(check(&db).await.expect("right").journal_rows, 0);
    }

    async fn what_changed_after_the_mark_is_found_and_not_marked(test_db: TestDb) {
        let db = test_db.open().await;
        for number in 0..3 {
            pay_in(&db, account(number, Currency::PEN), 10_000).await;
        }
        trade(&db, 10).await;
        closes_clean(&db).await;
        check(&db).await.expect("right");
        trade(&db, 10).await;
        closes_clean(&db).await;
        tamper(&test_db, "update entries set account_id = case account_id when 2 then 3 else 2 end where id = (select max(id) from entries)").await;
        for _ in 0..2 {
            let found = check(&db).await.expect_err("an entry was moved to another account");
            assert!(matches!(found, AuditError::Difference(_)), "{found}");
        }
    }

    async fn a_balance_without_a_posting_is_found_even_when_its_last_entry_is_before_the_mark(test_db: TestDb) {
        let db = test_db.open().await;
        pay_in(&db, account(1, Currency::PEN), 10_000).await;
        pay_in(&db, account(2, Currency::PEN), 10_000).await;
        closes_clean(&db).await;
        check(&db).await.expect("right");
        tamper(&test_db, "update ledger_accounts set balance_minor = balance_minor + 5000 where code = 'account:1:PEN'").await;
        let found = check(&db).await.expect_err("money from nowhere").to_string();
        assert!(found.contains("account:1:PEN") && found.contains("15000"), "{found}");
    }

    async fn what_was_changed_before_the_mark_is_found_by_the_whole_audit(test_db: TestDb) {
        let db = test_db.open().await;
        for number in 0..3 {
            pay_in(&db, account(number, Currency::PEN), 10_000).await;
        }
        trade(&db, 10).await;
        closes_clean(&db).await;
        check(&db).await.expect("right");
        tamper(&test_db, "update entries set previous_entry_id = null where id = 9").await;
        check(&db).await.expect("not looked at again");
        let mut snapshot = db.snapshot().await.expect("a snapshot");
        let found = audit::audit(&mut snapshot, db.engine()).await.expect_err("changed").to_string();
        assert!(found.contains("journal row"), "{found}");
    }
}
