//! Sums along an account's entries.

use sqlx::AssertSqlSafe;

use super::AccountKey;
use super::turnover::{Period, Turnover, Walk};
use crate::clock::Moment;
use crate::db::{DbError, Source, placeholders};
use crate::domain::kernel::money::Money;

/// The entries of the account `$1`, newest first. Entries have no index by account: each names the one before it.
const WALK: &str = "with recursive walk (journal_id, amount_minor, previous_entry_id) as (
    select e.journal_id, e.amount_minor, e.previous_entry_id
      from ledger_accounts a join entries e on e.id = a.last_entry_id where a.code = $1
    union all
    select e.journal_id, e.amount_minor, e.previous_entry_id
      from walk w join entries e on e.id = w.previous_entry_id)";
/// How many values a period binds: its place in the answer, its beginning and its end.
const BOUND_PER_PERIOD: usize = 3;

/// What came into an account and what went out of it, for each period in turn.
pub async fn list_turnovers(
    source: &mut impl Source,
    walk: Walk,
    periods: &[Period],
) -> Result<Vec<Turnover>, DbError> {
    if periods.is_empty() {
        return Ok(Vec::new());
    }
    let period = |nth: usize| {
        let first = 4 + nth * BOUND_PER_PERIOD;
        format!(
            "select cast(${first} as bigint), cast(${} as bigint), cast(${} as bigint)",
            first + 1,
            first + 2
        )
    };
    let rows: Vec<String> = (0..periods.len()).map(period).collect();
    // Safe: names and placeholders only.
    let sql = format!(
        "{WALK},
         moved (at_ms, amount_minor, is_out, is_aside) as (
             select j.posted_at_ms, w.amount_minor,
                    case when exists (select 1 from entries o join ledger_accounts b on b.id = o.account_id
                                       where o.journal_id = w.journal_id and b.code = $2) then 1 else 0 end,
                    case when exists (select 1 from entries o join ledger_accounts b on b.id = o.account_id
                                       where o.journal_id = w.journal_id and b.code = $3) then 1 else 0 end
               from walk w join journal j on j.id = w.journal_id),
         periods (nth, from_ms, until_ms) as ({})
         select p.nth,
                cast(coalesce(sum(case when m.is_out = 0 then m.amount_minor else 0 end), 0) as bigint),
                cast(coalesce(sum(case when m.is_out = 1 then -m.amount_minor else 0 end), 0) as bigint)
           from periods p left join moved m on m.is_aside = 0 and p.from_ms <= m.at_ms and m.at_ms < p.until_ms
          group by p.nth order by p.nth",
        rows.join(" union all ")
    );
    let mut query = sqlx::query_as(AssertSqlSafe(sql))
        .bind(walk.account.code())
        .bind(walk.out.code())
        .bind(walk.aside.code());
    for (nth, period) in periods.iter().enumerate() {
        let nth = i64::try_from(nth).unwrap_or(i64::MAX);
        query = query.bind(nth).bind(period.from).bind(period.until);
    }
    let rows: Vec<(i64, i64, i64)> = query.fetch_all(source.conn()).await?;
    let currency = walk.account.currency();
    let turnover = |(_, came, went)| Turnover {
        came: Money::from_minor(came, currency),
        went: Money::from_minor(went, currency),
    };
    Ok(rows.into_iter().map(turnover).collect())
}

/// The sum of an account's entries in journal rows of some kinds that were posted before a moment.
pub async fn sum_of_kinds(
    source: &mut impl Source,
    account: AccountKey,
    kinds: &[&str],
    until: Moment,
) -> Result<Money, DbError> {
    // Safe: names and placeholders only.
    let sql = format!(
        "{WALK}
         select cast(coalesce(sum(w.amount_minor), 0) as bigint)
           from walk w join journal j on j.id = w.journal_id
          where j.posted_at_ms < $2 and j.kind in ({})",
        placeholders(3, kinds.len())
    );
    let query = sqlx::query_as(AssertSqlSafe(sql)).bind(account.code()).bind(until);
    let query = kinds.iter().fold(query, |query, kind| query.bind((*kind).to_owned()));
    let (sum,): (i64,) = query.fetch_one(source.conn()).await?;
    Ok(Money::from_minor(sum, account.currency()))
}
