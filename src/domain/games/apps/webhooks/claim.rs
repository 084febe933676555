//! Claims deliveries that are due.

use super::{CLAIM_MS, Delivery, store};
use crate::clock::Moment;
use crate::db::DbError;
use crate::domain::kernel::desk::Desk;

/// The claimed deliveries, and when to look again.
#[derive(Debug)]
pub struct Claimed {
    pub deliveries: Vec<Delivery>,
    /// When the next delivery is due or a claim expires; `None` when nothing waits.
    pub next_due: Option<Moment>,
}

/// Claims deliveries that are due, at most [`super::UNDER_WAY_MAX`] of one app at a time. No other process takes them
/// until the claim expires.
///
/// # Errors
/// A fault.
pub async fn claim_due(desk: &Desk, deliveries_max: i64) -> Result<Claimed, DbError> {
    let now = desk.clock.now();
    let mut reader = desk.db.reader().await?;
    let next_due = store::next_due(&mut reader).await?;
    let mut deliveries = Vec::new();
    // Look with a reader before writing: most of the time nothing is due, or what is due waits for others of its app.
    if next_due.is_some_and(|due| due <= now) {
        let ids = store::list_claimable(&mut reader, now, deliveries_max).await?;
        drop(reader);
        if !ids.is_empty() {
            let mut tx = desk.db.begin().await?;
            deliveries = store::claim(&mut tx, &ids, now, now.plus_ms(CLAIM_MS)).await?;
            tx.commit().await?;
        }
    }
    Ok(Claimed { deliveries, next_due })
}
