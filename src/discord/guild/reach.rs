//! Events about the guild itself: it came, changed or went.
//!
//! Handlers of two events may run in either order. So each one looks at serenity's cache, which is written in the order
//! of the events, or asks Discord.

use poise::serenity_prelude as serenity;
use serenity::{Guild, GuildId, Http, Ready, UnavailableGuild, UserId};

use super::home::Reach;
use crate::db::{DbError, retrying};
use crate::discord::ids::{signed, user_id};
use crate::discord::retry::{describe, retried};
use crate::discord::surface::Surface;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox;
use crate::domain::people::guild;
use crate::ids::DiscordGuildId;

/// READY: Discord lists the guilds of the bot.
pub(in crate::discord) fn ready(surface: &Surface, ready: &Ready) {
    let home = &surface.home;
    if !ready.guilds.iter().any(|guild| guild.id == home.id()) {
        home.note_removed();
    }
}

/// GUILD_CREATE of the desk's guild: at the start, after an outage, or after a new invitation. Returns the previous
/// reach.
pub(in crate::discord) async fn came(surface: &Surface, guild: &Guild) -> Reach {
    let home = &surface.home;
    let before = home.note_reach(Reach::Here);
    if before != Reach::NotYet {
        tracing::info!(guild.id = home.id().get(), "the desk's guild can be reached again");
        if let Err(fault) = hurry(surface).await {
            tracing::warn!(error = %fault, "cannot make notices due at once that waited for the guild; they are told when they come due");
        }
    }
    home.ask_to_compare();
    if home.owner().is_none() {
        home.set_owner(guild.owner_id);
    }
    ask_owner(surface, guild.owner_id).await;
    before
}

/// GUILD_UPDATE of the desk's guild: it may have another owner.
pub(in crate::discord) async fn changed(surface: &Surface, owner: UserId) {
    if surface.home.owner() == Some(owner) {
        return;
    }
    surface.home.set_owner(owner);
    ask_owner(surface, owner).await;
}

/// GUILD_DELETE of the desk's guild: an outage, or the bot was removed from it.
pub(in crate::discord) fn went(surface: &Surface, gone: &UnavailableGuild) {
    let home = &surface.home;
    if surface.cache.guild(home.id()).is_some() {
        // The guild came back before this handler ran.
        return;
    }
    if gone.unavailable {
        home.note_reach(Reach::Outage);
        tracing::warn!(
            guild.id = home.id().get(),
            "Discord has an outage in the desk's guild; what is owed waits"
        );
    } else {
        home.note_removed();
    }
}

/// Asks Discord who owns the guild. Also called before the gateway is dialled, so that a command that arrives before
/// GUILD_CREATE finds its superuser.
pub(in crate::discord) async fn find_owner(http: &Http, guild: GuildId) -> Option<UserId> {
    match retried(|| http.get_guild(guild)).await {
        Ok(guild) => Some(guild.owner_id),
        Err(error) => {
            tracing::warn!(
                error = describe(&error),
                "Discord does not say who owns the guild; whom an event names counts"
            );
            None
        }
    }
}

/// Asks Discord who owns the guild, and uses the owner that an event named if Discord does not answer.
async fn ask_owner(surface: &Surface, said: UserId) {
    let home = &surface.home;
    let _turn = home.ask_in_turn().await;
    let owner = find_owner(&surface.http, home.id()).await.unwrap_or(said);
    home.set_owner(owner);
    note_owner(&surface.desk, home.id(), owner).await;
}

/// Records the owner, and owes superusers the news when it changed, also while the desk was down.
pub(in crate::discord) async fn note_owner(desk: &Desk, guild: GuildId, owner: UserId) {
    let (guild, owner) = (DiscordGuildId::new(signed(guild.get())), user_id(owner));
    match retrying(|| guild::note_owner(desk, guild, owner)).await {
        Ok(false) => {}
        Ok(true) => tracing::warn!("the guild has another owner; superusers are told"),
        Err(error) => {
            tracing::error!(%error, "cannot record the guild's owner; retried when the guild comes again")
        }
    }
}

/// Makes due what could not be told while the guild was away.
async fn hurry(surface: &Surface) -> Result<(), DbError> {
    let desk = &surface.desk;
    let again = async || {
        let mut tx = desk.db.begin().await?;
        let now = desk.clock.now();
        outbox::try_unreached_again(&mut tx, now).await?;
        outbox::try_closed_again(&mut tx, now).await?;
        tx.commit().await
    };
    retrying(again).await
}
