//! Who comes is greeted, who becomes a reseller gets a channel, and the panel is where people find it.

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, CreateMessage, UserId};

use super::order::show;
use super::post::{Spot, TellError, Teller, Version};
use crate::db::retrying;
use crate::discord::private_channel::{self, Making};
use crate::discord::retry::{code, code_of, describe};
use crate::discord::surface::{channel_id, discord_channel, discord_user};
use crate::discord::view;
use crate::domain::channels::{self, BindChannel};
use crate::domain::members::{self, Actor, Member, Role};
use crate::domain::places::Place;
use crate::ids::{MemberId, RequestId};

/// The panel goes to its channel, or the one that is there is brought up to date.
pub(super) async fn panel(teller: &Teller<'_>) -> Result<(), TellError> {
    let channel = teller.channel(Place::Registration)?;
    let spot = Spot {
        subject: "panel",
        place: "registration",
        letter: 'p',
    };
    show(
        teller,
        &spot,
        Version::plain(view::registration::panel()),
        Some(channel),
    )
    .await
}

/// Somebody came: their Discord role follows the desk's, and they hear what to do.
pub(super) async fn joined(teller: &Teller<'_>, member: MemberId) -> Result<(), TellError> {
    let Some(member) = members::find_member(&mut teller.reader().await?, member).await? else {
        return Ok(());
    };
    super::member::follow_desk(teller, &member).await?;
    let registration = teller.surface.name_of(Place::Registration);
    let user = discord_user(member.discord_user);
    let words = view::registration::greeting(&member, &registration, None);
    let message = CreateMessage::new().content(teller.surface.with_prefix(words));
    match send_direct(teller, user, message).await {
        Err(TellError::Discord(error)) if is_closed(&error) => {
            // Their role and channel wait behind this greeting: what is missing must not hold them up.
            let Some(channel) = teller.surface.place(Place::Registration) else {
                tracing::warn!("somebody could not be greeted: no direct messages, and no channel of registration");
                return Ok(());
            };
            let words = view::registration::greeting(&member, &registration, Some(user));
            let message = CreateMessage::new().content(teller.surface.with_prefix(words));
            teller.ring_once('g', channel, message, Some(user)).await
        }
        told => told,
    }
}

/// By direct message; who closed them is not reached, which is logged.
pub(super) async fn direct(teller: &Teller<'_>, member: &Member, message: CreateMessage) -> Result<(), TellError> {
    if member.id == MemberId::DESK {
        // The desk is nobody's DM.
        return Ok(());
    }
    match send_direct(teller, discord_user(member.discord_user), message).await {
        Err(TellError::Discord(error)) if is_closed(&error) => {
            tracing::info!(error = describe(&error), "somebody's direct messages are closed");
            Ok(())
        }
        told => told,
    }
}

pub(super) async fn send_direct(teller: &Teller<'_>, user: UserId, message: CreateMessage) -> Result<(), TellError> {
    let channel = user.create_dm_channel(&teller.surface.http).await?;
    teller.send_once('d', channel.id, message).await
}

pub(super) fn is_closed(error: &serenity::Error) -> bool {
    matches!(code_of(error), Some(code::CLOSED_DM | code::UNKNOWN_USER))
}

/// A reseller gets their private channel; one that is there is opened to them again.
pub(super) async fn channel_owed(teller: &Teller<'_>, member: MemberId) -> Result<(), TellError> {
    let mut reader = teller.reader().await?;
    let Some(member) = members::find_member(&mut reader, member).await? else {
        return Ok(());
    };
    let bound = channels::find_channel_of(&mut reader, member.id).await?;
    drop(reader);
    if member.role != Role::Reseller || !member.active {
        return Ok(());
    }
    let user = discord_user(member.discord_user);
    if let Some(bound) = bound {
        let channel = discord_channel(bound.discord_channel);
        match private_channel::reopen(teller.surface, channel, user).await {
            Ok(()) => return Ok(()),
            Err(error) if code_of(&error) == Some(code::UNKNOWN_CHANNEL) => {
                tracing::warn!("a reseller's channel is gone; another one is made");
            }
            Err(error) => return Err(error.into()),
        }
    }
    let channel = make_channel(teller, &member, user).await?;
    let words = teller.surface.with_prefix(view::registration::your_channel(user));
    let message = CreateMessage::new().content(words);
    teller.ring_once('w', channel, message, Some(user)).await
}

/// Makes the channel and binds it. A channel of that name which is nobody's, for instance of a try that died between the two,
/// is taken instead.
async fn make_channel(teller: &Teller<'_>, member: &Member, user: UserId) -> Result<ChannelId, TellError> {
    let surface = teller.surface;
    let mut reader = teller.reader().await?;
    let mut taken = Vec::new();
    for (id, _) in private_channel::existing(surface, &member.name) {
        if channels::find_channel(&mut reader, channel_id(id)).await?.is_some() {
            taken.push(id);
        }
    }
    drop(reader);
    let making = Making {
        reseller: user,
        name: &member.name,
        taken: &taken,
    };
    let made = private_channel::make(surface, &making).await?;
    let binding = BindChannel {
        reseller: member.id,
        discord_channel: channel_id(made.id),
        name: made.name.clone(),
    };
    let request = RequestId::new("channel", format!("{}-{}", member.id, made.id));
    let desk = Actor::desk();
    let bound = retrying(|| channels::bind(&surface.desk, &desk, &request, &binding)).await;
    bound.map_err(|error| TellError::Refused(error.to_string()))?;
    Ok(made.id)
}
