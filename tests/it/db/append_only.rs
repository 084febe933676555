//! Rows of append-only tables cannot be updated or deleted.

use cambista::clock::{Clock, HandClock};
use cambista::db::{Db, Engine};
use cambista::domain::books::ledger;
use cambista::domain::kernel::money::{Currency, Money};
use cambista::domain::kernel::recall;
use cambista::domain::kernel::uptime;
use sqlx::AssertSqlSafe;

use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::desk::{NOON, account, closes_clean, fresh_request, pay_in};

const KEPT: [(&str, &str); 35] = [
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
    ("desk_owner_backlog", "new_owner_id = 2"),
    ("lot_reversals", "reason = 'another'"),
    ("correction_backlog", "to_state = 'another'"),
    ("undone_postings", "reason = 'another'"),
    ("question_backlog", "to_state = 'dropped'"),
    ("transfer_orders", "received_minor = 2"),
    ("token_key_backlog", "event = 'another'"),
    ("token_revocations", "at_ms = at_ms + 1"),
    ("player_transactions", "amount_minor = 2"),
    ("player_reversals", "reason = 'another'"),
    ("cash_orders", "method = 'another'"),
    ("cash_payments", "notes = 'another'"),
    ("bank_assignment_backlog", "priority = 2"),
    ("giro_orders", "beneficiary_name = 'another'"),
    ("giro_executions", "proof_url = 'another'"),
    ("player_alarm_backlog", "facts = 'another'"),
    ("payment_marks", "mark = 'another'"),
    ("payment_refusals", "used = 'another'"),
    ("exchange_rates", "ask = '2'"),
    ("account_operations", "from_minor = 2"),
    ("legacy_imports", "fingerprint = 'another'"),
    ("legacy_clients", "name = 'another'"),
    ("legacy_accounts", "amount_minor = 2"),
    ("legacy_transactions", "source_amount = '2'"),
    ("link_code_backlog", "event = 'another'"),
    ("link_misses", "typed_by = 'another'"),
    ("closes", "figures = 'another'"),
];

/// A row in each table that only needs to be there.
const ROWS: &[&str] = &[
    "insert into questions (id, kind, member_id, state, about, words, created_at_ms)
     values (1, 'price', 0, 'pending', '{}', '[]', 1)",
    "insert into question_backlog (question_id, to_state, at_ms) values (1, 'pending', 1)",
    "insert into marks (subject, mark) values ('order:1', 'a')",
    "insert into older_books (found, newest_message_id, orders_above, batches_above, requests_above, at_ms)
     values ('{}', 1, 101, 101, 101, 1)",
    "insert into desk_owner_backlog (guild_id, old_owner_id, new_owner_id, at_ms) values (1, null, 1, 1)",
    "insert into token_keys (id, kid, secret, created_at_ms) values (7, '7', '7', 0)",
    "insert into token_key_backlog (key_id, event, actor_id, at_ms) values (7, 'created', 0, 0)",
    "insert into token_revocations (member_id, at_ms) values (0, 0)",
    "insert into members (id, name, role, registered_at_ms) values (7, 'ana', 'reseller', 0)",
    "insert into accounts (id, member_id, currency, class, opened_at_ms) values (7, 7, 'PEN', 'member', 0)",
    "insert into accounts (id, member_id, currency, class, opened_at_ms) values (8, 7, 'VES', 'member', 0)",
    "insert into exchange_rates (currency, ask, bid, actor_id, published_at_ms) values ('PEN', '1', '1', 0, 0)",
    "insert into account_operations (kind, voucher, member_id, actor_id, journal_id, from_account_id, to_account_id,
                                     from_currency, to_currency, from_minor, to_minor, spread_minor, at_ms)
     values ('compra', 'CB-0000-0000', 7, 0, 1, 7, 8, 'PEN', 'VES', 1, 1, 0, 0)",
    "insert into channels (id, discord_channel_id, name, reseller_id, bound_at_ms) values (7, 107, 'ana', 7, 0)",
    "insert into batches (id, channel_id, reseller_id, receive_currency, send_currency, account_id, state, opened_at_ms)
     values (7, 7, 7, 'PEN', 'VES', 7, 'open', 0)",
    "insert into orders (id, kind, owner_id, creator_id, state, currency, amount_minor, fee_minor, float_minor, subject,
         created_at_ms)
     values (7, 'transfer', 7, 7, 'pending', 'VES', 9, 0, 9, 'batch:7', 0)",
    "insert into transfer_orders (order_id, batch_id, receive_currency, received_minor, rate, usd_value)
     values (7, 7, 'PEN', 1, '9', '38')",
    "insert into batch_lots (id, batch_id, bought_minor, usdt_minor, price, journal_id, bought_at_ms)
     select 7, 7, 1, 1, '1', min(id), 0 from journal",
    "insert into lot_reversals (lot_id, journal_id, actor_id, reason, at_ms) select 7, min(id), 7, 'ana', 0 from journal",
    "insert into corrections (id, order_id, batch_id, reason, shown, state, created_at_ms) values (7, 7, 7, 'ana', '{}', 'shown', 0)",
    "insert into correction_backlog (correction_id, to_state, actor_id, at_ms) values (7, 'shown', 7, 0)",
    "insert into player_transactions (id, public_id, member_id, side, category, currency, amount_minor, description, reference,
         external, metadata, order_id, repeat_allowed, made_by, created_at_ms)
     values (7, '68ab54e05475d8a12e468add', 7, 'credito', 'deposito', 'VES', 1, 'ana', 'ana', '{}', '{}', 7, 0, 'ana', 0)",
    "insert into cash_orders (order_id, account_id, method) values (7, 7, 'ana')",
    "insert into bank_assignments (bank_id, cashier_id, priority, active) values (1, 7, 1, 1)",
    "insert into bank_assignment_backlog (assignment_id, priority, active, actor_id, at_ms) select min(id), 1, 1, 7, 0 from bank_assignments",
    "insert into giro_orders (order_id, bank_id, beneficiary_name, phone, others) values (7, 1, 'ana', '0', 'anyone')",
    "insert into giro_executions (order_id, account_id, execution_type, commission_minor, executed_by, at_ms)
     values (7, 7, 'OTROS', 0, 7, 0)",
    "insert into cash_payments (order_id, part, said_by, at_ms) values (7, 'player', 7, 0)",
    "insert into payment_marks (order_id, part, mark, at_ms) values (7, 'reference', '4512', 0)",
    "insert into payment_refusals (order_id, used, said_by, at_ms) values (7, '{}', 7, 0)",
    "insert into legacy_imports (id, fingerprint, source, time_zone, summary, at_ms) values (1, 'a', 'a', 'UTC', '{}', 0)",
    "insert into legacy_clients (old_id, member_id, is_active) values (1, 7, 1)",
    "insert into legacy_accounts (old_id, currency, account_id, amount_minor) values (1, 'PEN', 7, 1)",
    "insert into legacy_transactions (old_id, source_id, source_amount, happened_at_ms) values (1, 7, '1', 0)",
    "insert into link_codes (id, member_id, selector, hash, state, issued_by, issued_at_ms, expires_at_ms)
     values (7, 7, 'BCDF', 'a', 'open', 7, 0, 1)",
    "insert into link_code_backlog (code_id, event, actor_id, at_ms) values (7, 'issued', 7, 0)",
    "insert into link_misses (typed_by, at_ms) values ('5', 0)",
    "insert into closes (length, first_day, from_ms, until_ms, time_zone, closes_at, made_at_ms, head_seq, head_hash, figures)
     values ('dia', '2026-11-20', 0, 1, 'UTC', '00:00', 1, 1, 'a', '{}')",
    "insert into player_alarm_backlog (kind, subject_id, event, facts, at_ms) values ('pending', 7, 'began', '{}', 0)",
    "insert into player_reversals (transaction_id, journal_id, actor_id, reason, at_ms) select 7, min(id), 7, 'ana', 0 from journal",
    "insert into undone_postings (journal_id, mirror_id, actor_id, reason, at_ms) select min(id), min(id), 7, 'ana', 0 from journal",
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
    for sql in ROWS {
        sqlx::query(*sql).execute(tx.conn()).await.expect(sql);
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
