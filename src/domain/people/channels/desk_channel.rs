//! The desk's own channel, where its clients type. It is bound when an admin opens a batch for them there.

use super::{BindChannel, Channel, store};
use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::ids::{DiscordChannelId, MemberId};

/// What became of the binding.
pub(crate) enum DeskChannel {
    Bound(Channel),
    /// The channel belongs to this reseller.
    Taken(MemberId),
}

/// Binds the channel to the desk, unless it is bound already.
pub(crate) async fn ensure_desk_channel(
    tx: &mut Tx,
    discord_channel: DiscordChannelId,
    name: &str,
    actor: MemberId,
    at: Moment,
) -> Result<DeskChannel, DbError> {
    match store::find_channel(tx, discord_channel).await? {
        Some(found) if found.reseller == MemberId::DESK => return Ok(DeskChannel::Bound(found)),
        Some(found) => return Ok(DeskChannel::Taken(found.reseller)),
        None => {}
    }
    let binding = BindChannel {
        reseller: MemberId::DESK,
        discord_channel,
        name: name.to_owned(),
    };
    let id = store::upsert_channel(tx, &binding, at).await?;
    store::insert_backlog(tx, id, &binding, actor, at).await?;
    Ok(DeskChannel::Bound(store::get_channel(tx, id).await?))
}
