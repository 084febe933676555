//! Messages that are on their way.

use crate::db::{DbError, Source};
use crate::ids::DiscordChannelId;

/// Whether a message that shows this is just being sent to this channel: it may be there before it is recorded.
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
