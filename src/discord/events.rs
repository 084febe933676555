//! Events that are neither commands nor messages.

use poise::serenity_prelude as serenity;
use serenity::{FullEvent, Interaction};

use super::{Data, Never, buttons, registration};

/// Every event but messages comes by here after poise has looked for commands in it.
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
        FullEvent::GuildMemberAddition { new_member } => registration::joined(surface, new_member).await,
        FullEvent::GuildCreate { guild, .. } => surface.guild_came(guild.id),
        _ => {}
    }
    Ok(())
}
