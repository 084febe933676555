//! `!start batch [PEN VES]` in the clients' channel: opens one of the desk's own batches, which the transfers of
//! clients enter.

use serde::{Deserialize, Serialize};

use super::pick::NamedCorridor;
use super::start::{BatchStarted, corridor_meant, open};
use super::{PlaceError, StartError, store, terms_store};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::channels::{self, DeskChannel};
use crate::domain::people::members::{self, Actor, Permission};
use crate::ids::{DiscordChannelId, RequestId};

/// The clients' channel and the corridor; without a corridor, the desk's usual one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartDeskBatch {
    pub channel: DiscordChannelId,
    pub channel_name: String,
    pub corridor: NamedCorridor,
}

/// Opens a batch of the desk, one per corridor. The first one makes the channel the desk's own. If the desk has no
/// account in the received currency, it is opened too.
///
/// # Errors
/// [`StartError::NotAllowed`] unless the actor is an admin or a superuser, [`StartError::Place`] when the channel
/// belongs to a reseller, [`StartError::AlreadyOpen`], [`StartError::UnknownCurrency`], [`StartError::SameCurrency`].
pub async fn start_desk(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    start: &StartDeskBatch,
) -> Result<BatchStarted, StartError> {
    actor.require(Permission::RunDeskBatch)?;
    let asked = Asked::new(request, "batches.start_desk", &(actor.member, start));
    once(desk, asked, async |tx, now| {
        let corridor = corridor_meant(tx, desk, &start.corridor).await?;
        let bound = channels::ensure_desk_channel(tx, start.channel, &start.channel_name, actor.member, now).await?;
        let channel = match bound {
            DeskChannel::Bound(channel) => channel,
            DeskChannel::Taken(reseller) => {
                let owner = members::get_member(tx, reseller).await?.name;
                return Err(StartError::Place(PlaceError::NotYourChannel { owner, own: None }));
            }
        };
        let open_ones = store::list_open_batches(tx, channel.id).await?;
        if let Some(same) = open_ones
            .iter()
            .find(|batch| batch.corridor == corridor && !batch.is_apart)
        {
            let counts = terms_store::count_orders(tx, same.id).await?;
            return Err(StartError::AlreadyOpen {
                orders: counts.open + counts.completed,
            });
        }
        open(tx, actor, &channel, corridor, now).await
    })
    .await
}
