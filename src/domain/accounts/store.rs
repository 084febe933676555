//! Accounts and what can be paid from them.

use super::{Account, AccountClass};
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::domain::money::{Currency, Money};
use crate::ids::{AccountId, MemberId};

#[derive(sqlx::FromRow)]
struct AccountRow {
    id: AccountId,
    member_id: MemberId,
    currency: Currency,
    class: AccountClass,
    bank: Option<String>,
}

impl From<AccountRow> for Account {
    fn from(row: AccountRow) -> Self {
        Self {
            id: row.id,
            member: row.member_id,
            currency: row.currency,
            class: row.class,
            bank: row.bank,
        }
    }
}

pub(super) struct NewAccount {
    pub(super) member: MemberId,
    pub(super) currency: Currency,
    pub(super) class: AccountClass,
    pub(super) bank: Option<String>,
    pub(super) opened_by: MemberId,
}

pub(super) async fn insert_account(tx: &mut Tx, new: &NewAccount, at: Moment) -> Result<AccountId, DbError> {
    let (id,): (AccountId,) = sqlx::query_as(
        "insert into accounts (member_id, currency, class, bank, opened_by, opened_at_ms)
         values ($1, $2, $3, $4, $5, $6) returning id",
    )
    .bind(new.member)
    .bind(new.currency)
    .bind(new.class)
    .bind(new.bank.clone())
    .bind(new.opened_by)
    .bind(at)
    .fetch_one(tx.conn())
    .await?;
    Ok(id)
}

pub async fn find_account(source: &mut impl Source, account: AccountId) -> Result<Option<Account>, DbError> {
    let row: Option<AccountRow> =
        sqlx::query_as("select id, member_id, currency, class, bank from accounts where id = $1")
            .bind(account)
            .fetch_optional(source.conn())
            .await?;
    Ok(row.map(Account::from))
}

/// The account a member's money of a currency passes through; opened, empty, when there is none.
pub async fn ensure_member_account(
    tx: &mut Tx,
    member: MemberId,
    currency: Currency,
    opened_by: MemberId,
    at: Moment,
) -> Result<AccountId, DbError> {
    let found: Option<(AccountId,)> = sqlx::query_as(
        "select id from accounts where member_id = $1 and currency = $2 and class = 'member' and state = 'active'
          order by id limit 1",
    )
    .bind(member)
    .bind(currency)
    .fetch_optional(tx.conn())
    .await?;
    match found {
        Some((account,)) => Ok(account),
        None => {
            let new = NewAccount {
                member,
                currency,
                class: AccountClass::Member,
                bank: None,
                opened_by,
            };
            insert_account(tx, &new, at).await
        }
    }
}

/// A bank account with what can be paid from it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayingAccount {
    pub account: AccountId,
    pub cashier: MemberId,
    pub bank: Option<String>,
    /// `balance − held`.
    pub available: Money,
}

/// The bank accounts in a currency of cashiers that take orders; or those of one member, whether they do or not and even
/// when they are no cashier any more: what they have paid they can still confirm.
pub async fn list_paying_accounts(
    source: &mut impl Source,
    currency: Currency,
    only: Option<MemberId>,
) -> Result<Vec<PayingAccount>, DbError> {
    let rows: Vec<(AccountId, MemberId, Option<String>, i64)> = sqlx::query_as(
        "select a.id, a.member_id, a.bank, coalesce(l.balance_minor - l.held_minor, 0)
           from accounts a
           join members m on m.id = a.member_id
           left join ledger_accounts l on l.code = 'account:' || cast(a.id as text) || ':' || a.currency
          where a.currency = $1 and a.class = 'bank' and a.state = 'active'
            and (a.member_id = $2 or ($2 = 0 and m.role = 'cashier' and m.active = 1 and m.available = 1))
          order by a.id limit 1000",
    )
    .bind(currency)
    .bind(only.map_or(0, MemberId::get))
    .fetch_all(source.conn())
    .await?;
    let paying = |(account, cashier, bank, minor)| PayingAccount {
        account,
        cashier,
        bank,
        available: Money::from_minor(minor, currency),
    };
    Ok(rows.into_iter().map(paying).collect())
}

/// The currencies that cashiers who take orders have a bank account in.
pub async fn list_paying_currencies(source: &mut impl Source) -> Result<Vec<Currency>, DbError> {
    let rows: Vec<(Currency,)> = sqlx::query_as(
        "select distinct a.currency from accounts a join members m on m.id = a.member_id
          where a.class = 'bank' and a.state = 'active' and m.role = 'cashier' and m.active = 1 and m.available = 1
          order by a.currency limit 100",
    )
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(|(currency,)| currency).collect())
}
