//! The books as a whole: what the outside world is told about them, and whether they are older than what it was told.
//!
//! Books that were restored from a copy know less than people were told since, and would give the same numbers out
//! again. [`Seen`] is what Discord still shows of that; a [`Sign`] is something of it that these books do not know.

mod accept_older;
mod announce_head;
mod find_older;
mod seen;
mod store;
mod tell_difference;

pub use accept_older::{AcceptError, Accepted, accept_older};
pub use announce_head::{AnnounceError, announce_head};
pub use find_older::find_older;
pub use seen::{Ended, Numbers, Older, Seen, SeenHead, SeenMessage, Sign};
pub use store::{find_accepted_until, find_mark_of_acceptance, get_accepted, list_newest_shown};
pub use tell_difference::tell_difference;
