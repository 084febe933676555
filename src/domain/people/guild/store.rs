//! The desk's guild, how it became that, and who owns it.

use super::GuildReason;
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::ids::{DiscordGuildId, DiscordUserId, MemberId};

/// The guild the desk opens for; `None` until it opens for the first time.
pub async fn find_guild(source: &mut impl Source) -> Result<Option<DiscordGuildId>, DbError> {
    let row: Option<(DiscordGuildId,)> = sqlx::query_as("select discord_guild_id from desk_guild where id = 1")
        .fetch_optional(source.conn())
        .await?;
    Ok(row.map(|(guild,)| guild))
}

/// # Errors
/// [`DbError::Corrupt`] when there is none.
pub(super) async fn get_guild(source: &mut impl Source) -> Result<DiscordGuildId, DbError> {
    let found = find_guild(source).await?;
    found.ok_or_else(|| DbError::Corrupt("the desk's guild is not there".to_owned()))
}

/// Writes the first guild; `false` when there is one already.
pub(super) async fn insert_guild(tx: &mut Tx, guild: DiscordGuildId, at: Moment) -> Result<bool, DbError> {
    let done = sqlx::query(
        "insert into desk_guild (id, discord_guild_id, since_ms) values (1, $1, $2) on conflict (id) do nothing",
    )
    .bind(guild)
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// # Errors
/// [`DbError::Corrupt`] when the guild was not `from`.
pub(super) async fn update_guild(
    tx: &mut Tx,
    from: DiscordGuildId,
    to: DiscordGuildId,
    at: Moment,
) -> Result<(), DbError> {
    let done = sqlx::query(
        "update desk_guild set discord_guild_id = $2, owner_id = null, since_ms = $3
          where id = 1 and discord_guild_id = $1",
    )
    .bind(from)
    .bind(to)
    .bind(at)
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(DbError::Corrupt(format!("the desk's guild was not {from}")))
    }
}

/// How the guild changed.
pub(super) struct Change {
    pub(super) event: &'static str,
    pub(super) old: Option<DiscordGuildId>,
    pub(super) new: DiscordGuildId,
    pub(super) reason: GuildReason,
}

pub(super) async fn insert_backlog(tx: &mut Tx, change: Change, actor: MemberId, at: Moment) -> Result<(), DbError> {
    sqlx::query(
        "insert into desk_guild_backlog (event, old_guild_id, new_guild_id, reason, actor_id, at_ms)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(change.event)
    .bind(change.old)
    .bind(change.new)
    .bind(change.reason)
    .bind(actor)
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The recorded owner of the guild; `None` also when the guild is not the desk's.
pub(super) async fn find_owner(
    source: &mut impl Source,
    guild: DiscordGuildId,
) -> Result<Option<DiscordUserId>, DbError> {
    let row: Option<(Option<DiscordUserId>,)> =
        sqlx::query_as("select owner_id from desk_guild where id = 1 and discord_guild_id = $1")
            .bind(guild)
            .fetch_optional(source.conn())
            .await?;
    Ok(row.and_then(|(owner,)| owner))
}

/// The recorded owner of the desk's guild.
pub async fn find_desk_owner(source: &mut impl Source) -> Result<Option<DiscordUserId>, DbError> {
    let row: Option<(Option<DiscordUserId>,)> = sqlx::query_as("select owner_id from desk_guild where id = 1")
        .fetch_optional(source.conn())
        .await?;
    Ok(row.and_then(|(owner,)| owner))
}

/// A change of a guild's owner.
#[derive(Debug, Clone, Copy)]
pub(super) struct OwnerChange {
    pub(super) guild: DiscordGuildId,
    pub(super) old: Option<DiscordUserId>,
    pub(super) new: DiscordUserId,
}

/// Writes the owner, if the guild is the desk's and its recorded owner is still the old one; returns whether it did.
pub(super) async fn update_owner(tx: &mut Tx, change: OwnerChange) -> Result<bool, DbError> {
    let done = sqlx::query(
        "update desk_guild set owner_id = $2
          where id = 1 and discord_guild_id = $1 and coalesce(owner_id, 0) = $3",
    )
    .bind(change.guild)
    .bind(change.new)
    .bind(change.old.map_or(0, DiscordUserId::get))
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn insert_owner_backlog(tx: &mut Tx, change: OwnerChange, at: Moment) -> Result<(), DbError> {
    sqlx::query("insert into desk_owner_backlog (guild_id, old_owner_id, new_owner_id, at_ms) values ($1, $2, $3, $4)")
        .bind(change.guild)
        .bind(change.old)
        .bind(change.new)
        .bind(at)
        .execute(tx.conn())
        .await?;
    Ok(())
}
