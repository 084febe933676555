//! Whose desk it is: the one guild of Discord for which it opens.
//!
//! The first opening claims the guild ([`claim`]); from then on the desk opens for no other one until somebody who holds the
//! database moves it on purpose ([`move_to`]). One row says which guild it is, and `desk_guild_backlog` how it came to that. Who owns it is noted
//! beside it ([`note_owner`]), since whoever owns it decides everything.

mod claim;
mod error;
mod move_to;
mod note_owner;
mod store;

pub use claim::{Claimed, claim};
pub use error::GuildError;
pub use move_to::{Moved, move_to};
pub use note_owner::note_owner;
pub use store::find_guild;

use crate::coded_enum;

coded_enum! {
    /// How the desk came to its guild.
    pub enum GuildReason {
        /// The configuration names it.
        Configured => "configured",
        /// The bot was in no other one.
        OnlyOne => "only_one",
        /// The desk had channels in it before it remembered a guild.
        Channels => "channels",
        /// Somebody who holds the database moved it there.
        Ordered => "ordered",
    }
}
