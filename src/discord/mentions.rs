//! Whom a message mentions, and whom it rings.

use poise::serenity_prelude as serenity;
use serenity::{CreateAllowedMentions, Mentionable, UserId};

/// Puts mentions before the words. Whether they ring is decided by the message's allowed mentions.
pub(super) fn calling(whom: &[UserId], words: &str) -> String {
    let mentions = whom.iter().map(|user| format!("{} ", user.mention()));
    mentions.chain([words.to_owned()]).collect()
}

/// Rings nobody.
pub(super) fn nobody() -> CreateAllowedMentions {
    CreateAllowedMentions::new().replied_user(false)
}
