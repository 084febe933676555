//! Which bank accounts are kept at which banks.

use crate::db::{DbError, Source, Tx};
use crate::domain::kernel::money::{Currency, Money};
use crate::ids::{AccountId, BankId, MemberId};

/// An active bank account of a cashier, and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankAccount {
    pub account: AccountId,
    /// `None`: what was typed as its bank names none of the desk's list.
    pub bank: Option<BankId>,
    /// The bank as it was typed.
    pub bank_typed: Option<String>,
    pub owner: MemberId,
    pub balance: Money,
}

type BankAccountRow = (AccountId, Option<BankId>, Option<String>, MemberId, Currency, i64);

/// The active bank accounts of all cashiers, the first opened first.
pub async fn list_bank_accounts(source: &mut impl Source) -> Result<Vec<BankAccount>, DbError> {
    let rows: Vec<BankAccountRow> = sqlx::query_as(
        "select a.id, a.bank_id, a.bank, a.member_id, a.currency, coalesce(l.balance_minor, 0)
           from accounts a
           left join ledger_accounts l on l.code = 'account:' || cast(a.id as text) || ':' || a.currency
          where a.class = 'bank' and a.state = 'active'
          order by a.id limit 5000",
    )
    .fetch_all(source.conn())
    .await?;
    let account = |(account, bank, bank_typed, owner, currency, minor)| BankAccount {
        account,
        bank,
        bank_typed,
        owner,
        balance: Money::from_minor(minor, currency),
    };
    Ok(rows.into_iter().map(account).collect())
}

/// The cashiers who have an active account at a bank, the first opened first.
pub async fn list_cashiers_at(source: &mut dyn Source, bank: BankId) -> Result<Vec<MemberId>, DbError> {
    let rows: Vec<(MemberId,)> = sqlx::query_as(
        "select member_id from accounts where bank_id = $1 and class = 'bank' and state = 'active'
          group by member_id order by min(id) limit 1000",
    )
    .bind(bank)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(|(member,)| member).collect())
}

/// A bank account without a bank's row.
pub(super) struct Unrecognised {
    pub(super) account: AccountId,
    pub(super) currency: Currency,
    pub(super) bank: Option<String>,
    pub(super) reference: Option<String>,
}

/// Bank accounts above this id that have no bank's row.
pub(super) async fn list_unrecognised(
    source: &mut impl Source,
    above: AccountId,
    rows_max: i64,
) -> Result<Vec<Unrecognised>, DbError> {
    let rows: Vec<(AccountId, Currency, Option<String>, Option<String>)> = sqlx::query_as(
        "select id, currency, bank, reference from accounts
          where bank_id is null and class = 'bank' and $1 < id order by id limit $2",
    )
    .bind(above)
    .bind(rows_max)
    .fetch_all(source.conn())
    .await?;
    let unrecognised = |(account, currency, bank, reference)| Unrecognised {
        account,
        currency,
        bank,
        reference,
    };
    Ok(rows.into_iter().map(unrecognised).collect())
}

/// Stores at which bank an account is kept, if that is not stored yet; returns whether it was not.
pub(super) async fn set_bank(tx: &mut Tx, account: AccountId, bank: BankId) -> Result<bool, DbError> {
    let touched = sqlx::query("update accounts set bank_id = $2 where id = $1 and bank_id is null")
        .bind(account)
        .bind(bank)
        .execute(tx.conn())
        .await?
        .rows_affected();
    Ok(touched == 1)
}
