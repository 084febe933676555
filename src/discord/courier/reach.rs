//! Finds the current Discord channel of a lane.

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, UserId};

use super::error::TellError;
use super::post::Teller;
use crate::discord::ids::{discord_channel, user_of};
use crate::discord::places;
use crate::discord::surface::Surface;
use crate::domain::kernel::outbox::{Closing, Lane};
use crate::domain::people::channels;
use crate::domain::people::members;
use crate::domain::people::places::Place;
use crate::ids::MemberId;

/// The channel for the messages of a lane.
///
/// # Errors
/// [`TellError::Closed`] when there is none; [`TellError::Unreachable`] while the server is not known.
pub(super) async fn channel_of(teller: &Teller<'_>, lane: Lane) -> Result<ChannelId, TellError> {
    let surface = teller.surface;
    match lane {
        Lane::Channel(reseller) => {
            let found = channels::find_channel_of(&mut teller.reader().await?, reseller).await?;
            let found = found.ok_or_else(|| gone("no channel is bound"))?;
            let channel = discord_channel(found.discord_channel);
            // Everything in the channel of clients is meant for all of them.
            if reseller != MemberId::DESK {
                closed_to_others(surface, channel).await?;
            }
            Ok(channel)
        }
        Lane::Person(member) => {
            let found = members::find_member(&mut teller.reader().await?, member).await?;
            let found = found.ok_or_else(|| gone("nobody of that number is registered"))?;
            let user = user_of(&found).ok_or_else(|| gone("they have no Discord user"))?;
            direct(surface, user).await
        }
        Lane::Typed(channel) => Ok(discord_channel(channel)),
        Lane::Owner => {
            let owner = surface.owner();
            let owner =
                owner.ok_or_else(|| TellError::Unreachable("the server's owner is not known yet".to_owned()))?;
            direct(surface, owner).await
        }
        Lane::Pending
        | Lane::Cashiers
        | Lane::Requests
        | Lane::Alerts
        | Lane::Registration
        | Lane::Payouts
        | Lane::Achievements
        | Lane::Guild => named(surface, lane).await,
    }
}

async fn named(surface: &Surface, lane: Lane) -> Result<ChannelId, TellError> {
    if find(surface, lane).is_none() {
        // Another process of the desk may have filled the place.
        places::load(surface).await?;
    }
    if let Some(channel) = find(surface, lane) {
        if place_of(lane).is_some_and(|place| place.audience().roles().is_some()) {
            closed_to_others(surface, channel).await?;
        }
        return Ok(channel);
    }
    if surface.knows_guild() {
        return Err(gone("nothing fills that place"));
    }
    Err(TellError::Unreachable("the server is away".to_owned()))
}

/// Fails while people who must not can read the channel: nothing private is told there.
async fn closed_to_others(surface: &Surface, channel: ChannelId) -> Result<(), TellError> {
    if surface.watched(channel).is_none() {
        // The channel may have been made a moment ago, by this process or another one.
        places::review(surface).await;
    }
    match surface.watched(channel) {
        Some(watched) if watched.is_closed => Ok(()),
        Some(_) => Err(TellError::Closed(Closing::Exposed, "others can read it".to_owned())),
        None if surface.knows_guild() => Err(gone("the server has no such channel")),
        None => Err(TellError::Unreachable("the server is away".to_owned())),
    }
}

/// The channel of a lane that is one of the desk's own places, if it exists.
pub(super) fn find(surface: &Surface, lane: Lane) -> Option<ChannelId> {
    surface.place(place_of(lane)?)
}

/// The place of the desk to which a lane leads, if any.
pub(super) fn place_of(lane: Lane) -> Option<Place> {
    match lane {
        Lane::Pending => Some(Place::Pending),
        Lane::Cashiers => Some(Place::Cashiers),
        Lane::Requests => Some(Place::Requests),
        Lane::Alerts => Some(Place::Alerts),
        Lane::Registration => Some(Place::Registration),
        Lane::Payouts => Some(Place::Payouts),
        Lane::Achievements => Some(Place::Achievements),
        Lane::Channel(_) | Lane::Person(_) | Lane::Typed(_) | Lane::Owner | Lane::Guild => None,
    }
}

fn gone(why: &str) -> TellError {
    TellError::Closed(Closing::Gone, why.to_owned())
}

/// The channel of somebody's direct messages. It is remembered, because asking Discord costs a request.
async fn direct(surface: &Surface, user: UserId) -> Result<ChannelId, TellError> {
    if let Some(known) = surface.find_direct(user) {
        return Ok(known);
    }
    let channel = user.create_dm_channel(&surface.http).await?;
    surface.remember_direct(user, channel.id);
    Ok(channel.id)
}
