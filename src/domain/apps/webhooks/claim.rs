//! What is to be delivered now, and by whom.

use super::{CLAIM_MS, Delivery, store};
use crate::clock::Moment;
use crate::db::DbError;
use crate::domain::desk::Desk;

/// What there is to deliver now, and when to look again.
#[derive(Debug)]
pub struct Claimed {
    pub deliveries: Vec<Delivery>,
    /// When the next one is due or a claim runs out; none when nothing waits.
    pub next_due: Option<Moment>,
}

/// Takes deliveries that are due, at most [`super::UNDER_WAY_MAX`] of one app at a time, so that nobody else takes them for a while.
///
/// # Errors
/// A fault.
pub async fn claim_due(desk: &Desk, deliveries_max: i64) -> Result<Claimed, DbError> {
    let now = desk.clock.now();
    let mut reader = desk.db.reader().await?;
    let next_due = store::next_due(&mut reader).await?;
    drop(reader);
    // Looking is no write: most of the time nothing is due.
    if next_due.is_none_or(|due| now < due) {
        return Ok(Claimed {
            deliveries: Vec::new(),
            next_due,
        });
    }
    let mut tx = desk.db.begin().await?;
    let deliveries = store::claim(&mut tx, now, now.plus_ms(CLAIM_MS), deliveries_max).await?;
    tx.commit().await?;
    Ok(Claimed { deliveries, next_due })
}
