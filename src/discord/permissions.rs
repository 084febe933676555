//! The permissions that the bot needs on a server, each with its reason, and the invitation link that asks for exactly
//! these.

use poise::serenity_prelude::Permissions;

/// The minimum that the bot works with.
pub const PERMISSIONS: &[(Permissions, &str)] = &[
    (
        Permissions::VIEW_CHANNEL,
        "to hear what is typed in the desk's channels",
    ),
    (Permissions::SEND_MESSAGES, "to answer"),
    (Permissions::EMBED_LINKS, "orders and batches are shown as embeds"),
    (
        Permissions::ATTACH_FILES,
        "a payment's capture is shown in the reseller's channel",
    ),
    (
        Permissions::READ_MESSAGE_HISTORY,
        "to reply to what was typed and to edit what it sent",
    ),
    (Permissions::MANAGE_CHANNELS, "`!canal` and setup make channels"),
    (
        Permissions::MANAGE_ROLES,
        "Discord's roles follow the desk's, and private channels are kept private",
    ),
];

/// What the people who work in a channel may do there.
pub(super) const MAY_WORK: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::READ_MESSAGE_HISTORY)
    .union(Permissions::ATTACH_FILES);

/// All of them combined.
pub fn permissions() -> Permissions {
    PERMISSIONS
        .iter()
        .fold(Permissions::empty(), |all, (permission, _)| all | *permission)
}

/// The link with which a server's owner invites the bot with exactly these permissions.
pub fn invite_link(application_id: u64) -> String {
    let bits = permissions().bits();
    let authorize = "https://discord.com/oauth2/authorize";
    format!("{authorize}?client_id={application_id}&scope=bot+applications.commands&permissions={bits}")
}

#[cfg(test)]
mod tests {
    use poise::serenity_prelude::Permissions;

    use super::{invite_link, permissions};

    #[test]
    fn the_bot_never_asks_to_be_administrator() {
        assert!(!permissions().contains(Permissions::ADMINISTRATOR));
        assert!(invite_link(7).contains("client_id=7&"));
        assert!(invite_link(7).ends_with(&format!("permissions={}", permissions().bits())));
    }
}
