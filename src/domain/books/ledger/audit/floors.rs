//! The floors of all accounts, computed from the journal.

use std::collections::HashMap;

use super::{Difference, store};
use crate::domain::books::ledger::unit::JournalRow;
use crate::domain::books::ledger::{AccountKey, floor};

/// The last floor the journal shows, by account code.
#[derive(Debug, Default)]
pub(super) struct Floors(HashMap<String, i64>);

impl Floors {
    /// Notes the floor that a row sets; false when the row is of another kind. A row that sets a floor must move
    /// nothing.
    pub(super) fn note(&mut self, row: &JournalRow) -> Result<bool, Difference> {
        if row.kind != floor::KIND {
            return Ok(false);
        }
        let details: Result<floor::FloorDetails, _> = serde_json::from_str(&row.details);
        match details {
            Ok(details) if row.entries.is_empty() => {
                self.0.insert(details.account, details.floor_minor);
                Ok(true)
            }
            _ => Err(Difference::NotAFloor(row.id)),
        }
    }

    /// Compares an account's stored floor with the last one in the journal. When the `whole` journal was read, a floor
    /// that was never changed must be that of the chart of accounts.
    pub(super) fn compare(&self, account: &store::AccountRow, whole: bool) -> Result<(), Difference> {
        let expected = match self.0.get(&account.code) {
            Some(floor_minor) => Some(*floor_minor),
            None if whole => AccountKey::floor_minor_of_code(&account.code),
            None => return Ok(()),
        };
        if account.floor_minor == expected {
            return Ok(());
        }
        Err(Difference::Account {
            code: account.code.clone(),
            field: "floor",
            stored: account.floor_minor.unwrap_or(i64::MIN),
            computed: expected.unwrap_or(i64::MIN),
        })
    }
}
