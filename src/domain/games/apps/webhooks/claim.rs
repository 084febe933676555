//! What is to be delivered now, and by whom.

use super::{CLAIM_MS, Delivery, store};
use crate::clock::Moment;
use crate::db::DbError;
use crate::domain::kernel::desk::Desk;

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
    let mut deliveries = Vec::new();
    // Looking is no write: most of the time nothing is due, or what is due waits for others of its app.
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
