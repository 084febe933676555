//! What the books know of what was told, and older books that were accepted.

use super::{Ended, Numbers, Older};
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::ids::{BatchId, DiscordChannelId, DiscordMessageId, OlderBooksId, OrderId, RequestNumber};

/// What the books know of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct KnownOfChannel {
    /// The newest message that is recorded there.
    pub(super) newest: Option<DiscordMessageId>,
    /// Messages that were being sent there when their process died.
    pub(super) sendings: i64,
}

pub(super) async fn get_known_of_channel(
    source: &mut impl Source,
    channel: DiscordChannelId,
) -> Result<KnownOfChannel, DbError> {
    let (newest, sendings): (Option<DiscordMessageId>, i64) = sqlx::query_as(
        "select (select max(message_id) from shown_messages where channel_id = $1),
                (select count(*) from sendings where channel_id = $1)",
    )
    .bind(channel)
    .fetch_one(source.conn())
    .await?;
    Ok(KnownOfChannel { newest, sendings })
}

/// The newest recorded message of each channel in which something was shown, newest first.
pub async fn list_newest_shown(
    source: &mut impl Source,
    channels_max: i64,
) -> Result<Vec<(DiscordChannelId, DiscordMessageId)>, DbError> {
    let rows = sqlx::query_as(
        "select channel_id, max(message_id) from shown_messages group by channel_id order by max(message_id) desc limit $1",
    )
    .bind(channels_max)
    .fetch_all(source.conn())
    .await?;
    Ok(rows)
}

/// The part of what was shown as ended that never ended in these books.
pub(super) async fn get_open_again(source: &mut impl Source, shown: &Ended) -> Result<Ended, DbError> {
    let orders: Vec<(OrderId,)> = match shown.orders.first().zip(shown.orders.last()) {
        None => Vec::new(),
        Some((first, last)) => {
            sqlx::query_as(
                "select id from orders
                  where id >= $1 and id <= $2 and state in ('pending', 'assigned', 'processing')
                    and not exists (select 1 from order_backlog
                                     where order_id = orders.id
                                       and to_state not in ('pending', 'assigned', 'processing'))
                  order by id limit 100000",
            )
            .bind(*first)
            .bind(*last)
            .fetch_all(source.conn())
            .await?
        }
    };
    let requests: Vec<(RequestNumber,)> =
        sqlx::query_as("select id from requests where state = 'pending' order by id limit 100000")
            .fetch_all(source.conn())
            .await?;
    let batches: Vec<(BatchId,)> =
        sqlx::query_as("select id from batches where state = 'open' and reopened = 0 order by id limit 100000")
            .fetch_all(source.conn())
            .await?;
    let orders = orders.into_iter().map(|(id,)| id);
    let requests = requests.into_iter().map(|(number,)| number);
    let batches = batches.into_iter().map(|(id,)| id);
    Ok(Ended {
        orders: orders.filter(|id| shown.orders.contains(id)).collect(),
        requests: requests.filter(|number| shown.requests.contains(number)).collect(),
        batches: batches.filter(|id| shown.batches.contains(id)).collect(),
    })
}

/// The highest numbers that were given out, or were left out by an acceptance of older books.
pub(super) async fn get_highest(source: &mut impl Source) -> Result<Numbers, DbError> {
    let (batches, orders, requests): (i64, i64, i64) = sqlx::query_as(
        "select coalesce((select max(id) from batches), 0), coalesce((select max(id) from orders), 0),
                coalesce((select max(id) from requests), 0)",
    )
    .fetch_one(source.conn())
    .await?;
    let known = Numbers {
        batches,
        orders,
        requests,
    };
    let left_out = find_left_out(source).await?;
    Ok(Numbers {
        batches: known.batches.max(left_out.batches),
        orders: known.orders.max(left_out.orders),
        requests: known.requests.max(left_out.requests),
    })
}

async fn find_left_out(source: &mut impl Source) -> Result<Numbers, DbError> {
    let (batches, orders, requests): (i64, i64, i64) = sqlx::query_as(
        "select coalesce(max(batches_above), 0), coalesce(max(orders_above), 0), coalesce(max(requests_above), 0)
           from older_books",
    )
    .fetch_one(source.conn())
    .await?;
    Ok(Numbers {
        batches,
        orders,
        requests,
    })
}

/// The Discord message up to which other books may have told people things, because somebody accepted these as older.
pub async fn find_accepted_until(source: &mut impl Source) -> Result<Option<DiscordMessageId>, DbError> {
    let (until,): (Option<DiscordMessageId>,) = sqlx::query_as("select max(newest_message_id) from older_books")
        .fetch_one(source.conn())
        .await?;
    Ok(until)
}

/// The mark that tells new messages from those that other books may have sent before the last acceptance; `None` for
/// books that were never older.
pub async fn find_mark_of_acceptance(source: &mut impl Source) -> Result<Option<String>, DbError> {
    let row: Option<(String,)> = sqlx::query_as("select mark from older_books order by id desc limit 1")
        .fetch_optional(source.conn())
        .await?;
    Ok(row.map(|(mark,)| mark))
}

pub(super) async fn insert_older_books(
    tx: &mut Tx,
    older: &Older,
    newest: DiscordMessageId,
    above: Numbers,
    at: Moment,
) -> Result<OlderBooksId, DbError> {
    let found = serde_json::to_string(older).expect("signs are plain data with text keys");
    let (id,): (OlderBooksId,) = sqlx::query_as(
        "insert into older_books (found, newest_message_id, batches_above, orders_above, requests_above, at_ms)
         values ($1, $2, $3, $4, $5, $6) returning id",
    )
    .bind(found)
    .bind(newest)
    .bind(above.batches)
    .bind(above.orders)
    .bind(above.requests)
    .bind(at)
    .fetch_one(tx.conn())
    .await?;
    Ok(id)
}

/// What was found when older books were accepted, and above which numbers the desk went on.
///
/// # Errors
/// [`DbError::Corrupt`] when there is no such row.
pub async fn get_accepted(source: &mut impl Source, id: OlderBooksId) -> Result<(Older, Numbers), DbError> {
    let row: Option<(String, i64, i64, i64)> =
        sqlx::query_as("select found, batches_above, orders_above, requests_above from older_books where id = $1")
            .bind(id)
            .fetch_optional(source.conn())
            .await?;
    let (found, batches, orders, requests) =
        row.ok_or_else(|| DbError::Corrupt(format!("older books {id} are not there")))?;
    let older = serde_json::from_str(&found).map_err(|error| DbError::Corrupt(format!("older books {id}: {error}")))?;
    let above = Numbers {
        batches,
        orders,
        requests,
    };
    Ok((older, above))
}
