//! The worker that audits what was written since the last clean audit, for as long as the desk is open.

use std::time::Duration;

use crate::domain::books::ledger::audit::{AuditError, Clean, audit_since_last_mark};
use crate::domain::books::older::tell_difference;
use crate::domain::kernel::desk::Desk;
use crate::meters::AuditMeters;

/// How often: rarely enough to cost nothing, often enough that a difference is known within the hour.
const EVERY: Duration = Duration::from_secs(60 * 60);

pub(super) async fn audit_forever(desk: Desk, meters: AuditMeters) {
    loop {
        tokio::time::sleep(EVERY).await;
        audit(&desk, &meters).await;
    }
}

/// Audits once. A difference is logged, counted and told to superusers. The desk stays open: people decide what to do
/// (docs/OPERATIONS.md).
pub(super) async fn audit(desk: &Desk, meters: &AuditMeters) {
    match audit_noted(desk, meters).await {
        Ok(_) => {}
        Err(AuditError::Difference(difference)) => {
            tracing::error!(error = %difference, "the books do not agree with themselves");
            let Some(day) = desk.policy.days().day_at(desk.clock.now()) else {
                return;
            };
            if let Err(error) = tell_difference(desk, day, &difference.to_string()).await {
                tracing::error!(error = %error, "the difference could not be told to superusers");
            }
        }
        Err(AuditError::Db(fault)) => tracing::error!(error = %fault, "the books could not be audited"),
    }
}

/// Audits what was written since the last clean audit, and notes the result.
///
/// # Errors
/// As [`audit_since_last_mark`].
pub(super) async fn audit_noted(desk: &Desk, meters: &AuditMeters) -> Result<Clean, AuditError> {
    let audited = audit_since_last_mark(&desk.db, &desk.clock).await;
    match &audited {
        Ok(_) => meters.note_clean(desk.clock.now()),
        Err(AuditError::Difference(_)) => meters.note_difference(desk.clock.now()),
        Err(AuditError::Db(_)) => {}
    }
    audited
}
