//! Balances by size.

use super::ranking::{CoinHolder, owner_of};
use crate::db::{DbError, Source};
use crate::domain::kernel::money::{Currency, Money};
use crate::ids::LedgerAccountId;

/// Members with coins, the richest first, among equals the older account; after `after` when it is given.
pub async fn list_coin_holders(
    source: &mut impl Source,
    after: Option<(Money, LedgerAccountId)>,
    holders_max: i64,
) -> Result<Vec<CoinHolder>, DbError> {
    let (minor, account) = match after {
        Some((balance, account)) => (balance.minor(), account),
        None => (i64::MAX, LedgerAccountId::new(i64::MAX)),
    };
    let rows: Vec<(LedgerAccountId, String, i64)> = sqlx::query_as(
        "select id, code, balance_minor from ledger_accounts
          where currency = 'COIN' and 0 < balance_minor
            and (balance_minor < $1 or (balance_minor = $1 and $2 < id))
          order by balance_minor desc, id limit $3",
    )
    .bind(minor)
    .bind(account)
    .bind(holders_max)
    .fetch_all(source.conn())
    .await?;
    let holder = |(account, code, minor): (LedgerAccountId, String, i64)| {
        let member = owner_of(&code).ok_or_else(|| DbError::Corrupt(format!("{code} has coins and no owner")))?;
        Ok(CoinHolder {
            account,
            member,
            balance: Money::from_minor(minor, Currency::COIN),
        })
    };
    rows.into_iter().map(holder).collect()
}
