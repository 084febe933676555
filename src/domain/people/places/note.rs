//! Records what is wrong with a place and tells it once, and once more when it is fixed.

use super::{Finding, Subject, store};
use crate::db::DbError;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};

/// Records what was found about a place now (`None`: nothing is wrong), and enqueues a notice to superusers when that
/// differs from what was known. Returns whether it does. Safe to repeat.
///
/// # Errors
/// A fault.
pub async fn note(desk: &Desk, subject: Subject, found: Option<&Finding>) -> Result<bool, DbError> {
    let mut tx = desk.db.begin().await?;
    // The row is locked: when two processes find the same at once, one tells it.
    let known = store::find_finding_for_update(&mut tx, subject).await?;
    if is_known(known.as_ref(), found) {
        return Ok(false);
    }
    let now = desk.clock.now();
    let finding = store::insert_finding(&mut tx, subject, found, now).await?;
    outbox::enqueue(
        &mut tx,
        &format!("place:{subject}"),
        &Notice::PlaceReviewed { finding },
        now,
    )
    .await?;
    tx.commit().await?;
    Ok(true)
}

fn is_known(known: Option<&Finding>, found: Option<&Finding>) -> bool {
    match (known, found) {
        (None, None) => true,
        (Some(known), Some(found)) => known.is_same(found),
        (Some(_), None) | (None, Some(_)) => false,
    }
}
