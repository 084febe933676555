//! The movements of one account, newest first: *anterior, insertado, actual*.

pub use super::movements_store::{find_newest_entry, list_moved_by, list_moved_with_mirror, list_movements};

use crate::clock::Moment;
use crate::domain::kernel::money::Money;
use crate::ids::{EntryId, JournalId, MemberId};

/// One entry of an account, with the journal row it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    pub entry: EntryId,
    pub journal: JournalId,
    /// What happened: a kind of docs/BOOKS.md.
    pub kind: String,
    /// JSON of what it was about.
    pub details: String,
    pub actor: Option<MemberId>,
    pub at: Moment,
    pub previous: Money,
    pub amount: Money,
    pub current: Money,
}
