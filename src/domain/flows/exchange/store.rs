//! Operations between accounts.

use super::operation::Moved;
use super::{Operation, OperationKind, Voucher};
use crate::clock::Moment;
use crate::db::{DbError, Place, Source, Tx};
use crate::domain::books::ledger::{self, AccountKey};
use crate::domain::kernel::money::{Currency, Money, Rate};
use crate::domain::treasury::accounts::AccountNumber;
use crate::ids::{AccountId, JournalId, MemberId};

/// How often a voucher is drawn until one is free.
const DRAWS_MAX: usize = 8;

/// A voucher that no operation has.
pub(super) async fn draw_voucher(tx: &mut Tx) -> Result<Voucher, DbError> {
    for _ in 0..DRAWS_MAX {
        let voucher = Voucher::draw();
        let taken: Option<(i64,)> = sqlx::query_as("select id from account_operations where voucher = $1")
            .bind(voucher.clone())
            .fetch_optional(tx.conn())
            .await?;
        if taken.is_none() {
            return Ok(voucher);
        }
    }
    Err(DbError::Corrupt("no voucher is free".to_owned()))
}

pub(super) async fn insert_operation(tx: &mut Tx, new: &Operation, actor: MemberId) -> Result<(), DbError> {
    sqlx::query(
        "insert into account_operations (kind, voucher, member_id, actor_id, journal_id, from_account_id, to_account_id,
                                         from_currency, to_currency, from_minor, to_minor, bid, ask, spread_minor, at_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(new.kind)
    .bind(new.voucher.clone())
    .bind(new.member)
    .bind(actor)
    .bind(new.journal)
    .bind(new.from.account)
    .bind(new.to.account)
    .bind(new.from.amount.currency())
    .bind(new.to.amount.currency())
    .bind(new.from.amount.minor())
    .bind(new.to.amount.minor())
    .bind(new.bid)
    .bind(new.ask)
    .bind(new.spread.minor())
    .bind(new.at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    /// Newer ones have higher numbers.
    pub(super) id: i64,
    kind: OperationKind,
    voucher: Voucher,
    member_id: MemberId,
    journal_id: JournalId,
    from_account_id: AccountId,
    from_number: AccountNumber,
    from_owner: MemberId,
    to_account_id: AccountId,
    to_number: AccountNumber,
    to_owner: MemberId,
    from_currency: Currency,
    to_currency: Currency,
    from_minor: i64,
    to_minor: i64,
    bid: Option<Rate>,
    ask: Option<Rate>,
    spread_minor: i64,
    at_ms: Moment,
    is_undone: i64,
}

/// The columns of an operation, in one place; `$tail` says which operations.
macro_rules! select_operations {
    ($tail:literal) => {
        concat!(
            "select o.id, o.kind, o.voucher, o.member_id, o.journal_id, o.from_account_id, f.number as from_number,
                    f.member_id as from_owner, o.to_account_id, t.number as to_number, t.member_id as to_owner,
                    o.from_currency, o.to_currency, o.from_minor, o.to_minor, o.bid, o.ask, o.spread_minor, o.at_ms,
                    case when exists (select 1 from journal j where j.reverses_id = o.journal_id) then 1 else 0 end
                      as is_undone
               from account_operations o
               join accounts f on f.id = o.from_account_id
               join accounts t on t.id = o.to_account_id ",
            $tail
        )
    };
}

/// Which operations to list: those that moved money of a member. What is `None` does not restrict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OperationFilter {
    pub member: MemberId,
    pub kind: Option<OperationKind>,
    /// Of either side.
    pub currency: Option<Currency>,
}

impl OperationFilter {
    fn kind_code(self) -> &'static str {
        self.kind.map_or("", OperationKind::code)
    }

    fn currency_code(self) -> String {
        self.currency.map_or_else(String::new, |currency| currency.to_string())
    }
}

/// The operations of a filter at a place of their list, the newest first.
pub(super) async fn list(
    source: &mut impl Source,
    filter: OperationFilter,
    place: Place,
    rows_max: i64,
) -> Result<Vec<Row>, DbError> {
    let (statement, key) = match place {
        Place::First => (BEFORE, i64::MAX),
        Place::After(key) => (BEFORE, key),
        Place::Before(key) => (AFTER, key),
    };
    let mut rows: Vec<Row> = sqlx::query_as(statement)
        .bind(filter.member)
        .bind(filter.kind_code())
        .bind(filter.currency_code())
        .bind(key)
        .bind(rows_max)
        .fetch_all(source.conn())
        .await?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.id));
    Ok(rows)
}

const BEFORE: &str = select_operations!(
    "where (f.member_id = $1 or t.member_id = $1) and ($2 = '' or o.kind = $2)
        and ($3 = '' or o.from_currency = $3 or o.to_currency = $3) and o.id < $4
      order by o.id desc limit $5"
);
const AFTER: &str = select_operations!(
    "where (f.member_id = $1 or t.member_id = $1) and ($2 = '' or o.kind = $2)
        and ($3 = '' or o.from_currency = $3 or o.to_currency = $3) and $4 < o.id
      order by o.id limit $5"
);

/// How many operations a filter has, and how many of them are newer than `first`.
pub(super) async fn count(
    source: &mut impl Source,
    filter: OperationFilter,
    first: Option<i64>,
) -> Result<(i64, i64), DbError> {
    let counted = sqlx::query_as(
        "select count(*), coalesce(sum(case when $4 < o.id then 1 else 0 end), 0)
           from account_operations o
           join accounts f on f.id = o.from_account_id
           join accounts t on t.id = o.to_account_id
          where (f.member_id = $1 or t.member_id = $1) and ($2 = '' or o.kind = $2)
            and ($3 = '' or o.from_currency = $3 or o.to_currency = $3)",
    )
    .bind(filter.member)
    .bind(filter.kind_code())
    .bind(filter.currency_code())
    .bind(first.unwrap_or(i64::MAX))
    .fetch_one(source.conn())
    .await?;
    Ok(counted)
}

pub(super) async fn find(source: &mut impl Source, voucher: &Voucher) -> Result<Option<Row>, DbError> {
    let row = sqlx::query_as(select_operations!("where o.voucher = $1"))
        .bind(voucher.clone())
        .fetch_optional(source.conn())
        .await?;
    Ok(row)
}

/// The operation of a row, with the balances around it, which the books know.
pub(super) async fn with_balances(source: &mut impl Source, row: Row) -> Result<Operation, DbError> {
    let from = Money::from_minor(row.from_minor, row.from_currency);
    let to = Money::from_minor(row.to_minor, row.to_currency);
    Ok(Operation {
        voucher: row.voucher,
        kind: row.kind,
        member: row.member_id,
        journal: row.journal_id,
        from: moved(
            source,
            row.journal_id,
            (row.from_account_id, row.from_number, row.from_owner),
            from,
        )
        .await?,
        to: moved(
            source,
            row.journal_id,
            (row.to_account_id, row.to_number, row.to_owner),
            to,
        )
        .await?,
        bid: row.bid,
        ask: row.ask,
        spread: Money::from_minor(row.spread_minor, Currency::VES),
        at: row.at_ms,
        is_undone: row.is_undone == 1,
    })
}

async fn moved(
    source: &mut impl Source,
    journal: JournalId,
    (account, number, owner): (AccountId, AccountNumber, MemberId),
    amount: Money,
) -> Result<Moved, DbError> {
    let key = AccountKey::Account(account, amount.currency());
    let around = ledger::find_balances_around(source, journal, key).await?;
    let (previous, current) =
        around.ok_or_else(|| DbError::Corrupt(format!("journal {journal} did not move account {account}")))?;
    Ok(Moved {
        account,
        number,
        owner,
        amount,
        previous,
        current,
    })
}
