//! Row locks for PostgreSQL. SQLite never comes here: its one writer is the lock.

use sqlx::{AnyConnection, AssertSqlSafe};

use super::{DbError, placeholders};

/// Tables whose rows a unit of work may hold still while it decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lockable {
    LedgerAccounts,
    Members,
    Channels,
    Batches,
    Orders,
}

impl Lockable {
    const fn table(self) -> &'static str {
        match self {
            Lockable::LedgerAccounts => "ledger_accounts",
            Lockable::Members => "members",
            Lockable::Channels => "channels",
            Lockable::Batches => "batches",
            Lockable::Orders => "orders",
        }
    }
}

pub(super) async fn lock(connection: &mut AnyConnection, table: Lockable, ids: &[i64]) -> Result<(), DbError> {
    if ids.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "select id from {} where id in ({}) order by id for update",
        table.table(),
        placeholders(1, ids.len())
    );
    // Safe: the table's name is one of ours and the rest is placeholders.
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for id in ids {
        query = query.bind(*id);
    }
    query.fetch_all(connection).await?;
    Ok(())
}
