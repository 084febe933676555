//! Events that are no commands.

use poise::serenity_prelude as serenity;
use serenity::{FullEvent, GuildId, Interaction};

use super::{Data, Never, away, buttons, places, proofs, registration};
use crate::db::DbError;
use crate::domain::outbox;

/// A guild that comes again comes with a new session: what was typed meanwhile came with no event.
fn guild_came(surface: &Data, guild: GuildId) {
    let was_ready = surface.is_ready();
    surface.guild_came(guild);
    if was_ready && surface.guild() == Some(guild) {
        let surface = surface.clone();
        tokio::spawn(async move { away::catch_up(&surface).await });
    }
}

/// Channels, roles or the bot's own roles are others now: closed channels are tried at once.
async fn changed(surface: &Data, guild: GuildId) {
    if surface.guild() != Some(guild) {
        return;
    }
    let desk = &surface.desk;
    let tried = async {
        let mut tx = desk.db.begin().await?;
        let tried = outbox::try_closed_again(&mut tx, desk.clock.now()).await?;
        tx.commit().await?;
        Ok::<u64, DbError>(tried)
    };
    match tried.await {
        Ok(0) => {}
        Ok(lanes) => tracing::info!(lanes, "channels that could not be written in are tried again"),
        Err(fault) => tracing::error!(error = %fault, "closed channels could not be tried again; they are later"),
    }
}

/// Every event comes by here after poise has looked for commands in it.
pub(super) async fn on_event(
    framework: poise::FrameworkContext<'_, Data, Never>,
    event: &FullEvent,
) -> Result<(), Never> {
    let surface = framework.user_data;
    match event {
        FullEvent::Message { new_message } => proofs::hear(surface, new_message).await,
        FullEvent::InteractionCreate {
            interaction: Interaction::Component(pressed),
        } => buttons::press(surface, pressed).await,
        FullEvent::InteractionCreate {
            interaction: Interaction::Modal(sent),
        } => buttons::submit(surface, sent).await,
        FullEvent::GuildMemberAddition { new_member } => registration::joined(surface, new_member).await,
        FullEvent::GuildCreate { guild, .. } => guild_came(surface, guild.id),
        // What nobody could be told may be told now.
        FullEvent::ChannelCreate { channel } => changed(surface, channel.guild_id).await,
        FullEvent::ChannelUpdate { new, .. } => changed(surface, new.guild_id).await,
        FullEvent::GuildRoleUpdate { new, .. } => changed(surface, new.guild_id).await,
        FullEvent::GuildMemberUpdate { event, .. } if event.user.id == surface.cache.current_user().id => {
            changed(surface, event.guild_id).await;
        }
        _ => {}
    }
    if places::may_change_readers(surface, event) {
        places::review(surface).await;
    }
    Ok(())
}
