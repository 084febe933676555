//! The messages that show the outbox's subjects, and those that are being sent.

use super::shown::{Sending, Shown};
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::ids::{DiscordChannelId, DiscordMessageId};

/// The newest message that shows `subject` at `place`.
pub async fn find_shown(source: &mut impl Source, subject: &str, place: &str) -> Result<Option<Shown>, DbError> {
    let row: Option<(DiscordChannelId, DiscordMessageId)> = sqlx::query_as(
        "select channel_id, message_id from shown_messages where subject = $1 and place = $2 order by id desc limit 1",
    )
    .bind(subject.to_owned())
    .bind(place.to_owned())
    .fetch_optional(source.conn())
    .await?;
    Ok(row.map(|(channel, message)| Shown { channel, message }))
}

/// The channels in which a message was shown since then, the channel of the newest message first. A message that was being sent when
/// its courier died may be there without a record, and somebody may have answered it: its channel counts too.
pub async fn list_channels_spoken_in(
    source: &mut impl Source,
    since: Moment,
    channels_max: i64,
) -> Result<Vec<DiscordChannelId>, DbError> {
    let rows: Vec<(DiscordChannelId, i64)> = sqlx::query_as(
        "select channel_id, max(spoken_at_ms)
           from (select channel_id, shown_at_ms as spoken_at_ms from shown_messages where shown_at_ms >= $1
                 union all
                 select channel_id, begun_at_ms from sendings where begun_at_ms >= $1) spoken
          group by channel_id order by max(spoken_at_ms) desc, channel_id desc limit $2",
    )
    .bind(since)
    .bind(channels_max)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(|(channel, _)| channel).collect())
}

pub async fn record_shown(tx: &mut Tx, subject: &str, place: &str, shown: Shown, at: Moment) -> Result<(), DbError> {
    sqlx::query(
        "insert into shown_messages (subject, place, channel_id, message_id, shown_at_ms) values ($1, $2, $3, $4, $5)
         on conflict (message_id) do nothing",
    )
    .bind(subject.to_owned())
    .bind(place.to_owned())
    .bind(shown.channel)
    .bind(shown.message)
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Records that a message is about to be sent, so that after a crash the next courier knows that it may exist. A retry
/// with the same nonce and channel keeps the time of the first try.
pub async fn begin_sending(tx: &mut Tx, subject: &str, place: &str, sending: &Sending) -> Result<(), DbError> {
    sqlx::query(
        "insert into sendings (subject, place, channel_id, nonce, begun_at_ms) values ($1, $2, $3, $4, $5)
         on conflict (subject, place) do update set channel_id = $3, nonce = $4,
            begun_at_ms = case when sendings.nonce = $4 and sendings.channel_id = $3
                               then sendings.begun_at_ms else $5 end",
    )
    .bind(subject.to_owned())
    .bind(place.to_owned())
    .bind(sending.channel)
    .bind(sending.nonce.clone())
    .bind(sending.begun_at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A sending that was begun and whose end was not recorded.
pub async fn find_sending(source: &mut impl Source, subject: &str, place: &str) -> Result<Option<Sending>, DbError> {
    let row: Option<(DiscordChannelId, String, Moment)> =
        sqlx::query_as("select channel_id, nonce, begun_at_ms from sendings where subject = $1 and place = $2")
            .bind(subject.to_owned())
            .bind(place.to_owned())
            .fetch_optional(source.conn())
            .await?;
    let sending = |(channel, nonce, begun_at)| Sending {
        channel,
        nonce,
        begun_at,
    };
    Ok(row.map(sending))
}

/// Deletes a sending, when its message is recorded or Discord refused it.
pub async fn drop_sending(tx: &mut Tx, subject: &str, place: &str) -> Result<(), DbError> {
    sqlx::query("delete from sendings where subject = $1 and place = $2")
        .bind(subject.to_owned())
        .bind(place.to_owned())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Deletes the record of a message that no longer exists in Discord (somebody deleted it).
pub async fn forget_shown(tx: &mut Tx, message: DiscordMessageId) -> Result<(), DbError> {
    sqlx::query("delete from shown_messages where message_id = $1")
        .bind(message)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Deletes the records of messages that show a subject at a place in any other channel than this one.
pub async fn forget_elsewhere(
    tx: &mut Tx,
    subject: &str,
    place: &str,
    channel: DiscordChannelId,
) -> Result<(), DbError> {
    sqlx::query("delete from shown_messages where subject = $1 and place = $2 and channel_id <> $3")
        .bind(subject.to_owned())
        .bind(place.to_owned())
        .bind(channel)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The subject that a message shows, and its `place`.
pub async fn find_subject_of(
    source: &mut impl Source,
    message: DiscordMessageId,
) -> Result<Option<(String, String)>, DbError> {
    Ok(
        sqlx::query_as("select subject, place from shown_messages where message_id = $1")
            .bind(message)
            .fetch_optional(source.conn())
            .await?,
    )
}

/// Whether a message that shows this subject is being sent to this channel: it may exist before it is recorded.
pub async fn is_being_sent(
    source: &mut impl Source,
    subject: &str,
    channel: DiscordChannelId,
) -> Result<bool, DbError> {
    let (sendings,): (i64,) = sqlx::query_as("select count(*) from sendings where subject = $1 and channel_id = $2")
        .bind(subject.to_owned())
        .bind(channel)
        .fetch_one(source.conn())
        .await?;
    Ok(0 < sendings)
}
