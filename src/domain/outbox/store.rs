//! The outbox and the messages that show its subjects.

use super::{Owed, Sending, Shown};
use crate::clock::Moment;
use crate::db::{DbError, Engine, Source, Tx};
use crate::ids::{DiscordChannelId, DiscordMessageId, NoticeId};

pub(super) async fn insert_notice(tx: &mut Tx, subject: &str, notice: &str, at: Moment) -> Result<(), DbError> {
    sqlx::query("insert into outbox (subject, notice, created_at_ms, due_at_ms) values ($1, $2, $3, $3)")
        .bind(subject.to_owned())
        .bind(notice.to_owned())
        .bind(at)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Claims due notices for this courier until `until`: the oldest of each subject only, so that order is kept.
/// A claim of a courier that died runs out by itself.
pub async fn claim(tx: &mut Tx, now: Moment, until: Moment, notices_max: i64) -> Result<Vec<Owed>, DbError> {
    // PostgreSQL: several couriers may claim at once; a row that another one holds is left to it.
    let sql = match tx.engine() {
        Engine::Sqlite => {
            "update outbox set claimed_until_ms = $2 where id in (
                 select o.id from outbox o
                  where o.state = 'waiting' and o.due_at_ms <= $1 and o.claimed_until_ms <= $1
                    and not exists (select 1 from outbox b
                                     where b.state = 'waiting' and b.subject = o.subject and b.id < o.id)
                  order by o.id limit $3)
             returning id, subject, notice, attempts"
        }
        // Materialized: the planner must not look for the due ones twice, which would claim more than asked.
        Engine::Postgres => {
            "with due as materialized (
                 select o.id from outbox o
                  where o.state = 'waiting' and o.due_at_ms <= $1 and o.claimed_until_ms <= $1
                    and not exists (select 1 from outbox b
                                     where b.state = 'waiting' and b.subject = o.subject and b.id < o.id)
                  order by o.id limit $3 for update skip locked)
             update outbox set claimed_until_ms = $2 where id in (select id from due)
             returning id, subject, notice, attempts"
        }
    };
    let rows: Vec<(NoticeId, String, String, i64)> = sqlx::query_as(sql)
        .bind(now)
        .bind(until)
        .bind(notices_max)
        .fetch_all(tx.conn())
        .await?;
    let owed = |(id, subject, notice, attempts): (NoticeId, String, String, i64)| {
        let notice = serde_json::from_str(&notice).ok();
        Owed {
            id,
            subject,
            notice,
            attempts,
        }
    };
    let mut owed: Vec<Owed> = rows.into_iter().map(owed).collect();
    owed.sort_by_key(|owed| owed.id);
    Ok(owed)
}

/// Keeps a claim from running out while its notice is still being told.
pub async fn renew_claim(tx: &mut Tx, notice: NoticeId, until: Moment) -> Result<(), DbError> {
    sqlx::query(
        "update outbox set claimed_until_ms = $2 where id = $1 and state = 'waiting' and claimed_until_ms <> 0",
    )
    .bind(notice)
    .bind(until)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Ends every claim. Only for a courier that knows it is the only one: the others are then dead.
pub async fn release_claims(tx: &mut Tx) -> Result<(), DbError> {
    sqlx::query("update outbox set claimed_until_ms = 0 where state = 'waiting' and claimed_until_ms <> 0")
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// When the next unclaimed notice is due, or the next claim runs out; `None` when nothing waits.
pub async fn next_due(source: &mut impl Source) -> Result<Option<Moment>, DbError> {
    let (due,): (Option<i64>,) = sqlx::query_as(
        "select min(case when due_at_ms < claimed_until_ms then claimed_until_ms else due_at_ms end)
           from outbox where state = 'waiting'",
    )
    .fetch_one(source.conn())
    .await?;
    Ok(due.map(Moment::from_ms))
}

pub async fn count_waiting(source: &mut impl Source) -> Result<i64, DbError> {
    let (count,): (i64,) = sqlx::query_as("select count(*) from outbox where state = 'waiting'")
        .fetch_one(source.conn())
        .await?;
    Ok(count)
}

/// Whether something about this subject is still to be told.
pub async fn is_waiting(source: &mut impl Source, subject: &str) -> Result<bool, DbError> {
    let row: Option<(NoticeId,)> =
        sqlx::query_as("select id from outbox where state = 'waiting' and subject = $1 limit 1")
            .bind(subject.to_owned())
            .fetch_optional(source.conn())
            .await?;
    Ok(row.is_some())
}

pub async fn mark_told(tx: &mut Tx, notice: NoticeId, at: Moment) -> Result<(), DbError> {
    end(tx, notice, "told", None, at).await
}

/// Telling was tried as often as is sensible; the notice stays in the outbox for people to read.
pub async fn give_up(tx: &mut Tx, notice: NoticeId, why: &str, at: Moment) -> Result<(), DbError> {
    end(tx, notice, "given_up", Some(why), at).await
}

async fn end(tx: &mut Tx, notice: NoticeId, state: &'static str, why: Option<&str>, at: Moment) -> Result<(), DbError> {
    sqlx::query("update outbox set state = $2, last_error = $3, ended_at_ms = $4 where id = $1 and state = 'waiting'")
        .bind(notice)
        .bind(state)
        .bind(why.map(str::to_owned))
        .bind(at)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Lets a notice wait until `due` after telling it failed.
pub async fn put_off(tx: &mut Tx, notice: NoticeId, due: Moment, why: &str) -> Result<(), DbError> {
    sqlx::query(
        "update outbox set attempts = attempts + 1, due_at_ms = $2, claimed_until_ms = 0, last_error = $3
          where id = $1 and state = 'waiting'",
    )
    .bind(notice)
    .bind(due)
    .bind(why.to_owned())
    .execute(tx.conn())
    .await?;
    Ok(())
}

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

/// The channels in which something was shown since then, those of the newest messages first.
pub async fn list_channels_spoken_in(
    source: &mut impl Source,
    since: Moment,
    channels_max: i64,
) -> Result<Vec<DiscordChannelId>, DbError> {
    let rows: Vec<(DiscordChannelId, i64)> = sqlx::query_as(
        "select channel_id, max(id) from shown_messages where shown_at_ms >= $1
          group by channel_id order by max(id) desc limit $2",
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

/// Says that a message is about to be sent, so that whoever comes after a crash knows that it may be there.
pub async fn begin_sending(
    tx: &mut Tx,
    subject: &str,
    place: &str,
    sending: &Sending,
    at: Moment,
) -> Result<(), DbError> {
    sqlx::query(
        "insert into sendings (subject, place, channel_id, nonce, begun_at_ms) values ($1, $2, $3, $4, $5)
         on conflict (subject, place) do update set channel_id = $3, nonce = $4, begun_at_ms = $5",
    )
    .bind(subject.to_owned())
    .bind(place.to_owned())
    .bind(sending.channel)
    .bind(sending.nonce.clone())
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A sending whose end nobody wrote down.
pub async fn find_sending(source: &mut impl Source, subject: &str, place: &str) -> Result<Option<Sending>, DbError> {
    let row: Option<(DiscordChannelId, String)> =
        sqlx::query_as("select channel_id, nonce from sendings where subject = $1 and place = $2")
            .bind(subject.to_owned())
            .bind(place.to_owned())
            .fetch_optional(source.conn())
            .await?;
    Ok(row.map(|(channel, nonce)| Sending { channel, nonce }))
}

/// The message is recorded, or Discord refused it.
pub async fn drop_sending(tx: &mut Tx, subject: &str, place: &str) -> Result<(), DbError> {
    sqlx::query("delete from sendings where subject = $1 and place = $2")
        .bind(subject.to_owned())
        .bind(place.to_owned())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The message is gone from Discord (somebody deleted it).
pub async fn forget_shown(tx: &mut Tx, message: DiscordMessageId) -> Result<(), DbError> {
    sqlx::query("delete from shown_messages where message_id = $1")
        .bind(message)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Which subject a message shows, and where (`place`).
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
