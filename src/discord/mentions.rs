//! Whom a message calls, and whose phone it rings.

use poise::serenity_prelude as serenity;
use serenity::{CreateAllowedMentions, Mentionable, UserId};

/// Words that begin with whom they call; whether a phone rings is for the message's allowed mentions to say.
pub(super) fn calling(whom: &[UserId], words: &str) -> String {
    let mentions = whom.iter().map(|user| format!("{} ", user.mention()));
    mentions.chain([words.to_owned()]).collect()
}

/// Pings nobody.
pub(super) fn nobody() -> CreateAllowedMentions {
    CreateAllowedMentions::new().replied_user(false)
}
