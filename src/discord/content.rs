//! How private the content of an answer is. Every command declares it. An answer that some readers of a channel may not
//! read goes by direct message.

use poise::serenity_prelude::ChannelId;

use super::surface::Surface;
use crate::domain::people::members::{Permission, Role};

/// The most private content that an answer may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Nothing private: prices, help, coins, roles; what was done, without figures.
    Public,
    /// Orders and batches of this reseller's channel. Elsewhere only those who may see everything may read it.
    OfChannel(ChannelId),
    /// Only for people with this permission.
    For(Permission),
    /// Only for the person who asked.
    Own,
}

impl Content {
    /// Whether everybody who can read this channel of the guild may read this content.
    pub(super) fn may_be_read_in(self, surface: &Surface, channel: ChannelId) -> bool {
        if self == Content::Public {
            return true;
        }
        // Nothing is known about the readers of a channel that is not the desk's, or that others can read.
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
