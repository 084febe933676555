//! Identities: what members are known by elsewhere.

use sqlx::AssertSqlSafe;

use super::store::{MemberRow, get_member, select_members};
use super::{IdentityKind, Member, Role};
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx, placeholders};
use crate::ids::{DiscordUserId, MemberId};

pub async fn find_member_by_discord(source: &mut impl Source, user: DiscordUserId) -> Result<Option<Member>, DbError> {
    let row: Option<MemberRow> = sqlx::query_as(select_members!(
        "where id = (select i.member_id from member_identities i where i.kind = 'discord' and i.value = $1)"
    ))
    .bind(user.to_string())
    .fetch_optional(source.conn())
    .await?;
    Ok(row.map(Member::from))
}

/// The member who is known by this value; `None` when nobody is.
pub async fn find_member_by_identity(
    source: &mut impl Source,
    kind: IdentityKind,
    value: &str,
) -> Result<Option<Member>, DbError> {
    let row: Option<MemberRow> = sqlx::query_as(select_members!(
        "where id = (select i.member_id from member_identities i where i.kind = $1 and i.value = $2)"
    ))
    .bind(kind)
    .bind(value.to_owned())
    .fetch_optional(source.conn())
    .await?;
    Ok(row.map(Member::from))
}

/// Members by their Discord ids, in no order; unknown ids are left out.
pub async fn find_members_by_discord(
    source: &mut impl Source,
    users: &[DiscordUserId],
) -> Result<Vec<Member>, DbError> {
    let mut found = Vec::with_capacity(users.len());
    for users in users.chunks(USERS_AT_ONCE) {
        let sql = format!(
            "{}({}))",
            select_members!(
                "where id in (select i.member_id from member_identities i where i.kind = 'discord' and i.value in "
            ),
            placeholders(1, users.len())
        );
        // Safe: names and placeholders only.
        let mut query = sqlx::query_as(AssertSqlSafe(sql));
        for user in users {
            query = query.bind(user.to_string());
        }
        let rows: Vec<MemberRow> = query.fetch_all(source.conn()).await?;
        found.extend(rows.into_iter().map(Member::from));
    }
    Ok(found)
}

/// SQLite takes 32 766 parameters in a statement; this many make a short one.
const USERS_AT_ONCE: usize = 500;

pub(crate) async fn upsert_member(
    tx: &mut Tx,
    user: DiscordUserId,
    name: &str,
    role: Role,
    at: Moment,
) -> Result<Member, DbError> {
    let Some(member) = find_member_by_discord(tx, user).await? else {
        let member = insert_member(tx, name, role, at, None).await?;
        insert_identity(tx, member, IdentityKind::Discord, &user.to_string(), at).await?;
        return get_member(tx, member).await;
    };
    sqlx::query("update members set name = $2 where id = $1")
        .bind(member.id)
        .bind(name.to_owned())
        .execute(tx.conn())
        .await?;
    get_member(tx, member.id).await
}

pub(super) async fn insert_member(
    tx: &mut Tx,
    name: &str,
    role: Role,
    at: Moment,
    left_at: Option<Moment>,
) -> Result<MemberId, DbError> {
    let (member,): (MemberId,) = sqlx::query_as(
        "insert into members (name, role, registered_at_ms, left_at_ms) values ($1, $2, $3, $4) returning id",
    )
    .bind(name.to_owned())
    .bind(role)
    .bind(at)
    .bind(left_at)
    .fetch_one(tx.conn())
    .await?;
    Ok(member)
}

/// # Errors
/// [`DbError::Raced`] when another unit wrote that identity in the meantime: the unit is repeated, and finds it.
pub(super) async fn insert_identity(
    tx: &mut Tx,
    member: MemberId,
    kind: IdentityKind,
    value: &str,
    at: Moment,
) -> Result<(), DbError> {
    let done = sqlx::query(
        "insert into member_identities (member_id, kind, value, added_at_ms) values ($1, $2, $3, $4)
         on conflict (kind, value) do nothing",
    )
    .bind(member)
    .bind(kind)
    .bind(value.to_owned())
    .bind(at)
    .execute(tx.conn())
    .await?;
    match done.rows_affected() {
        0 => Err(DbError::Raced("member_identities")),
        _ => Ok(()),
    }
}

/// # Errors
/// [`DbError::Raced`] when another unit moved it in the meantime.
pub(super) async fn update_identity_owner(
    tx: &mut Tx,
    (from, to): (MemberId, MemberId),
    kind: IdentityKind,
    value: &str,
) -> Result<(), DbError> {
    let done =
        sqlx::query("update member_identities set member_id = $2 where member_id = $1 and kind = $3 and value = $4")
            .bind(from)
            .bind(to)
            .bind(kind)
            .bind(value.to_owned())
            .execute(tx.conn())
            .await?;
    match done.rows_affected() {
        1 => Ok(()),
        _ => Err(DbError::Raced("member_identities")),
    }
}

/// The member behind a Discord id. An id that was never seen becomes a guest, who has the id as name until they act,
/// and counts as not in the guild until they are seen there: an app may name anybody.
pub(crate) async fn find_or_register(tx: &mut Tx, user: DiscordUserId, at: Moment) -> Result<MemberId, DbError> {
    if let Some(member) = find_member_by_discord(tx, user).await? {
        return Ok(member.id);
    }
    let member = insert_member(tx, &user.to_string(), Role::Guest, at, Some(at)).await?;
    insert_identity(tx, member, IdentityKind::Discord, &user.to_string(), at).await?;
    Ok(member)
}

/// Whether the books have somebody in the guild.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Whereabouts {
    #[sqlx(rename = "id")]
    pub member: MemberId,
    pub discord_user: DiscordUserId,
    #[sqlx(rename = "left_at_ms")]
    pub left_at: Option<Moment>,
}

/// Whether members with a Discord user are in the guild, by member id, beginning after `after`.
pub async fn list_whereabouts(
    source: &mut impl Source,
    after: MemberId,
    members_max: i64,
) -> Result<Vec<Whereabouts>, DbError> {
    sqlx::query_as(
        "select m.id, cast(i.value as bigint) as discord_user, m.left_at_ms
           from members m join member_identities i on i.member_id = m.id and i.kind = 'discord'
          where $1 < m.id order by m.id limit $2",
    )
    .bind(after)
    .bind(members_max)
    .fetch_all(source.conn())
    .await
    .map_err(DbError::from)
}
