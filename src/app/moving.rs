//! `cambista desk move`: moves the desk to another guild, for somebody with access to the database.

use super::{AppError, open_desk};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::retrying;
use crate::discord;
use crate::domain::people::guild::{self, Moved};
use crate::domain::people::members::Actor;
use crate::ids::{DiscordGuildId, RequestId};

/// Moves the desk to a guild that the bot is in, and returns the text to print. The desk must be closed.
///
/// # Errors
/// [`AppError::Discord`] when the bot is not in that guild or Discord cannot be asked; [`AppError::Db`], [`AppError::Guild`].
pub async fn move_desk(config: &Config, clock: Clock, to: DiscordGuildId) -> Result<String, AppError> {
    discord::require_in_guild(config, to).await?;
    let desk = open_desk(config, clock).await?;
    let request = RequestId::new("cli", hex::encode(rand::random::<[u8; 16]>()));
    let actor = Actor::desk();
    let moved = retrying(|| guild::move_to(&desk, &actor, &request, to)).await;
    desk.db.close().await;
    Ok(told(moved?, config))
}

fn told(moved: Moved, config: &Config) -> String {
    let Moved { before, now } = moved;
    let mut text = match before {
        Some(before) if before == now => return format!("The desk belongs to guild {now} already."),
        Some(before) => format!("The desk belongs to guild {now} now; before, to {before}."),
        None => format!("The desk belongs to guild {now} now."),
    };
    if let Some(configured) = config.discord.guild_id
        && i64::try_from(configured) != Ok(now.get())
    {
        text.push_str(&format!(
            "\nThe configuration still names {configured}: change discord.guild_id, or remove it."
        ));
    }
    text.push_str("\nNext: `cambista setup` makes its roles and channels there; then `cambista run`.");
    text
}
