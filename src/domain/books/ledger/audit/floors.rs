//! How far every account may go, as the journal says.

use std::collections::HashMap;

use super::{Difference, store};
use crate::domain::books::ledger::unit::JournalRow;
use crate::domain::books::ledger::{AccountKey, floor};

/// The last floor the journal shows, by account code.
#[derive(Debug, Default)]
pub(super) struct Floors(HashMap<String, i64>);

impl Floors {
    /// Whether this row changes a floor; such a row moves nothing.
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

    /// An account goes as far as the journal says. When `whole`, one that nobody ever changed goes as far as the chart of
    /// accounts says.
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
