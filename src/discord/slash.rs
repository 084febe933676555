//! Registers the slash commands with Discord.

use poise::serenity_prelude as serenity;
use serenity::{Command, CreateCommand, InteractionContext};

use super::retry::{describe, retried};
use super::surface::Surface;
use super::{Data, Never};

/// Registers the slash commands twice: for the desk's guild, and for direct messages with the bot. So each command is
/// offered exactly once everywhere. If that fails, commands can still be typed.
pub(super) async fn register(surface: &Surface, commands: &[poise::Command<Data, Never>]) {
    let guild = surface.guild();
    let commands = poise::builtins::create_application_commands(commands);
    let direct: Vec<CreateCommand> = commands
        .iter()
        .map(|command| command.clone().contexts(vec![InteractionContext::BotDm]))
        .collect();
    let in_guild = retried(|| guild.set_commands(&surface.http, commands.clone())).await;
    log_registered("guild", in_guild.map(|registered| registered.len()));
    let in_direct = retried(|| Command::set_global_commands(&surface.http, direct.clone())).await;
    log_registered("direct messages", in_direct.map(|registered| registered.len()));
    surface.commands_registered();
}

fn log_registered(place: &str, registered: Result<usize, serenity::Error>) {
    match registered {
        Ok(commands) => tracing::info!(place, commands, "slash commands are registered"),
        Err(error) => tracing::error!(place, error = describe(&error), "cannot register slash commands"),
    }
}
