//! A sign of life.

use super::sign::give;
use super::{Outage, SILENCE_MAX_MS};
use crate::clock::Clock;
use crate::db::{Db, DbError};

/// Writes down that the desk is up now, and the outage before it when it had been silent for too long. Safe to repeat and
/// from any process: the newest sign counts.
pub async fn beat(db: &Db, clock: &Clock) -> Result<Option<Outage>, DbError> {
    let outage = give(db, clock, SILENCE_MAX_MS).await?;
    db.stay().await?;
    Ok(outage)
}
