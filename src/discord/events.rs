//! Handles events that are neither commands nor messages.

use poise::serenity_prelude as serenity;
use serenity::{FullEvent, Interaction};

use super::guild::Reach;
use super::{Data, Never, away, buttons, guild, places, reopen, slash};

/// When the guild comes again, a new session began. No event arrives for what was typed before it, so that is looked
/// up.
fn guild_came(surface: &Data) {
    let was_ready = surface.is_ready();
    surface.guild_came();
    if was_ready {
        let surface = surface.clone();
        tokio::spawn(async move { away::catch_up(&surface).await });
    }
}

/// Handles every event of the desk's guild except messages ([`super::typing`]).
pub(super) async fn on_event(
    framework: poise::FrameworkContext<'_, Data, Never>,
    event: &FullEvent,
) -> Result<(), Never> {
    let surface = framework.user_data;
    match event {
        FullEvent::InteractionCreate {
            interaction: Interaction::Component(pressed),
        } => buttons::press(surface, pressed).await,
        FullEvent::InteractionCreate {
            interaction: Interaction::Modal(sent),
        } => buttons::submit(surface, sent).await,
        FullEvent::GuildMemberAddition { new_member } => {
            guild::joined(surface, new_member).await;
            reopen::person_is_there(surface, new_member.user.id).await;
        }
        FullEvent::GuildMemberRemoval { user, .. } => guild::left(surface, user).await,
        FullEvent::Ready { data_about_bot } => guild::ready(surface, data_about_bot),
        FullEvent::GuildCreate { guild, .. } => {
            if guild::came(surface, guild).await == Reach::Removed {
                // Removing a bot also removes its commands.
                slash::register(surface, &framework.options.commands).await;
            }
            guild_came(surface);
        }
        FullEvent::GuildUpdate { new_data, .. } => guild::changed(surface, new_data.owner_id).await,
        FullEvent::GuildDelete { incomplete, .. } => guild::went(surface, incomplete),
        // What could not be told before may be possible now.
        FullEvent::ChannelCreate { .. } | FullEvent::ChannelUpdate { .. } | FullEvent::GuildRoleUpdate { .. } => {
            reopen::server_changed(surface).await;
        }
        FullEvent::GuildMemberUpdate { event, .. } if event.user.id == surface.cache.current_user().id => {
            reopen::server_changed(surface).await;
        }
        _ => {}
    }
    if places::may_change_readers(surface, event) {
        places::review(surface).await;
    }
    Ok(())
}
