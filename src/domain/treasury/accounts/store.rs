//! Accounts, their backlog, and what can be paid from them.

use super::{Account, AccountClass, AccountNumber, AccountState};
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::people::requests::AccountType;
use crate::ids::{AccountId, BankId, MemberId};

/// The highest prefix: it has two digits.
const PREFIX_MAX: i64 = 99;

#[derive(sqlx::FromRow)]
struct AccountRow {
    id: AccountId,
    number: AccountNumber,
    member_id: MemberId,
    currency: Currency,
    class: AccountClass,
    #[sqlx(rename = "type")]
    account_type: AccountType,
    state: AccountState,
    bank: Option<String>,
    bank_id: Option<BankId>,
    reference: Option<String>,
    holder: Option<String>,
}

impl From<AccountRow> for Account {
    fn from(row: AccountRow) -> Self {
        Self {
            id: row.id,
            number: row.number,
            member: row.member_id,
            currency: row.currency,
            class: row.class,
            account_type: row.account_type,
            state: row.state,
            bank: row.bank,
            bank_id: row.bank_id,
            reference: row.reference,
            holder: row.holder,
        }
    }
}

/// The columns of an account, in one place; `$tail` says which accounts.
macro_rules! select_accounts {
    ($tail:literal) => {
        concat!(
            "select id, number, member_id, currency, class, type, state, bank, bank_id, reference, holder from accounts ",
            $tail
        )
    };
}

pub(super) struct NewAccount {
    pub(super) member: MemberId,
    pub(super) currency: Currency,
    pub(super) class: AccountClass,
    pub(super) account_type: AccountType,
    pub(super) bank: Option<String>,
    pub(super) reference: Option<String>,
    pub(super) holder: Option<String>,
    pub(super) opened_by: MemberId,
}

/// Inserts an account; `None` when its number is taken.
pub(super) async fn insert_account(
    tx: &mut Tx,
    new: &NewAccount,
    bank: Option<BankId>,
    number: &AccountNumber,
    at: Moment,
) -> Result<Option<AccountId>, DbError> {
    let row: Option<(AccountId,)> = sqlx::query_as(
        "insert into accounts (number, member_id, currency, class, type, bank, reference, holder, opened_by, opened_at_ms, bank_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (number) do nothing returning id",
    )
    .bind(number.clone())
    .bind(new.member)
    .bind(new.currency)
    .bind(new.class)
    .bind(new.account_type)
    .bind(new.bank.clone())
    .bind(new.reference.clone())
    .bind(new.holder.clone())
    .bind(new.opened_by)
    .bind(at)
    .bind(bank)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|(id,)| id))
}

/// Sets an account's number at its bank, if it has none; returns whether it had none.
pub(super) async fn set_reference(tx: &mut Tx, account: AccountId, reference: &str) -> Result<bool, DbError> {
    let touched = sqlx::query("update accounts set reference = $2 where id = $1 and reference is null")
        .bind(account)
        .bind(reference.to_owned())
        .execute(tx.conn())
        .await?
        .rows_affected();
    Ok(touched == 1)
}

pub(super) async fn insert_backlog(
    tx: &mut Tx,
    account: AccountId,
    event: &'static str,
    details: &serde_json::Value,
    actor: Option<MemberId>,
    at: Moment,
) -> Result<(), DbError> {
    sqlx::query(
        "insert into account_backlog (account_id, event, details, actor_id, at_ms) values ($1, $2, $3, $4, $5)",
    )
    .bind(account)
    .bind(event)
    .bind(details.to_string())
    .bind(actor)
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What the numbers of a currency begin with. A currency without a prefix gets the next free one.
pub(super) async fn prefix_of(tx: &mut Tx, currency: Currency) -> Result<String, DbError> {
    let (found, highest): (Option<String>, i64) = sqlx::query_as(
        "select (select prefix from currencies where code = $1),
                (select cast(coalesce(max(cast(prefix as bigint)), 0) as bigint) from currencies)",
    )
    .bind(currency)
    .fetch_one(tx.conn())
    .await?;
    if let Some(prefix) = found {
        return Ok(prefix);
    }
    if PREFIX_MAX <= highest {
        return Err(DbError::Corrupt(format!("no prefix is left for {currency}")));
    }
    let prefix = format!("{:02}", highest + 1);
    let touched = sqlx::query("update currencies set prefix = $2 where code = $1 and prefix is null")
        .bind(currency)
        .bind(prefix.clone())
        .execute(tx.conn())
        .await?
        .rows_affected();
    if touched != 1 {
        return Err(DbError::Raced("a currency's prefix"));
    }
    Ok(prefix)
}

pub async fn find_account(source: &mut impl Source, account: AccountId) -> Result<Option<Account>, DbError> {
    let row: Option<AccountRow> = sqlx::query_as(select_accounts!("where id = $1"))
        .bind(account)
        .fetch_optional(source.conn())
        .await?;
    Ok(row.map(Account::from))
}

pub(super) async fn get_account(source: &mut impl Source, account: AccountId) -> Result<Account, DbError> {
    find_account(source, account)
        .await?
        .ok_or_else(|| DbError::Corrupt(format!("account {account} is not there")))
}

/// All accounts, of one member or of everybody, closed ones too; at most so many.
pub async fn list_all_accounts(
    source: &mut impl Source,
    member: Option<MemberId>,
    accounts_max: i64,
) -> Result<Vec<Account>, DbError> {
    let rows: Vec<AccountRow> = sqlx::query_as(select_accounts!(
        "where ($1 < 0 or member_id = $1) order by id limit $2"
    ))
    .bind(member.map_or(-1, MemberId::get))
    .bind(accounts_max)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(Account::from).collect())
}

pub async fn find_account_numbered(
    source: &mut impl Source,
    number: &AccountNumber,
) -> Result<Option<Account>, DbError> {
    let row: Option<AccountRow> = sqlx::query_as(select_accounts!("where number = $1"))
        .bind(number.clone())
        .fetch_optional(source.conn())
        .await?;
    Ok(row.map(Account::from))
}

/// A member's active accounts, the first opened first.
pub async fn list_accounts_of(source: &mut impl Source, member: MemberId) -> Result<Vec<Account>, DbError> {
    let rows: Vec<AccountRow> = sqlx::query_as(select_accounts!(
        "where member_id = $1 and state = 'active' order by id limit 100"
    ))
    .bind(member)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(Account::from).collect())
}

/// The one active account of a member's own money in a currency.
pub async fn find_own(
    source: &mut impl Source,
    member: MemberId,
    currency: Currency,
) -> Result<Option<Account>, DbError> {
    let row: Option<AccountRow> = sqlx::query_as(select_accounts!(
        "where member_id = $1 and currency = $2 and class = 'member' and state = 'active' order by id limit 1"
    ))
    .bind(member)
    .bind(currency)
    .fetch_optional(source.conn())
    .await?;
    Ok(row.map(Account::from))
}

/// Closes an account; returns whether it was open. A reversal may reopen it.
pub(crate) async fn close_account(
    tx: &mut Tx,
    account: AccountId,
    actor: MemberId,
    at: Moment,
) -> Result<bool, DbError> {
    let touched =
        sqlx::query("update accounts set state = 'closed', closed_at_ms = $2 where id = $1 and state = 'active'")
            .bind(account)
            .bind(at)
            .execute(tx.conn())
            .await?
            .rows_affected();
    if touched == 1 {
        insert_backlog(tx, account, "closed", &serde_json::json!({}), Some(actor), at).await?;
    }
    Ok(touched == 1)
}

/// Reopens a closed account; returns whether it was closed.
pub(super) async fn reopen_account(
    tx: &mut Tx,
    account: AccountId,
    actor: MemberId,
    at: Moment,
) -> Result<bool, DbError> {
    let touched =
        sqlx::query("update accounts set state = 'active', closed_at_ms = null where id = $1 and state = 'closed'")
            .bind(account)
            .execute(tx.conn())
            .await?
            .rows_affected();
    if touched == 1 {
        insert_backlog(tx, account, "reopened", &serde_json::json!({}), Some(actor), at).await?;
    }
    Ok(touched == 1)
}

/// The account to which money can go that was meant for this one: itself while it is active, else its owner's first
/// active account in the same currency.
pub(super) async fn find_usable_like(
    source: &mut impl Source,
    account: AccountId,
) -> Result<Option<AccountId>, DbError> {
    let row: Option<(AccountId,)> = sqlx::query_as(
        "select a.id from accounts a join accounts meant on meant.id = $1
          where a.member_id = meant.member_id and a.currency = meant.currency and a.state = 'active'
          order by case when a.id = $1 then 0 else 1 end, a.id limit 1",
    )
    .bind(account)
    .fetch_optional(source.conn())
    .await?;
    Ok(row.map(|(account,)| account))
}

/// The largest balance of an active account in a currency; zero when there is none.
pub(super) async fn find_largest_balance(source: &mut impl Source, currency: Currency) -> Result<Money, DbError> {
    let (minor,): (i64,) = sqlx::query_as(
        "select cast(coalesce(max(l.balance_minor), 0) as bigint)
           from accounts a
           join ledger_accounts l on l.code = 'account:' || cast(a.id as text) || ':' || a.currency
          where a.currency = $1 and a.state = 'active'",
    )
    .bind(currency)
    .fetch_one(source.conn())
    .await?;
    Ok(Money::from_minor(minor, currency))
}

/// An account from before accounts had numbers.
pub(super) struct Unnumbered {
    pub(super) id: AccountId,
    pub(super) currency: Currency,
    pub(super) class: AccountClass,
}

pub(super) async fn list_unnumbered(source: &mut impl Source, rows_max: i64) -> Result<Vec<Unnumbered>, DbError> {
    let rows: Vec<(AccountId, Currency, AccountClass)> =
        sqlx::query_as("select id, currency, class from accounts where number is null order by id limit $1")
            .bind(rows_max)
            .fetch_all(source.conn())
            .await?;
    let unnumbered = |(id, currency, class)| Unnumbered { id, currency, class };
    Ok(rows.into_iter().map(unnumbered).collect())
}

/// Numbers an account that has no number; returns whether it had none.
pub(super) async fn set_number(
    tx: &mut Tx,
    account: AccountId,
    number: &AccountNumber,
    account_type: AccountType,
) -> Result<bool, DbError> {
    let touched =
        sqlx::query("update accounts set number = $2, type = coalesce(type, $3) where id = $1 and number is null")
            .bind(account)
            .bind(number.clone())
            .bind(account_type)
            .execute(tx.conn())
            .await?
            .rows_affected();
    Ok(touched == 1)
}

/// A bank account, and what can be paid from it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayingAccount {
    pub account: AccountId,
    pub number: AccountNumber,
    pub cashier: MemberId,
    pub bank: Option<String>,
    /// `balance − held − floor`.
    pub available: Money,
}

/// The bank accounts in a currency of cashiers who take orders. With `only`: those of this member, whether they take
/// orders or not and even when they are no longer a cashier, because they can still confirm what they have paid.
pub async fn list_paying_accounts(
    source: &mut impl Source,
    currency: Currency,
    only: Option<MemberId>,
) -> Result<Vec<PayingAccount>, DbError> {
    list_paying(source, currency, (only, 1)).await
}

/// The bank accounts of paused cashiers: they have the money, but take no orders.
pub async fn list_paused_accounts(source: &mut impl Source, currency: Currency) -> Result<Vec<PayingAccount>, DbError> {
    list_paying(source, currency, (None, 0)).await
}

/// `only` selects one member; without it, `available` selects the cashiers who take orders (1) or are paused (0).
async fn list_paying(
    source: &mut impl Source,
    currency: Currency,
    (only, available): (Option<MemberId>, i64),
) -> Result<Vec<PayingAccount>, DbError> {
    let rows: Vec<(AccountId, AccountNumber, MemberId, Option<String>, i64)> = sqlx::query_as(
        "select a.id, a.number, a.member_id, a.bank,
                coalesce(l.balance_minor - l.held_minor - coalesce(l.floor_minor, 0), 0)
           from accounts a
           join members m on m.id = a.member_id
           left join ledger_accounts l on l.code = 'account:' || cast(a.id as text) || ':' || a.currency
          where a.currency = $1 and a.class = 'bank' and a.state = 'active'
            and (a.member_id = $2 or ($2 = 0 and m.role = 'cashier' and m.active = 1 and m.left_at_ms is null
                                             and m.available = $3))
          order by a.id limit 1000",
    )
    .bind(currency)
    .bind(only.map_or(0, MemberId::get))
    .bind(available)
    .fetch_all(source.conn())
    .await?;
    let paying = |(account, number, cashier, bank, minor)| PayingAccount {
        account,
        number,
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
          where a.class = 'bank' and a.state = 'active' and m.role = 'cashier' and m.active = 1 and m.left_at_ms is null
            and m.available = 1
          order by a.currency limit 100",
    )
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(|(currency,)| currency).collect())
}
