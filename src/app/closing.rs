//! The step of the sweep that closes days and months.

use crate::domain::books::closes;
use crate::domain::kernel::desk::Desk;
use crate::domain::people::members::Actor;
use crate::reports::{self, ReadError};

/// Closes what has ended and is not closed yet, missed days included, and returns how much. Nothing while a posting waits
/// for its seal; the next sweep looks again.
///
/// # Errors
/// A fault.
pub(super) async fn close_due(desk: &Desk) -> Result<usize, ReadError> {
    let (days, now) = (desk.policy.days(), desk.clock.now());
    let due = closes::list_due(&mut desk.db.reader().await?, days, now).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let mut snapshot = desk.db.snapshot().await?;
    let mut made = Vec::new();
    for due in due {
        let close = reports::closes::read::new_close(&mut snapshot, &Actor::desk(), due, days, now).await?;
        let Some(close) = close else { return Ok(0) };
        made.push(close);
    }
    drop(snapshot);
    Ok(closes::record(desk, &made).await?)
}
