//! The Discord guild that the desk belongs to, and the only one for which it opens.
//!
//! The first opening claims the guild ([`claim`]); from then on the desk opens for no other one until somebody with
//! access to the database moves it ([`move_to`]). One row says which guild it is, and `desk_guild_backlog` how that
//! came about. The guild's owner is recorded beside it ([`note_owner`]), because the owner may decide everything.

mod claim;
mod error;
mod move_to;
mod note_owner;
mod store;

pub use claim::{Claimed, claim};
pub use error::GuildError;
pub use move_to::{Moved, move_to};
pub use note_owner::note_owner;
pub use store::{find_desk_owner, find_guild};

use crate::coded_enum;

coded_enum! {
    /// Why the desk belongs to its guild.
    pub enum GuildReason {
        /// The configuration names it.
        Configured => "configured",
        /// The bot was in no other guild.
        OnlyOne => "only_one",
        /// The desk had channels in it before it recorded its guild.
        Channels => "channels",
        /// Somebody with access to the database moved it there.
        Ordered => "ordered",
    }
}
