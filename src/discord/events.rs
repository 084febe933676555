//! Events that are no commands.

use poise::serenity_prelude as serenity;
use serenity::{FullEvent, Interaction};

use super::guild::Reach;
use super::{Data, Never, buttons, guild, proofs, start};

/// Every event of the desk's guild, and every direct message of who is in it, comes by here after poise has looked for commands
/// in it.
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
        FullEvent::GuildMemberAddition { new_member } => guild::joined(surface, new_member).await,
        FullEvent::GuildMemberRemoval { user, .. } => guild::left(surface, user).await,
        FullEvent::Ready { data_about_bot } => guild::ready(surface, data_about_bot),
        FullEvent::GuildCreate { guild, .. } => {
            if guild::came(surface, guild).await == Reach::Removed {
                // Who removes a bot removes its commands.
                start::register(surface, &framework.options.commands).await;
            }
            surface.guild_came();
        }
        FullEvent::GuildUpdate { new_data, .. } => guild::changed(surface, new_data.owner_id).await,
        FullEvent::GuildDelete { incomplete, .. } => guild::went(surface, incomplete),
        _ => {}
    }
    Ok(())
}
