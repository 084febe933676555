//! Events that are no commands.

use poise::serenity_prelude as serenity;
use serenity::{FullEvent, GuildId, Interaction};

use super::{Data, Never, away, buttons, proofs, registration, reopen};

/// A guild that comes again comes with a new session: what was typed meanwhile came with no event.
fn guild_came(surface: &Data, guild: GuildId) {
    let was_ready = surface.is_ready();
    surface.guild_came(guild);
    if was_ready && surface.guild() == Some(guild) {
        let surface = surface.clone();
        tokio::spawn(async move { away::catch_up(&surface).await });
    }
}

/// Every event comes by here after poise has looked for commands in it.
pub(super) async fn on_event(
    framework: poise::FrameworkContext<'_, Data, Never>,
    event: &FullEvent,
) -> Result<(), Never> {
    let surface = framework.user_data;
    match event {
        FullEvent::Message { new_message } => {
            if new_message.guild_id.is_none() && !new_message.author.bot {
                reopen::person_is_there(surface, new_message.author.id).await;
            }
            proofs::hear(surface, new_message).await;
        }
        FullEvent::InteractionCreate {
            interaction: Interaction::Component(pressed),
        } => buttons::press(surface, pressed).await,
        FullEvent::InteractionCreate {
            interaction: Interaction::Modal(sent),
        } => buttons::submit(surface, sent).await,
        FullEvent::GuildMemberAddition { new_member } => {
            registration::joined(surface, new_member).await;
            reopen::person_is_there(surface, new_member.user.id).await;
        }
        FullEvent::GuildCreate { guild, .. } => guild_came(surface, guild.id),
        // What nobody could be told may be told now.
        FullEvent::ChannelCreate { channel } => reopen::server_changed(surface, channel.guild_id).await,
        FullEvent::ChannelUpdate { new, .. } => reopen::server_changed(surface, new.guild_id).await,
        FullEvent::GuildRoleUpdate { new, .. } => reopen::server_changed(surface, new.guild_id).await,
        FullEvent::GuildMemberUpdate { event, .. } if event.user.id == surface.cache.current_user().id => {
            reopen::server_changed(surface, event.guild_id).await;
        }
        _ => {}
    }
    Ok(())
}
