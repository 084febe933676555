//! A sign of life.

use super::sign::{Given, give, take_back};
use super::{Finding, SILENCE_MAX_MS};
use crate::clock::Clock;
use crate::db::{Company, Db, DbError};

/// Writes down that the desk is up now, and the outage before it when it had been silent for too long. Safe to repeat and
/// from any process: the newest sign counts. One that lies in the future is taken back by who is alone; beside others
/// it may be that of a process that lives and whose clock is ahead, and to move it to and fro would make outages of nothing.
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
