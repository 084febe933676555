//! The heartbeat of a running desk.

use super::sign::{Given, give, take_back};
use super::{Finding, SILENCE_MAX_MS};
use crate::clock::Clock;
use crate::db::{Company, Db, DbError};

/// Writes a heartbeat, and the outage before it when there was no heartbeat for too long. Safe to repeat and from any
/// process: the newest heartbeat counts. A heartbeat that lies in the future is reset, but only when no other process
/// runs: otherwise it may come from a running process whose clock is ahead, and moving it back and forth would record
/// outages that never happened.
pub async fn beat(db: &Db, clock: &Clock) -> Result<Option<Finding>, DbError> {
    let finding = match give(db, clock, SILENCE_MAX_MS).await? {
        Given::Kept => None,
        Given::Ended(outage) => Some(Finding::Outage(outage)),
        Given::Ahead(last) if db.company().await? == Company::Alone => take_back(db, clock, last).await?,
        Given::Ahead(_) => None,
    };
    db.stay().await?;
    Ok(finding)
}
