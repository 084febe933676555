//! Facts from the database for stories to compare: balances, numbers of rows, the changes of an order.

use std::collections::BTreeMap;

use cambista::db::Source;
use cambista::domain::books::ledger::AccountKey;
use cambista::domain::kernel::money::Currency;
use cambista::ids::MemberId;
use sqlx::AssertSqlSafe;

use super::desk::{post, transfer};
use super::world::World;

/// The tables that a refused command must leave as they were. `members` is not among them, because whoever types
/// anything is registered.
const TABLES: [&str; 26] = [
    "journal",
    "entries",
    "holds",
    "receipts",
    "outbox",
    "member_backlog",
    "transfer_fees",
    "rates",
    "usd_values",
    "accounts",
    "channel_backlog",
    "batch_backlog",
    "batch_lots",
    "lot_reversals",
    "corrections",
    "correction_backlog",
    "undone_postings",
    "batches",
    "order_backlog",
    "proofs",
    "account_backlog",
    "requests",
    "request_backlog",
    "request_proofs",
    "place_backlog",
    "place_finding_backlog",
];

/// One row of `order_backlog`, with names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub from: Option<String>,
    pub to: String,
    pub cashier: Option<String>,
    /// `None`: the desk itself.
    pub actor: Option<String>,
    pub reason: Option<String>,
    pub at_ms: i64,
}

impl Step {
    /// `from → to, cashier, actor, reason`, with `-` for what is not there.
    pub fn told(&self) -> String {
        let or_none = |part: &Option<String>| part.clone().unwrap_or_else(|| "-".to_owned());
        format!(
            "{} → {}, {}, {}, {}",
            or_none(&self.from),
            self.to,
            or_none(&self.cashier),
            or_none(&self.actor),
            or_none(&self.reason)
        )
    }
}

impl World {
    /// Every account in the books with its balance in minor units.
    pub async fn balances(&self) -> BTreeMap<String, i64> {
        let mut reader = self.running().app.desk.db.reader().await.expect("a reader");
        let rows: Vec<(String, i64)> = sqlx::query_as("select code, balance_minor from ledger_accounts")
            .fetch_all(reader.conn())
            .await
            .expect("the balances");
        rows.into_iter().collect()
    }

    /// The number and kind of every journal row, in order.
    pub async fn movement_kinds(&self) -> Vec<(i64, String)> {
        let mut reader = self.running().app.desk.db.reader().await.expect("a reader");
        sqlx::query_as("select id, kind from journal order by id")
            .fetch_all(reader.conn())
            .await
            .expect("the journal")
    }

    /// Gives somebody points that no order gave them.
    pub async fn gives_points(&self, name: &str, points: i64) {
        let db = &self.running().app.desk.db;
        let mut reader = db.reader().await.expect("a reader");
        let (id,): (i64,) = sqlx::query_as("select id from members where name = $1")
            .bind(name.to_owned())
            .fetch_one(reader.conn())
            .await
            .expect("a member");
        drop(reader);
        let to = AccountKey::Points(MemberId::new(id));
        let posting = transfer(AccountKey::Issuance(Currency::PTS), to, points);
        post(db, posting).await.expect("points");
    }

    /// An account's balance in whole units with decimals: `-3.75`.
    pub async fn balance(&self, code: &str) -> String {
        let minor = self.balances().await.get(code).copied().unwrap_or(0);
        rust_decimal::Decimal::new(minor, 4).normalize().to_string()
    }

    /// How many rows each table has.
    pub async fn rows(&self) -> Vec<(&'static str, i64)> {
        let mut reader = self.running().app.desk.db.reader().await.expect("a reader");
        let mut counted = Vec::new();
        for table in TABLES {
            let sql = format!("select count(*) from {table}");
            let (count,): (i64,) = sqlx::query_as(AssertSqlSafe(sql))
                .fetch_one(reader.conn())
                .await
                .expect("a count");
            counted.push((table, count));
        }
        counted
    }

    /// Whether a request with this id has a receipt.
    pub async fn knows_request(&self, id: &str) -> bool {
        let mut reader = self.running().app.desk.db.reader().await.expect("a reader");
        let (count,): (i64,) = sqlx::query_as("select count(*) from receipts where request_id = $1")
            .bind(id.to_owned())
            .fetch_one(reader.conn())
            .await
            .expect("a count");
        0 < count
    }

    /// How many orders there are.
    pub async fn orders(&self) -> i64 {
        let mut reader = self.running().app.desk.db.reader().await.expect("a reader");
        let (count,): (i64,) = sqlx::query_as("select count(*) from orders")
            .fetch_one(reader.conn())
            .await
            .expect("a count");
        count
    }

    /// How many journal rows of this kind there are.
    pub async fn movements(&self, kind: &str) -> i64 {
        let mut reader = self.running().app.desk.db.reader().await.expect("a reader");
        let (count,): (i64,) = sqlx::query_as("select count(*) from journal where kind = $1")
            .bind(kind.to_owned())
            .fetch_one(reader.conn())
            .await
            .expect("a count");
        count
    }

    /// The changes of an order, in order.
    pub async fn backlog(&self, order: i64) -> Vec<Step> {
        let mut reader = self.running().app.desk.db.reader().await.expect("a reader");
        type Row = (
            Option<String>,
            String,
            Option<String>,
            Option<String>,
            Option<String>,
            i64,
        );
        let rows: Vec<Row> = sqlx::query_as(
            "select b.from_state, b.to_state, c.name, a.name, b.reason, b.at_ms
               from order_backlog b
               left join members c on c.id = b.cashier_id
               left join members a on a.id = b.actor_id
              where b.order_id = $1 order by b.id",
        )
        .bind(order)
        .fetch_all(reader.conn())
        .await
        .expect("the backlog");
        let step = |(from, to, cashier, actor, reason, at_ms)| Step {
            from,
            to,
            cashier,
            actor,
            reason,
            at_ms,
        };
        rows.into_iter().map(step).collect()
    }

    /// As [`World::backlog`], each change as text.
    pub async fn backlog_told(&self, order: i64) -> Vec<String> {
        self.backlog(order).await.iter().map(Step::told).collect()
    }
}
