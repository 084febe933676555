//! Reading a journal row as it was posted, to undo or to show it.

pub use super::posted_store::{find_balances_around, find_posted, find_settling};

use super::AccountKey;
use crate::clock::Moment;
use crate::domain::kernel::money::Money;
use crate::ids::{JournalId, MemberId};

/// A row of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    pub journal: JournalId,
    /// What happened: a kind of docs/BOOKS.md.
    pub kind: String,
    pub actor: Option<MemberId>,
    pub at: Moment,
    /// The row that it mirrors.
    pub reverses: Option<JournalId>,
    /// What it was about, as its use-case wrote it.
    pub details: serde_json::Value,
    /// In the order in which they were posted; negative amounts were taken.
    pub lines: Vec<(AccountKey, Money)>,
}
