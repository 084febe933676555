//! Codes, who of the old book is meant, and what a person has.

use sqlx::AssertSqlSafe;

use super::code::LinkCode;
use super::find::Imported;
use crate::clock::Moment;
use crate::coded_enum;
use crate::db::{DbError, Source, Tx, placeholders};
use crate::ids::{DiscordUserId, MemberId};

/// How many people are offered when several are meant.
const OFFERED_MAX: i64 = 6;

coded_enum! {
    /// How a code stands. Past its time it is still open, and of no use.
    pub(super) enum CodeState {
        Open => "open",
        Used => "used",
        Replaced => "replaced",
        Spent => "spent",
    }
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct StoredCode {
    pub(super) id: i64,
    #[sqlx(rename = "member_id")]
    pub(super) member: MemberId,
    pub(super) hash: String,
    pub(super) state: CodeState,
    pub(super) wrong_tries: i64,
    #[sqlx(rename = "expires_at_ms")]
    pub(super) expires_at: Moment,
}

pub(super) async fn find_code(source: &mut impl Source, selector: &str) -> Result<Option<StoredCode>, DbError> {
    sqlx::query_as("select id, member_id, hash, state, wrong_tries, expires_at_ms from link_codes where selector = $1")
        .bind(selector.to_owned())
        .fetch_optional(source.conn())
        .await
        .map_err(DbError::from)
}

pub(super) struct NewCode<'a> {
    pub(super) member: MemberId,
    pub(super) code: &'a LinkCode,
    pub(super) issued_by: MemberId,
    pub(super) at: Moment,
    pub(super) expires_at: Moment,
}

/// Inserts a code; `false` when its selector was given out before.
pub(super) async fn insert_code(tx: &mut Tx, new: &NewCode<'_>) -> Result<bool, DbError> {
    let row: Option<(i64,)> = sqlx::query_as(
        "insert into link_codes (member_id, selector, hash, state, issued_by, issued_at_ms, expires_at_ms)
         values ($1, $2, $3, 'open', $4, $5, $6) on conflict (selector) do nothing returning id",
    )
    .bind(new.member)
    .bind(new.code.selector().to_owned())
    .bind(new.code.hash())
    .bind(new.issued_by)
    .bind(new.at)
    .bind(new.expires_at)
    .fetch_optional(tx.conn())
    .await?;
    let Some((code,)) = row else { return Ok(false) };
    insert_backlog(tx, code, "issued", None, Some(new.issued_by), new.at).await?;
    Ok(true)
}

/// Ends the open code of a member, whom the caller has locked; returns whether there was one.
pub(super) async fn replace_open(tx: &mut Tx, member: MemberId, actor: MemberId, at: Moment) -> Result<bool, DbError> {
    let row: Option<(i64,)> =
        sqlx::query_as("update link_codes set state = 'replaced' where member_id = $1 and state = 'open' returning id")
            .bind(member)
            .fetch_optional(tx.conn())
            .await?;
    let Some((code,)) = row else { return Ok(false) };
    insert_backlog(tx, code, "replaced", None, Some(actor), at).await?;
    Ok(true)
}

pub(super) async fn count_try(tx: &mut Tx, code: &StoredCode, user: DiscordUserId, at: Moment) -> Result<(), DbError> {
    sqlx::query("update link_codes set wrong_tries = wrong_tries + 1 where id = $1 and state = 'open'")
        .bind(code.id)
        .execute(tx.conn())
        .await?;
    insert_backlog(tx, code.id, "wrong", Some(user), None, at).await
}

/// # Errors
/// [`DbError::Raced`] when it had ended already.
pub(super) async fn end_code(
    tx: &mut Tx,
    code: &StoredCode,
    state: CodeState,
    user: DiscordUserId,
    at: Moment,
) -> Result<(), DbError> {
    let used_by = (state == CodeState::Used).then(|| user.to_string());
    let done = sqlx::query("update link_codes set state = $2, used_by = $3 where id = $1 and state = 'open'")
        .bind(code.id)
        .bind(state)
        .bind(used_by)
        .execute(tx.conn())
        .await?;
    if done.rows_affected() != 1 {
        return Err(DbError::Raced("link_codes"));
    }
    insert_backlog(tx, code.id, state.code(), Some(user), None, at).await
}

async fn insert_backlog(
    tx: &mut Tx,
    code: i64,
    event: &'static str,
    typed_by: Option<DiscordUserId>,
    actor: Option<MemberId>,
    at: Moment,
) -> Result<(), DbError> {
    sqlx::query(
        "insert into link_code_backlog (code_id, event, typed_by, actor_id, at_ms) values ($1, $2, $3, $4, $5)",
    )
    .bind(code)
    .bind(event)
    .bind(typed_by.map(|user| user.to_string()))
    .bind(actor)
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn insert_miss(tx: &mut Tx, user: DiscordUserId, at: Moment) -> Result<(), DbError> {
    sqlx::query("insert into link_misses (typed_by, at_ms) values ($1, $2)")
        .bind(user.to_string())
        .bind(at)
        .execute(tx.conn())
        .await?;
    Ok(())
}

pub(super) async fn count_misses(tx: &mut Tx, user: DiscordUserId, since: Moment) -> Result<i64, DbError> {
    let (misses,): (i64,) = sqlx::query_as("select count(*) from link_misses where typed_by = $1 and $2 < at_ms")
        .bind(user.to_string())
        .bind(since)
        .fetch_one(tx.conn())
        .await?;
    Ok(misses)
}

/// The columns of somebody of the old book, in one place; `$tail` says who.
macro_rules! select_imported {
    ($tail:literal) => {
        concat!(
            "select distinct l.member_id, coalesce(m.display_name, m.name) as name, l.old_id, l.cedula
               from legacy_clients l join members m on m.id = l.member_id ",
            $tail
        )
    };
}

pub(super) async fn find_imported(tx: &mut Tx, members: &[MemberId]) -> Result<Vec<Imported>, DbError> {
    if members.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "{}({})",
        select_imported!("where l.member_id in "),
        placeholders(1, members.len())
    );
    // Safe: names and placeholders only.
    let mut query = sqlx::query_as(AssertSqlSafe(sql));
    for member in members {
        query = query.bind(*member);
    }
    Ok(query.fetch_all(tx.conn()).await?)
}

/// By a number of this desk.
pub(super) async fn find_by_account(tx: &mut Tx, digits: &str) -> Result<Vec<Imported>, DbError> {
    let sql = select_imported!("join accounts a on a.member_id = l.member_id where a.number = $1 limit $2");
    list(tx, sql, digits).await
}

/// By a number as it stood in the old book.
pub(super) async fn find_by_old_number(tx: &mut Tx, number: &str) -> Result<Vec<Imported>, DbError> {
    let sql = select_imported!(
        "join accounts a on a.member_id = l.member_id join legacy_accounts o on o.account_id = a.id
          where o.number = $1 limit $2"
    );
    list(tx, sql, number).await
}

pub(super) async fn find_by_old_cedula(tx: &mut Tx, cedula: &str) -> Result<Vec<Imported>, DbError> {
    list(tx, select_imported!("where l.cedula = $1 limit $2"), cedula).await
}

async fn list(tx: &mut Tx, sql: &'static str, value: &str) -> Result<Vec<Imported>, DbError> {
    let rows = sqlx::query_as(sql).bind(value.to_owned()).bind(OFFERED_MAX);
    Ok(rows.fetch_all(tx.conn()).await?)
}

pub(super) async fn is_imported(tx: &mut Tx, member: MemberId) -> Result<bool, DbError> {
    Ok(!find_imported(tx, &[member]).await?.is_empty())
}

pub(super) async fn count_open_accounts(tx: &mut Tx, member: MemberId) -> Result<i64, DbError> {
    let (accounts,): (i64,) = sqlx::query_as("select count(*) from accounts where member_id = $1 and state = 'active'")
        .bind(member)
        .fetch_one(tx.conn())
        .await?;
    Ok(accounts)
}

/// What a member has besides a role.
pub(super) struct Belongings {
    pub(super) accounts: bool,
    pub(super) money: bool,
    pub(super) work: bool,
    pub(super) identities: bool,
}

pub(super) async fn find_belongings(tx: &mut Tx, member: MemberId) -> Result<Belongings, DbError> {
    let (accounts, money, work, identities): (i64, i64, i64, i64) = sqlx::query_as(
        "select (select count(*) from accounts where member_id = $1),
                (select count(*) from ledger_accounts
                  where (code like 'member:' || cast($1 as text) || ':%' or code like 'debt:' || cast($1 as text) || ':%')
                    and (balance_minor <> 0 or held_minor <> 0)),
                (select count(*) from orders where owner_id = $1 or creator_id = $1 or cashier_id = $1)
                  + (select count(*) from requests where member_id = $1 and state = 'pending')
                  + (select count(*) from channels where reseller_id = $1),
                (select count(*) from member_identities where member_id = $1 and kind <> 'discord')",
    )
    .bind(member)
    .fetch_one(tx.conn())
    .await?;
    Ok(Belongings {
        accounts: 0 < accounts,
        money: 0 < money,
        work: 0 < work,
        identities: 0 < identities,
    })
}
