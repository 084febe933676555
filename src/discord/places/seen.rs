//! What a look at the guild finds.

use std::collections::HashMap;

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, Member as GuildMember, RoleId};

use crate::domain::people::channels::Channel;
use crate::domain::people::members::Member;
use crate::domain::people::places::{Audience, Finding, Place, Stranger, Subject};
use crate::ids::{DiscordPlaceId, MemberId};

/// Somebody in the guild, and which roles they hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::discord) struct Holder {
    pub(in crate::discord) name: String,
    pub(in crate::discord) roles: Vec<RoleId>,
}

impl From<&GuildMember> for Holder {
    fn from(member: &GuildMember) -> Self {
        Self {
            name: member.user.name.clone(),
            roles: member.roles.clone(),
        }
    }
}

/// A channel that not everybody may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discord) struct Watched {
    pub(in crate::discord) audience: Audience,
    /// Whose channel it is.
    pub(in crate::discord) reseller: Option<MemberId>,
    /// Whether nobody else can read it.
    pub(in crate::discord) is_closed: bool,
}

/// What one look saw.
pub(in crate::discord) struct Seen {
    /// What fills which place.
    pub(in crate::discord) ids: Ids,
    pub(in crate::discord) watched: HashMap<ChannelId, Watched>,
    pub(in crate::discord) found: Vec<(Subject, Option<Finding>)>,
    /// Every reseller's channel, for whoever names it.
    pub(in crate::discord) resellers: Vec<(Channel, Member)>,
    /// Roles whose holders read everything.
    pub(in crate::discord) administrators: Vec<Stranger>,
}

/// Every place that was ever filled; nothing: what filled it is gone.
pub(in crate::discord) type Ids = HashMap<Place, Option<DiscordPlaceId>>;
