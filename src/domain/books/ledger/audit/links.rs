//! Following each account from entry to entry, in whatever order the entries come.

use std::collections::HashMap;

use super::Difference;
use crate::domain::books::ledger::unit::EntryRow;
use crate::ids::{EntryId, JournalId, LedgerAccountId};

/// An entry that no other entry follows so far.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tail {
    pub(super) account: LedgerAccountId,
    pub(super) current_minor: i64,
}

/// An entry whose predecessor has not been seen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Waiting {
    pub(super) account: LedgerAccountId,
    pub(super) entry: EntryId,
    pub(super) journal: JournalId,
    pub(super) previous_minor: i64,
}

impl Waiting {
    /// Checks that this entry begins with the balance of its predecessor.
    pub(super) fn follows(&self, predecessor: Tail) -> Result<(), Difference> {
        let differs = |field, stored, computed| {
            Err(Difference::Entry {
                entry: self.entry,
                journal: self.journal,
                field,
                stored,
                computed,
            })
        };
        if self.account != predecessor.account {
            return differs(
                "account of the entry before",
                predecessor.account.get(),
                self.account.get(),
            );
        }
        if self.previous_minor != predecessor.current_minor {
            return differs("previous balance", self.previous_minor, predecessor.current_minor);
        }
        Ok(())
    }
}

/// The open ends of all accounts. On SQLite entries come in order and none ever waits; on PostgreSQL units are sealed
/// slightly out of order, so that some entries wait for a few rows.
#[derive(Debug, Default)]
pub(super) struct Links {
    pub(super) tails: HashMap<EntryId, Tail>,
    pub(super) waiting: HashMap<EntryId, Waiting>,
}

impl Links {
    pub(super) fn add(&mut self, journal: JournalId, entry: &EntryRow) -> Result<(), Difference> {
        let differs = |field, stored, computed| {
            Err(Difference::Entry {
                entry: entry.id,
                journal,
                field,
                stored,
                computed,
            })
        };
        let computed = entry.previous_minor.saturating_add(entry.amount_minor);
        if entry.current_minor != computed {
            return differs("current balance", entry.current_minor, computed);
        }
        let tail = Tail {
            account: entry.account,
            current_minor: entry.current_minor,
        };
        let own = Waiting {
            account: entry.account,
            entry: entry.id,
            journal,
            previous_minor: entry.previous_minor,
        };
        match entry.previous_entry {
            None if entry.previous_minor != 0 => return differs("previous balance", entry.previous_minor, 0),
            None => {}
            Some(previous) => match self.tails.remove(&previous) {
                Some(predecessor) => own.follows(predecessor)?,
                None => {
                    if self.waiting.insert(previous, own).is_some() {
                        return differs("entry before (already followed)", previous.get(), 0);
                    }
                }
            },
        }
        match self.waiting.remove(&entry.id) {
            Some(follower) => follower.follows(tail),
            None => {
                self.tails.insert(entry.id, tail);
                Ok(())
            }
        }
    }
}
