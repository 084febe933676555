//! Reads what the books moved in a period. Journal rows have no index by time, which every posting would have to update
//! ([`find_first_since`]).

use sqlx::AssertSqlSafe;

use super::movements_store::{MovedRow, key_of, moved};
use super::period::{MovedIn, Turned};
use super::{AccountKey, Movement, Period};
use crate::db::{Dated, DbError, Source, find_first_since, placeholders};
use crate::domain::kernel::money::Money;
use crate::ids::{JournalId, MemberId};

/// More numbered accounts than a desk has.
const ACCOUNTS_MAX: i64 = 50_000;
/// How many journal rows one statement names.
const JOURNALS_MAX: usize = 400;
/// More entries than so many rows of closings have.
const ENTRIES_MAX: i64 = 100_000;

/// The entries of a period, oldest first, at most so many.
pub async fn list_moved_in(
    source: &mut impl Source,
    period: Period,
    which: MovedIn,
    rows_max: i64,
) -> Result<Vec<(AccountKey, Movement)>, DbError> {
    let first = find_first_since(source, Dated::Journal, period.from).await?;
    let (like, member, of_member) = match which {
        MovedIn::Numbered(member) => (
            "account:%".to_owned(),
            member,
            "and ($5 = 0 or exists (select 1 from accounts n where n.member_id = $5
                                      and a.code = 'account:' || n.id || ':' || n.currency))",
        ),
        MovedIn::Earnings(None) => ("member:%:earnings:USD".to_owned(), None, "and $5 = 0"),
        MovedIn::Earnings(Some(member)) => (AccountKey::Earnings(member).code(), None, "and $5 = 0"),
    };
    // Safe: names and placeholders only.
    let sql = format!(
        "select a.code, e.id, e.journal_id, j.kind, j.details, j.actor_id, j.posted_at_ms, e.previous_minor,
                e.amount_minor, e.current_minor
           from journal j join entries e on e.journal_id = j.id join ledger_accounts a on a.id = e.account_id
          where $1 <= j.id and $2 <= j.posted_at_ms and j.posted_at_ms < $3 and a.code like $4 {of_member}
          order by e.id limit $6"
    );
    let rows: Vec<MovedRow> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(first)
        .bind(period.from)
        .bind(period.until)
        .bind(like)
        .bind(member.map_or(0, MemberId::get))
        .bind(rows_max)
        .fetch_all(source.conn())
        .await?;
    rows.into_iter().map(moved).collect()
}

/// Every numbered account, every account of earnings, and the desk's own ones of positions, purchases, fees, gains and losses,
/// with what moved in a period.
pub async fn list_turned(source: &mut impl Source, period: Period) -> Result<Vec<Turned>, DbError> {
    let first = find_first_since(source, Dated::Journal, period.from).await?;
    let rows: Vec<(String, i64, i64, i64, i64)> = sqlx::query_as(
        "with turned (account_id, came, went, later) as (
             select e.account_id,
                    sum(case when j.posted_at_ms < $3 and 0 < e.amount_minor then e.amount_minor else 0 end),
                    sum(case when j.posted_at_ms < $3 and e.amount_minor < 0 then -e.amount_minor else 0 end),
                    sum(case when $3 <= j.posted_at_ms then e.amount_minor else 0 end)
               from journal j join entries e on e.journal_id = j.id
              where $1 <= j.id and $2 <= j.posted_at_ms
              group by e.account_id)
         select a.code, a.balance_minor, cast(coalesce(t.came, 0) as bigint), cast(coalesce(t.went, 0) as bigint),
                cast(coalesce(t.later, 0) as bigint)
           from ledger_accounts a left join turned t on t.account_id = a.id
          where a.opened_at_ms < $3
            and (a.code like 'account:%' or a.code like 'member:%:earnings:USD' or a.code like 'position:%'
                 or a.code like 'treasury:%' or a.code like 'fees:%' or a.code in ('profit:USD', 'loss:USD'))
          order by a.id limit $4",
    )
    .bind(first)
    .bind(period.from)
    .bind(period.until)
    .bind(ACCOUNTS_MAX)
    .fetch_all(source.conn())
    .await?;
    let turned = |(code, balance, came, went, later): (String, i64, i64, i64, i64)| {
        let key = key_of(&code)?;
        let money = |minor| Money::from_minor(minor, key.currency());
        let closing = balance.checked_sub(later);
        let opening = closing.and_then(|closing| closing.checked_sub(came)?.checked_add(went));
        let (opening, closing) = opening
            .zip(closing)
            .ok_or_else(|| DbError::Corrupt(format!("{code} has a turnover that no books can hold")))?;
        Ok(Turned {
            key,
            opening: money(opening),
            came: money(came),
            went: money(went),
            closing: money(closing),
        })
    };
    rows.into_iter().map(turned).collect()
}

/// What these journal rows moved, in no order.
pub async fn list_entries_of(
    source: &mut impl Source,
    journals: &[JournalId],
) -> Result<Vec<(JournalId, AccountKey, Money)>, DbError> {
    let mut found = Vec::new();
    for some in journals.chunks(JOURNALS_MAX) {
        // Safe: names and placeholders only.
        let sql = format!(
            "select e.journal_id, a.code, e.amount_minor from entries e join ledger_accounts a on a.id = e.account_id
              where e.journal_id in ({}) limit {ENTRIES_MAX}",
            placeholders(1, some.len())
        );
        let query = some.iter().fold(sqlx::query_as(AssertSqlSafe(sql)), |query, journal| {
            query.bind(*journal)
        });
        let rows: Vec<(JournalId, String, i64)> = query.fetch_all(source.conn()).await?;
        for (journal, code, minor) in rows {
            let key = key_of(&code)?;
            found.push((journal, key, Money::from_minor(minor, key.currency())));
        }
    }
    Ok(found)
}
