//! What is wrong with a place is written down and told once; that it is mended, too.

use super::{Finding, Subject, store};
use crate::db::DbError;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};

/// Notes what was found out about a place now (nothing: it is as it should be), and owes superusers to hear it when it
/// is another thing than what was known. Returns whether it was. Safe to repeat.
///
/// # Errors
/// A fault.
pub async fn note(desk: &Desk, subject: Subject, found: Option<&Finding>) -> Result<bool, DbError> {
    let mut tx = desk.db.begin().await?;
    // The row is held: of two who find the same at once one tells it.
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
