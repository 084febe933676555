//! What a review of the guild finds.

use std::collections::HashMap;

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, Member as GuildMember, RoleId};

use crate::domain::people::channels::Channel;
use crate::domain::people::members::Member;
use crate::domain::people::places::{Audience, Finding, Place, Stranger, Subject};
use crate::ids::{DiscordPlaceId, MemberId};

/// Somebody in the guild and the roles they hold.
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

/// A channel that is not for everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discord) struct Watched {
    pub(in crate::discord) audience: Audience,
    /// The reseller whose channel it is.
    pub(in crate::discord) reseller: Option<MemberId>,
    /// Whether nobody can read it who must not.
    pub(in crate::discord) is_closed: bool,
}

/// The result of one review.
pub(in crate::discord) struct Seen {
    /// Which channel or role fills which place.
    pub(in crate::discord) ids: Ids,
    pub(in crate::discord) watched: HashMap<ChannelId, Watched>,
    pub(in crate::discord) found: Vec<(Subject, Option<Finding>)>,
    /// Every reseller's channel; used to name them.
    pub(in crate::discord) resellers: Vec<(Channel, Member)>,
    /// Roles whose holders read everything.
    pub(in crate::discord) administrators: Vec<Stranger>,
}

/// Every place that was ever filled; `None` when what filled it was deleted.
pub(in crate::discord) type Ids = HashMap<Place, Option<DiscordPlaceId>>;
