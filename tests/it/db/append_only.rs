//! What was written into the books stays as it was written.

use cambista::clock::{Clock, HandClock};
use cambista::db::{Db, Engine};
use cambista::domain::money::{Currency, Money};
use cambista::domain::{ledger, recall, uptime};
use sqlx::AssertSqlSafe;

use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::desk::{NOON, account, closes_clean, fresh_request, pay_in};

const KEPT: [(&str, &str); 9] = [
    ("journal", "kind = 'changed'"),
    (
        "entries",
        "amount_minor = amount_minor + 1, current_minor = current_minor + 1",
    ),
    ("seals", "seq = seq + 1000"),
    ("hold_backlog", "to_state = 'released'"),
    ("receipts", "outcome = '0'"),
    ("outages", "to_ms = to_ms + 1"),
    ("marks", "mark = 'another'"),
    ("older_books", "orders_above = 0"),
    ("question_backlog", "to_state = 'dropped'"),
];

async fn with_a_row_in_each(test_db: &TestDb) -> Db {
    let db = test_db.open().await;
    let ana = account(1, Currency::PEN);
    pay_in(&db, ana, 5_000).await;
    closes_clean(&db).await;
    was_down(&db).await;
    let mut tx = db.begin().await.expect("a unit");
    let request = fresh_request();
    ledger::hold(&mut tx, ana, Money::from_minor(100, Currency::PEN), &request, NOON)
        .await
        .expect("held");
    let asked = recall::Asked::new(&request, "story", &1);
    recall::remember(&mut tx, &asked, &1, NOON).await.expect("remembered");
    for sql in [
        "insert into questions (id, kind, member_id, state, about, words, created_at_ms)
         values (1, 'price', 0, 'pending', '{}', '[]', 1)",
        "insert into question_backlog (question_id, to_state, at_ms) values (1, 'pending', 1)",
        "insert into marks (subject, mark) values ('order:1', 'a')",
        "insert into older_books (found, newest_message_id, orders_above, batches_above, requests_above, at_ms)
         values ('{}', 1, 101, 101, 101, 1)",
    ] {
        sqlx::query(sql).execute(tx.conn()).await.expect(sql);
    }
    tx.commit().await.expect("kept");
    db
}

async fn was_down(db: &Db) {
    let hand = HandClock::starting_at(NOON);
    let clock = Clock::Hand(hand.clone());
    uptime::beat(db, &clock).await.expect("a beat");
    hand.advance_ms(60_000);
    uptime::resume(db, &clock).await.expect("resumed").expect("an outage");
}

async fn refuses(db: &Db, sql: String) {
    let mut tx = db.begin().await.expect("a unit");
    let refused = sqlx::raw_sql(AssertSqlSafe(sql.clone())).execute(tx.conn()).await;
    let refused = refused.expect_err(&sql).to_string();
    assert!(
        refused.contains("append-only") || refused.contains("never deleted"),
        "{sql}: {refused}"
    );
}

on_both_engines! {
    async fn nothing_in_the_books_is_changed_or_deleted(test_db: TestDb) {
        let db = with_a_row_in_each(&test_db).await;
        for (table, change) in KEPT {
            refuses(&db, format!("update {table} set {change}")).await;
            refuses(&db, format!("delete from {table}")).await;
            if db.engine() == Engine::Postgres {
                refuses(&db, format!("truncate {table} cascade")).await;
            }
        }
        refuses(&db, "delete from ledger_accounts".into()).await;
        if db.engine() == Engine::Sqlite {
            refuses(&db, "insert or replace into seals (seq, journal_id, hash) select seq, journal_id, x'00' from seals".into())
                .await;
        }
        closes_clean(&db).await;
    }
}
