//! Reseller channels and who bound them.

use super::{BindChannel, Channel};
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::ids::{ChannelId, DiscordChannelId, MemberId};

type ChannelRow = (ChannelId, DiscordChannelId, String, MemberId);

fn channel((id, discord_channel, name, reseller): ChannelRow) -> Channel {
    Channel {
        id,
        discord_channel,
        name,
        reseller,
    }
}

pub async fn find_channel(source: &mut impl Source, discord: DiscordChannelId) -> Result<Option<Channel>, DbError> {
    let row: Option<ChannelRow> =
        sqlx::query_as("select id, discord_channel_id, name, reseller_id from channels where discord_channel_id = $1")
            .bind(discord)
            .fetch_optional(source.conn())
            .await?;
    Ok(row.map(channel))
}

pub async fn find_channel_of(source: &mut impl Source, reseller: MemberId) -> Result<Option<Channel>, DbError> {
    let row: Option<ChannelRow> =
        sqlx::query_as("select id, discord_channel_id, name, reseller_id from channels where reseller_id = $1")
            .bind(reseller)
            .fetch_optional(source.conn())
            .await?;
    Ok(row.map(channel))
}

/// The Discord channels that are bound, by the ids of their rows.
pub async fn list_bound(source: &mut impl Source, channels_max: i64) -> Result<Vec<DiscordChannelId>, DbError> {
    let rows: Vec<(DiscordChannelId,)> = sqlx::query_as("select discord_channel_id from channels order by id limit $1")
        .bind(channels_max)
        .fetch_all(source.conn())
        .await?;
    Ok(rows.into_iter().map(|(channel,)| channel).collect())
}

/// # Errors
/// [`DbError::Corrupt`] when there is no such channel.
pub async fn get_channel(source: &mut impl Source, id: ChannelId) -> Result<Channel, DbError> {
    let row: Option<ChannelRow> =
        sqlx::query_as("select id, discord_channel_id, name, reseller_id from channels where id = $1")
            .bind(id)
            .fetch_optional(source.conn())
            .await?;
    row.map(channel)
        .ok_or_else(|| DbError::Corrupt(format!("channel {id} is not there")))
}

/// All bound channels, the desk's own included.
pub async fn list_channels(source: &mut impl Source, channels_max: i64) -> Result<Vec<Channel>, DbError> {
    let rows: Vec<ChannelRow> =
        sqlx::query_as("select id, discord_channel_id, name, reseller_id from channels order by id limit $1")
            .bind(channels_max)
            .fetch_all(source.conn())
            .await?;
    Ok(rows.into_iter().map(channel).collect())
}

pub(super) async fn upsert_channel(tx: &mut Tx, binding: &BindChannel, at: Moment) -> Result<ChannelId, DbError> {
    let (id,): (ChannelId,) = sqlx::query_as(
        "insert into channels (discord_channel_id, name, reseller_id, bound_at_ms) values ($1, $2, $3, $4)
         on conflict (reseller_id) do update set discord_channel_id = excluded.discord_channel_id,
            name = excluded.name, bound_at_ms = excluded.bound_at_ms
         returning id",
    )
    .bind(binding.discord_channel)
    .bind(binding.name.clone())
    .bind(binding.reseller)
    .bind(at)
    .fetch_one(tx.conn())
    .await?;
    Ok(id)
}

pub(super) async fn insert_backlog(
    tx: &mut Tx,
    channel: ChannelId,
    binding: &BindChannel,
    actor: MemberId,
    at: Moment,
) -> Result<(), DbError> {
    sqlx::query(
        "insert into channel_backlog (channel_id, discord_channel_id, name, actor_id, at_ms)
         values ($1, $2, $3, $4, $5)",
    )
    .bind(channel)
    .bind(binding.discord_channel)
    .bind(binding.name.clone())
    .bind(actor)
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(())
}
