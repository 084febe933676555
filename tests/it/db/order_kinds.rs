//! A desk's books from before orders had kinds: the migration keeps them, row by row and to the last seal.

use cambista::db::{Db, Engine};
use cambista::domain::flows::batches;
use cambista::domain::orders;
use cambista::ids::OrderId;
use sqlx::{AnyConnection, AssertSqlSafe};

use crate::on_both_engines;
use crate::support::database::{TestDb, connect};
use crate::support::desk::closes_clean;
use crate::support::world::World;

const CHANNEL: &str = "transacciones-david";

/// Turns the tables of this version back into those from before migration 25, on SQLite. Later migrations stay applied: one that changes
/// `orders` or `transfer_orders` changes this list too.
const BACK_ON_SQLITE: &[&str] = &[
    "pragma foreign_keys = off",
    "create table old_orders as
     select o.id, o.kind, t.batch_id, o.owner_id as reseller_id, o.creator_id, o.cashier_id, o.account_id, o.state,
            t.receive_currency, t.received_minor, t.rate, o.currency as send_currency, o.amount_minor, o.fee_minor, t.usd_value,
            o.beneficiary, o.journal_id, o.reversal_id, o.source_channel_id, o.source_message_id, o.created_at_ms, o.assigned_at_ms,
            o.ended_at_ms, o.reason, o.reminded_at_ms, o.stuck_told_at_ms, o.float_told_at_ms, o.float_told
       from orders o join transfer_orders t on t.order_id = o.id",
    "drop table transfer_orders",
    "drop table orders",
    "create table orders (id integer primary key, kind text, batch_id integer, reseller_id integer, creator_id integer,
         cashier_id integer, account_id integer, state text, receive_currency text, received_minor integer, rate text,
         send_currency text, amount_minor integer, fee_minor integer, usd_value text, beneficiary text, journal_id integer,
         reversal_id integer, source_channel_id integer, source_message_id integer, created_at_ms integer,
         assigned_at_ms integer, ended_at_ms integer, reason text, reminded_at_ms integer, stuck_told_at_ms integer,
         float_told_at_ms integer, float_told integer) strict",
    "insert into orders select * from old_orders",
    "drop table old_orders",
    "delete from _sqlx_migrations where version = 25",
];

/// The same on PostgreSQL.
const BACK_ON_POSTGRES: &[&str] = &[
    "alter table orders add column batch_id bigint, add column receive_currency text, add column received_minor bigint,
         add column rate text, add column usd_value text",
    "update orders set batch_id = t.batch_id, receive_currency = t.receive_currency, received_minor = t.received_minor,
         rate = t.rate, usd_value = t.usd_value from transfer_orders t where t.order_id = id",
    "drop table transfer_orders",
    "drop index orders_hold",
    "drop index orders_taken",
    "alter table orders drop constraint orders_escrow_check",
    "alter table orders drop column float_minor, drop column hold_id, drop column taken_journal_id,
         drop column taken_account_id, drop column subject",
    "alter table orders rename column owner_id to reseller_id",
    "alter table orders rename column currency to send_currency",
    "alter index orders_of_owner rename to orders_of_reseller",
    "create index orders_of_batch on orders (batch_id, id)",
    "alter table orders add constraint orders_kind_check check (kind in ('transfer'))",
    "delete from _sqlx_migrations where version = 25",
];

/// Figures of the books as text: two books with the same content give the same.
const SAID: [&str; 6] = [
    "select coalesce(max(seq), 0) || ' seals, the last ' || cast(count(distinct hash) as text)
       from seals",
    "select cast(count(*) as text) || ' rows, ' || cast(sum(id) as text) from journal",
    "select cast(count(*) as text) || ' entries, ' || cast(sum(amount_minor * id) as text) || ' ' || cast(sum(current_minor) as text)
       from entries",
    "select cast(count(*) as text) || ' steps, ' || cast(sum(order_id * id) as text) from order_backlog",
    "select cast(count(*) as text) || ' proofs, ' || cast(sum(order_id * id) as text) from proofs",
    "select cast(count(*) as text) || ' marks, ' || min(mark) || ' ' || max(mark) from marks where subject like 'order:%'",
];

async fn said(raw: &mut AnyConnection) -> Vec<String> {
    let mut all = Vec::new();
    for sql in SAID {
        let (text,): (String,) = sqlx::query_as(sql).fetch_one(&mut *raw).await.expect(sql);
        all.push(text);
    }
    all
}

/// Each order with its terms, as this version reads them.
async fn orders_of(db: &Db) -> Vec<String> {
    let mut reader = db.reader().await.expect("a reader");
    let mut all = Vec::new();
    for number in 1..=4 {
        let id = OrderId::new(number);
        let order = orders::find_order(&mut reader, id)
            .await
            .expect("read")
            .expect("an order");
        let terms = batches::get_terms(&mut reader, id).await.expect("its terms");
        all.push(format!("{order:?} {terms:?}"));
    }
    all
}

on_both_engines! {
    async fn a_book_from_before_kinds_says_the_same_afterwards(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let david = world.person("david");
        david.says(CHANNEL, "!start batch").await;
        for typed in ["!t 100 p Ana 0102", "!t 100 9.2", "!t 7 p", "!t 8 p Luis"] {
            david.says(CHANNEL, typed).await;
        }
        world.person("cajero1").pays(1).await;
        world.person("cajero2").pays(2).await;
        david.says(CHANNEL, "!cancelar 3").await;
        let (card, capture) = (world.person("cajero2").order("dm", 4).await, b"capture of order 4");
        world.person("cajero2").replies_with_capture("dm", &card, capture).await;
        let before = orders_of(&world.running().app.desk.db).await;
        let engine = world.running().app.desk.db.engine();
        closes_clean(&world.running().app.desk.db).await;
        world.ends().await;

        let mut raw = connect(&world.books()).await;
        let told = said(&mut raw).await;
        let back = match engine {
            Engine::Sqlite => BACK_ON_SQLITE,
            Engine::Postgres => BACK_ON_POSTGRES,
        };
        for sql in back {
            sqlx::query(AssertSqlSafe(*sql)).execute(&mut raw).await.expect(sql);
        }
        drop(raw);
        world.begins().await;
        let db = world.running().app.desk.db.clone();
        assert_eq!(orders_of(&db).await, before);
        let mut raw = connect(&world.books()).await;
        assert_eq!(said(&mut raw).await, told);
        closes_clean(&db).await;
        let mut tx = db.begin().await.expect("a unit");
        let (loose,): (i64,) = sqlx::query_as(
            "select (select count(*) from order_backlog b left join orders o on o.id = b.order_id where o.id is null)
                  + (select count(*) from proofs p left join orders o on o.id = p.order_id where o.id is null)",
        )
        .fetch_one(tx.conn())
        .await
        .expect("what refers to orders");
        assert_eq!(loose, 0);
        drop(tx);
        let mut tx = db.begin().await.expect("a unit");
        let nobody = "insert into order_backlog (order_id, to_state, at_ms) values (99, 'pending', 0)";
        sqlx::query(nobody).execute(tx.conn()).await.expect_err("nothing refers to what is not there");
        drop(tx);

        // The open order can still be paid.
        let card = world.person("cajero2").order("dm", 4).await;
        let answer = world.person("cajero2").presses(&card, "Listo").await;
        assert!(answer.text().contains("pagada"), "{}", answer.text());
        let david = world.person("david");
        david.finds(CHANNEL, "Orden **4** pagada").await.shows(&["1.897,68 Bs"]);
        world.closes_clean().await;
    }
}
