//! The names of permissions, which people use instead of bits.

use super::error::{ControlError, Result};
use crate::sandbox::permissions as bit;

const NAMES: [(&str, u64); 22] = [
    ("create_instant_invite", bit::CREATE_INSTANT_INVITE),
    ("kick_members", bit::KICK_MEMBERS),
    ("administrator", bit::ADMINISTRATOR),
    ("manage_channels", bit::MANAGE_CHANNELS),
    ("manage_guild", bit::MANAGE_GUILD),
    ("add_reactions", bit::ADD_REACTIONS),
    ("view_channel", bit::VIEW_CHANNEL),
    ("send_messages", bit::SEND_MESSAGES),
    ("manage_messages", bit::MANAGE_MESSAGES),
    ("embed_links", bit::EMBED_LINKS),
    ("attach_files", bit::ATTACH_FILES),
    ("read_message_history", bit::READ_MESSAGE_HISTORY),
    ("mention_everyone", bit::MENTION_EVERYONE),
    ("use_external_emojis", bit::USE_EXTERNAL_EMOJIS),
    ("change_nickname", bit::CHANGE_NICKNAME),
    ("manage_nicknames", bit::MANAGE_NICKNAMES),
    ("manage_roles", bit::MANAGE_ROLES),
    ("use_application_commands", bit::USE_APPLICATION_COMMANDS),
    ("manage_threads", bit::MANAGE_THREADS),
    ("create_public_threads", bit::CREATE_PUBLIC_THREADS),
    ("create_private_threads", bit::CREATE_PRIVATE_THREADS),
    ("send_messages_in_threads", bit::SEND_MESSAGES_IN_THREADS),
];

/// Combines names, or bits in digits.
pub(super) fn bits(list: &[String]) -> Result<u64> {
    list.iter().try_fold(0, |sum, one| {
        let known = NAMES.iter().find(|(name, _)| name == one).map(|(_, bit)| *bit);
        let bit = known.or_else(|| one.parse().ok()).ok_or_else(|| {
            let names: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
            ControlError::refused(format!("{one:?} is no permission; there are: {}", names.join(", ")))
        })?;
        Ok(sum | bit)
    })
}

/// The names of these bits. Bits without a name here are left out.
pub(super) fn names(bits: u64) -> Vec<&'static str> {
    let held = NAMES.iter().filter(|(_, bit)| bits & bit != 0);
    held.map(|(name, _)| *name).collect()
}
