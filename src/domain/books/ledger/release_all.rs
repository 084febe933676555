//! Releasing many holds at once.

use super::LedgerError;
use super::hold::set_free;
use super::release_all_store;
use crate::clock::Moment;
use crate::db::Tx;
use crate::ids::HoldId;

/// How many holds one statement ends: far fewer than the values either engine takes.
const RELEASED_MAX: usize = 500;

/// Ends several holds without posting anything. On an error some may have ended: drop the unit.
///
/// # Errors
/// [`LedgerError::HoldNotOpen`] (one has ended already).
pub async fn release_all(tx: &mut Tx, holds: &[HoldId], at: Moment) -> Result<(), LedgerError> {
    for holds in holds.chunks(RELEASED_MAX) {
        let found = release_all_store::list_open_holds(tx, holds).await?;
        if let Some(missing) = holds.iter().find(|hold| !found.contains_key(hold)) {
            return Err(LedgerError::HoldNotOpen(*missing));
        }
        let codes: Vec<String> = found.values().map(|hold| hold.code.clone()).collect();
        super::store::load_existing_accounts(tx, &codes).await?;
        release_all_store::release_holds(tx, holds, at).await?;
        for hold in found.values() {
            set_free(tx, hold)?;
        }
    }
    Ok(())
}
