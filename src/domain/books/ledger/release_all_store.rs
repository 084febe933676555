//! Many holds at once.

use std::collections::BTreeMap;

use sqlx::AssertSqlSafe;

use crate::clock::Moment;
use crate::db::{DbError, Tx, placeholders, rows_of_placeholders};
use crate::domain::books::ledger::LedgerError;
use crate::domain::books::ledger::store::OpenHold;
use crate::domain::kernel::money::{Currency, Money};
use crate::ids::HoldId;

/// Those of `holds` that can still be ended.
pub(super) async fn list_open_holds(tx: &mut Tx, holds: &[HoldId]) -> Result<BTreeMap<HoldId, OpenHold>, DbError> {
    if holds.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sql = format!(
        "select h.id, a.code, a.currency, h.amount_minor from holds h join ledger_accounts a on a.id = h.account_id \
         where h.state = 'open' and h.id in ({})",
        placeholders(1, holds.len())
    );
    let mut query = sqlx::query_as(AssertSqlSafe(sql));
    for hold in holds {
        query = query.bind(*hold);
    }
    let rows: Vec<(HoldId, String, Currency, i64)> = query.fetch_all(tx.conn()).await?;
    let open = |(id, code, currency, minor)| {
        let amount = Money::from_minor(minor, currency);
        (id, OpenHold { code, amount })
    };
    Ok(rows.into_iter().map(open).collect())
}

/// Ends open holds without posting.
pub(super) async fn release_holds(tx: &mut Tx, holds: &[HoldId], at: Moment) -> Result<(), LedgerError> {
    let Some(first) = holds.first() else { return Ok(()) };
    let sql = format!(
        "update holds set state = 'released', ended_at_ms = $1 where state = 'open' and id in ({})",
        placeholders(2, holds.len())
    );
    let mut query = sqlx::query(AssertSqlSafe(sql)).bind(at);
    for hold in holds {
        query = query.bind(*hold);
    }
    if query.execute(tx.conn()).await?.rows_affected() != holds.len() as u64 {
        return Err(LedgerError::HoldNotOpen(*first));
    }
    let sql = format!(
        "insert into hold_backlog (hold_id, from_state, to_state, settled_minor, at_ms) values {}",
        rows_of_placeholders(holds.len(), 5)
    );
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for hold in holds {
        query = query.bind(*hold).bind("open").bind("released").bind(0_i64).bind(at);
    }
    query.execute(tx.conn()).await?;
    Ok(())
}
