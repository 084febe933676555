//! What an answer may contain, and so who may read it. Every command says it where it is defined; what others would read
//! who are not entitled to it goes by direct message.

use poise::serenity_prelude::ChannelId;

use super::surface::Surface;
use crate::domain::people::members::{Permission, Role};

/// How private an answer is, at worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Nothing of anybody's: prices, help, coins, roles; what was done, without figures.
    Public,
    /// Orders and batches of this reseller's channel: its business. Elsewhere it is for those who may see everything.
    OfChannel(ChannelId),
    /// For whoever has this permission.
    For(Permission),
    /// For nobody but the person who asked.
    Own,
}

impl Content {
    /// Whether everybody who can read this channel of the guild may read it.
    pub(super) fn may_be_read_in(self, surface: &Surface, channel: ChannelId) -> bool {
        if self == Content::Public {
            return true;
        }
        // Of a channel that is none of the desk's, and of one that others can read, nothing is known.
        let Some(watched) = surface.watched(channel).filter(|watched| watched.is_closed) else {
            return false;
        };
        let readers = watched.audience.roles().unwrap_or_default();
        let is_a_resellers = watched.reseller.is_some();
        let all_may = |permission: Permission| {
            let reseller = is_a_resellers.then_some(Role::Reseller);
            readers.iter().copied().chain(reseller).all(|role| role.may(permission))
        };
        match self {
            Content::Public => true,
            Content::OfChannel(home) if home == channel && is_a_resellers => true,
            Content::OfChannel(_) => all_may(Permission::SeeEverything),
            Content::For(permission) => all_may(permission),
            Content::Own => false,
        }
    }
}
