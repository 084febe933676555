//! Members and what changed about them.

use sqlx::AssertSqlSafe;

use super::names::reads_like;
use super::{Member, Profile, Role};
use crate::clock::Moment;
use crate::db::{DbError, Lockable, Source, Tx, placeholders};
use crate::domain::kernel::money::Percent;
use crate::ids::{DiscordUserId, MemberId};

#[derive(sqlx::FromRow)]
pub(super) struct MemberRow {
    id: MemberId,
    discord_user_id: Option<DiscordUserId>,
    name: String,
    display_name: Option<String>,
    role: Role,
    cut_percent: Percent,
    available: i64,
    active: i64,
    left_at_ms: Option<Moment>,
    country_code: Option<String>,
    referrer_id: Option<MemberId>,
}

/// The columns of a member, in one place; `$tail` says which members.
macro_rules! select_members {
    ($tail:literal) => {
        concat!(
            "select id, name, display_name, role, cut_percent, available, active, left_at_ms, country_code, referrer_id, \
             (select cast(i.value as bigint) from member_identities i where i.member_id = members.id \
                 and i.kind = 'discord') as discord_user_id \
             from members ",
            $tail
        )
    };
}

pub(super) use select_members;

impl From<MemberRow> for Member {
    fn from(row: MemberRow) -> Self {
        Self {
            id: row.id,
            discord_user: row.discord_user_id,
            name: row.display_name.unwrap_or_else(|| row.name.clone()),
            discord_name: row.name,
            role: row.role,
            cut: row.cut_percent,
            available: row.available != 0,
            sent_away: row.active == 0,
            left_at: row.left_at_ms,
            country: row.country_code,
            referrer: row.referrer_id,
        }
    }
}

pub async fn find_member(source: &mut impl Source, member: MemberId) -> Result<Option<Member>, DbError> {
    let row: Option<MemberRow> = sqlx::query_as(select_members!("where id = $1"))
        .bind(member)
        .fetch_optional(source.conn())
        .await?;
    Ok(row.map(Member::from))
}

/// # Errors
/// [`DbError::Corrupt`] when there is no such member.
pub async fn get_member(source: &mut impl Source, member: MemberId) -> Result<Member, DbError> {
    find_member(source, member)
        .await?
        .ok_or_else(|| DbError::Corrupt(format!("member {member} is not there")))
}

/// Several members at once, in no order; unknown ids are left out.
pub async fn find_members(source: &mut impl Source, members: &[MemberId]) -> Result<Vec<Member>, DbError> {
    if members.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "{}({})",
        select_members!("where id in "),
        placeholders(1, members.len())
    );
    // Safe: names and placeholders only.
    let mut query = sqlx::query_as(AssertSqlSafe(sql));
    for member in members {
        query = query.bind(*member);
    }
    let rows: Vec<MemberRow> = query.fetch_all(source.conn()).await?;
    Ok(rows.into_iter().map(Member::from).collect())
}

pub(crate) async fn get_member_for_update(tx: &mut Tx, member: MemberId) -> Result<Member, DbError> {
    tx.lock(Lockable::Members, member.get()).await?;
    get_member(tx, member).await
}

pub(super) async fn update_role(tx: &mut Tx, member: MemberId, role: Role) -> Result<(), DbError> {
    sqlx::query("update members set role = $2 where id = $1")
        .bind(member)
        .bind(role)
        .execute(tx.conn())
        .await?;
    Ok(())
}

pub(super) async fn update_active(tx: &mut Tx, member: MemberId, active: i64) -> Result<(), DbError> {
    sqlx::query("update members set active = $2 where id = $1")
        .bind(member)
        .bind(active)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Writes when somebody left the guild; `false` when they had left it before.
pub(super) async fn update_left(tx: &mut Tx, member: MemberId, at: Moment) -> Result<bool, DbError> {
    let done = sqlx::query("update members set left_at_ms = $2 where id = $1 and left_at_ms is null")
        .bind(member)
        .bind(at)
        .execute(tx.conn())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes that somebody is in the guild; `false` when they were in it already.
pub(super) async fn update_back(tx: &mut Tx, member: MemberId) -> Result<bool, DbError> {
    let done = sqlx::query("update members set left_at_ms = null where id = $1 and left_at_ms is not null")
        .bind(member)
        .execute(tx.conn())
        .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn update_profile(tx: &mut Tx, member: MemberId, profile: Profile<'_>) -> Result<(), DbError> {
    sqlx::query("update members set display_name = $2, country_code = $3, referrer_id = $4 where id = $1")
        .bind(member)
        .bind(profile.name.to_owned())
        .bind(profile.country.to_owned())
        .bind(profile.referrer)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The name that a member is shown by stays theirs, whatever Discord calls them.
pub(super) async fn keep_name(tx: &mut Tx, member: MemberId) -> Result<(), DbError> {
    sqlx::query("update members set display_name = name where id = $1 and display_name is null")
        .bind(member)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// How many names are compared: more people than any desk has.
const NAMES_MAX: i64 = 100_000;

/// Whether somebody else has a name that reads like this one. Compared here, because SQLite's `lower` knows only ASCII.
pub(crate) async fn is_somebody_called(source: &mut impl Source, name: &str, but: MemberId) -> Result<bool, DbError> {
    let names: Vec<(String,)> =
        sqlx::query_as("select coalesce(display_name, name) from members where id <> $1 order by id limit $2")
            .bind(but)
            .bind(NAMES_MAX)
            .fetch_all(source.conn())
            .await?;
    Ok(names.iter().any(|(other,)| reads_like(other, name)))
}

/// Somebody and what they are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Called {
    pub(super) member: MemberId,
    /// What others are shown.
    pub(super) name: String,
    pub(super) discord_name: String,
}

/// What everybody is called, without those whose Discord identity moved to another member (`!vincular`): that one has the
/// name now. The caller compares, because SQLite's `lower` knows only ASCII.
pub(super) async fn list_called(source: &mut impl Source) -> Result<Vec<Called>, DbError> {
    let rows: Vec<(MemberId, String, String)> = sqlx::query_as(
        "select id, coalesce(display_name, name), name from members m
              where id <> 0
                and not (exists (select 1 from member_backlog b
                                  where b.member_id = m.id and b.field = 'identity' and b.new_value = '')
                         and not exists (select 1 from member_identities i where i.member_id = m.id))
              order by id limit $1",
    )
    .bind(NAMES_MAX)
    .fetch_all(source.conn())
    .await?;
    let called = |(member, name, discord_name)| Called {
        member,
        name,
        discord_name,
    };
    Ok(rows.into_iter().map(called).collect())
}

/// The members that this one brought, sorted by name.
pub async fn list_referred_by(
    source: &mut impl Source,
    referrer: MemberId,
    members_max: i64,
) -> Result<Vec<Member>, DbError> {
    let rows: Vec<MemberRow> = sqlx::query_as(select_members!(
        "where referrer_id = $1 order by lower(coalesce(display_name, name)), id limit $2"
    ))
    .bind(referrer)
    .bind(members_max)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(Member::from).collect())
}

pub async fn count_referred_by(source: &mut impl Source, referrer: MemberId) -> Result<i64, DbError> {
    let (count,): (i64,) = sqlx::query_as("select count(*) from members where referrer_id = $1")
        .bind(referrer)
        .fetch_one(source.conn())
        .await?;
    Ok(count)
}

/// The members who work in a role, sorted by name; the first `after` of them are skipped.
pub async fn list_members_with(
    source: &mut impl Source,
    role: Role,
    after: i64,
    members_max: i64,
) -> Result<Vec<Member>, DbError> {
    let rows: Vec<MemberRow> = sqlx::query_as(select_members!(
        "where role = $1 and active = 1 and left_at_ms is null and id <> 0
          order by lower(coalesce(display_name, name)), id limit $2 offset $3"
    ))
    .bind(role)
    .bind(members_max)
    .bind(after)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(Member::from).collect())
}

pub(super) async fn update_cut(tx: &mut Tx, member: MemberId, cut: Percent) -> Result<(), DbError> {
    sqlx::query("update members set cut_percent = $2 where id = $1")
        .bind(member)
        .bind(cut)
        .execute(tx.conn())
        .await?;
    Ok(())
}

pub(super) async fn update_availability(tx: &mut Tx, member: MemberId, available: i64) -> Result<(), DbError> {
    sqlx::query("update members set available = $2 where id = $1")
        .bind(member)
        .bind(available)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The working cashiers, available or not, by id.
pub async fn list_cashiers(source: &mut impl Source, members_max: i64) -> Result<Vec<Member>, DbError> {
    let rows: Vec<MemberRow> = sqlx::query_as(select_members!(
        "where role = 'cashier' and active = 1 and left_at_ms is null order by id limit $1"
    ))
    .bind(members_max)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(Member::from).collect())
}

/// What was changed about a member.
pub(super) struct Change<'a> {
    pub(super) field: &'static str,
    pub(super) old: &'a str,
    pub(super) new: &'a str,
}

pub(super) async fn insert_backlog(
    tx: &mut Tx,
    member: MemberId,
    change: Change<'_>,
    actor: MemberId,
    at: Moment,
) -> Result<(), DbError> {
    sqlx::query(
        "insert into member_backlog (member_id, field, old_value, new_value, actor_id, at_ms)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(member)
    .bind(change.field)
    .bind(change.old.to_owned())
    .bind(change.new.to_owned())
    .bind(actor)
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(())
}
