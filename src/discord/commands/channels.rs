//! Reseller channels: binding one, or making it first.

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, ChannelType, UserId};

use super::asked::{actor, request};
use super::group::Group;
use super::person;
use crate::db::retrying;
use crate::discord::answer::broken;
use crate::discord::answer::{Answer, Declined, answer, declined};
use crate::discord::args::{ChannelArg, PersonArg};
use crate::discord::content::Content;
use crate::discord::ids::{channel_id, discord_channel, user_of};
use crate::discord::places;
use crate::discord::private_channel::{self, Making};
use crate::discord::retry::describe;
use crate::discord::surface::Surface;
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, view};
use crate::domain::people::channels::{self, BindChannel, ChannelError};
use crate::domain::people::members::{Actor, Member, Permission, Role};
use crate::domain::people::places::Place;
use crate::ids::DiscordChannelId;

pub(super) const COMMANDS: Group = Group {
    records: &[CANAL],
    functions: &[canal],
};

const CANAL: Record = Record {
    name: "canal",
    aliases: &[],
    synonyms: &[],
    usage: "canal @revendedor [#canal]",
    example: "canal @david",
    what: "da su canal a un revendedor; sin #canal se crea",
    who: Who::Only(Permission::SetUpDesk),
    probe: "@maria",
};

/// Da su canal a un revendedor; sin canal se crea uno
#[poise::command(prefix_command, slash_command)]
async fn canal(
    context: Context<'_>,
    #[description = "El revendedor"] persona: PersonArg,
    #[description = "El canal; si falta, se crea"] canal: Option<ChannelArg>,
) -> Result<(), Never> {
    let work = async {
        let surface = context.data();
        let (actor, request) = (actor(context).await?, request(context));
        let owner = person::member(context, &actor, &persona).await?;
        let _making = surface.making_channel.lock().await;
        let (discord_channel, name) = match canal {
            Some(ChannelArg::Found(given)) => {
                let named = named_channel(surface, given)?;
                allowed(&actor)?;
                a_reseller(&owner)?;
                closed_to_others(surface, given, &owner).await?;
                named
            }
            Some(ChannelArg::NotFound(word)) => {
                return Err(Declined::because(view::arguments::no_such_channel(&word)));
            }
            None => made_channel(surface, &actor, &owner).await?,
        };
        let binding = BindChannel {
            reseller: owner.id,
            discord_channel,
            name,
        };
        let done = retrying(|| channels::bind(&surface.desk, &actor, &request, &binding)).await;
        let done = done.map_err(declined("channels.bind", view::channels::refused))?;
        places::review(surface).await;
        Ok(Answer::Say(view::channels::bound(&done)))
    };
    answer(context, Content::Public, work).await
}

fn named_channel(surface: &Surface, channel: ChannelId) -> Result<(DiscordChannelId, String), Declined> {
    let guild = surface.cache.guild(surface.guild());
    let found = guild.as_ref().and_then(|guild| guild.channels.get(&channel));
    match found.filter(|channel| channel.kind == ChannelType::Text) {
        Some(found) => Ok((channel_id(found.id), found.name.clone())),
        None => Err(Declined::because(view::channels::not_a_text_channel())),
    }
}

fn allowed(actor: &Actor) -> Result<(), Declined> {
    let refuse = declined("channels.bind", view::channels::refused);
    let allowed = actor.require(Permission::SetUpDesk);
    allowed.map_err(|no| refuse(ChannelError::NotAllowed(no)))
}

fn a_reseller(owner: &Member) -> Result<(), Declined> {
    if owner.role == Role::Reseller {
        return Ok(());
    }
    let refuse = declined("channels.bind", view::channels::refused);
    Err(refuse(ChannelError::NotAReseller {
        name: owner.name.clone(),
    }))
}

/// What is told in a reseller's channel is for nobody but them, cashiers and admins. The desk's own channels, and those
/// of others, are refused for what they are.
async fn closed_to_others(surface: &Surface, channel: ChannelId, owner: &Member) -> Result<(), Declined> {
    let is_the_desks = Place::ALL.iter().any(|place| surface.place(*place) == Some(channel));
    let whose = surface.watched(channel).and_then(|watched| watched.reseller);
    if is_the_desks || whose.is_some_and(|reseller| reseller != owner.id) {
        return Ok(());
    }
    match places::others_in(surface, channel, in_discord(owner)?).await {
        Ok(others) if others.is_empty() => Ok(()),
        Ok(others) => {
            tracing::info!(
                use_case = "channels.bind",
                others = others.len(),
                "others can read the channel"
            );
            Err(Declined::because(view::channels::read_by_others(
                channel,
                &others,
                &owner.name,
            )))
        }
        Err(error) => {
            tracing::error!(%error, "who can read a channel could not be found out");
            Err(Declined::because(view::FAULT))
        }
    }
}

/// A channel is made for a user of Discord.
fn in_discord(owner: &Member) -> Result<UserId, Declined> {
    user_of(owner).ok_or_else(|| Declined::because(view::channels::no_discord_user(&owner.name)))
}

/// Discord is asked only when the binding itself is going to be allowed.
async fn made_channel(
    surface: &Surface,
    actor: &Actor,
    owner: &Member,
) -> Result<(DiscordChannelId, String), Declined> {
    allowed(actor)?;
    a_reseller(owner)?;
    let user = in_discord(owner)?;
    if !surface.knows_guild() {
        // A channel of that name may be there.
        return Err(Declined::because(view::guild::away()));
    }
    let read = async {
        let mut reader = surface.desk.db.reader().await?;
        let own = channels::find_channel_of(&mut reader, owner.id).await?;
        let mut taken = Vec::new();
        for (id, _) in private_channel::existing(surface, &owner.name) {
            if channels::find_channel(&mut reader, channel_id(id)).await?.is_some() {
                taken.push(id);
            }
        }
        Ok((own, taken))
    };
    let (own, taken) = read.await.map_err(declined("channels.find", broken))?;
    if let Some(own) = own
        && places::is_private(surface, discord_channel(own.discord_channel), user).await
    {
        return Ok((own.discord_channel, own.name));
    }
    let making = Making {
        reseller: user,
        name: &owner.name,
        taken: &taken,
    };
    match private_channel::make(surface, &making).await {
        Ok(channel) => Ok((channel_id(channel.id), channel.name)),
        Err(error) => {
            tracing::warn!(error = describe(&error), "a reseller's channel could not be made");
            Err(Declined::because(view::channels::not_created()))
        }
    }
}
