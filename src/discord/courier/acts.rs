//! Changes in Discord that follow the books and are not messages: roles, and resellers' channels.

use poise::serenity_prelude as serenity;
use serenity::UserId;

use super::error::TellError;
use super::post::Teller;
use crate::db::retrying;
use crate::discord::ids::{channel_id, discord_channel, user_of};
use crate::discord::places;
use crate::discord::private_channel::{self, Making};
use crate::discord::retry::{code, code_of, describe};
use crate::discord::surface::Surface;
use crate::domain::orders;
use crate::domain::people::channels::{self, BindChannel};
use crate::domain::people::members::{self, Actor, Member, Role};
use crate::domain::people::places::{Place, list_places};
use crate::ids::{DiscordPlaceId, MemberId, RequestId};

/// The role that others see. Somebody who was sent away counts as a guest.
pub(super) fn role_of(member: &Member) -> Role {
    if member.sent_away { Role::Guest } else { member.role }
}

/// Updates somebody's Discord roles. It cannot help with people who left, or with a role above the bot's own; that is
/// only logged.
pub(super) async fn follow_role(teller: &Teller<'_>, member: MemberId) -> Result<(), TellError> {
    let mut reader = teller.reader().await?;
    let Some(member) = members::find_member(&mut reader, member).await? else {
        return Ok(());
    };
    // Read from the books, because the surface may not know a new role yet.
    let places = list_places(&mut reader).await?;
    drop(reader);
    let Some(user) = user_of(&member) else {
        return Ok(());
    };
    match follow(teller.surface, &places, user, role_of(&member)).await {
        Ok(()) => Ok(()),
        Err(error) if matches!(code_of(&error), Some(code::UNKNOWN_MEMBER | code::MISSING_PERMISSION)) => {
            tracing::warn!(error = describe(&error), "cannot update a member's Discord roles");
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

/// Adds the Discord role that mirrors the desk's role, and removes the other roles of the desk.
async fn follow(
    surface: &Surface,
    known: &[(Place, Option<DiscordPlaceId>)],
    user: UserId,
    now: Role,
) -> serenity::Result<()> {
    let guild = surface.guild();
    let mirror = |role: Role| {
        let wanted = Place::of_role(role)?;
        let found = known.iter().find(|(place, _)| *place == wanted);
        found.and_then(|(_, id)| *id).map(places::role_id)
    };
    let has = surface.http.get_member(guild, user).await?.roles;
    for role in [Role::Reseller, Role::Cashier, Role::Client, Role::Admin] {
        let Some(id) = mirror(role) else {
            if role == now {
                tracing::warn!(
                    role = role.code(),
                    "the guild has no Discord role for this role; `!setup` makes it"
                );
            }
            continue;
        };
        if role == now && !has.contains(&id) {
            surface.http.add_member_role(guild, user, id, None).await?;
        } else if role != now && has.contains(&id) {
            surface.http.remove_member_role(guild, user, id, None).await?;
        }
    }
    Ok(())
}

/// Shows the reseller's orders in the channel that was bound now, since they were shown in another one before.
pub(super) async fn show_orders(teller: &Teller<'_>, member: MemberId) -> Result<(), TellError> {
    let bound = channels::find_channel_of(&mut teller.reader().await?, member).await?;
    let Some(bound) = bound else { return Ok(()) };
    let desk = &teller.surface.desk;
    retrying(|| orders::show_again(desk, member, bound.discord_channel)).await?;
    Ok(())
}

/// Makes the reseller's private channel. If it exists already, it is opened to them again.
pub(super) async fn open_channel(teller: &Teller<'_>, member: MemberId) -> Result<(), TellError> {
    let _making = teller.surface.making_channel.lock().await;
    let mut reader = teller.reader().await?;
    let Some(member) = members::find_member(&mut reader, member).await? else {
        return Ok(());
    };
    let bound = channels::find_channel_of(&mut reader, member.id).await?;
    drop(reader);
    if !teller.surface.knows_guild() {
        // It is not known now which channels exist.
        return Err(TellError::Unreachable("the server is away".to_owned()));
    }
    let Some(user) = user_of(&member) else {
        return Ok(());
    };
    let bound = bound.map(|bound| discord_channel(bound.discord_channel));
    if let Some(channel) = bound.filter(|channel| !teller.surface.is_elsewhere(*channel)) {
        match private_channel::reopen(teller.surface, channel, user).await {
            Ok(()) => return Ok(()),
            Err(error) if code_of(&error) == Some(code::UNKNOWN_CHANNEL) => {
                tracing::warn!("a reseller's channel is gone; another one is made");
            }
            Err(error) => return Err(error.into()),
        }
    }
    make_channel(teller, &member, user).await
}

/// Makes the channel and binds it; the binding also greets the reseller there. If an unbound channel of that name
/// exists, for example from an attempt that died between the two steps, `private_channel::make` uses it.
async fn make_channel(teller: &Teller<'_>, member: &Member, user: UserId) -> Result<(), TellError> {
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
    places::review(surface).await;
    Ok(())
}
