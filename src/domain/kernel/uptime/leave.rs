//! The last heartbeat of a process that ends.

use super::{Finding, beat};
use crate::clock::Clock;
use crate::db::{Db, DbError};

/// Writes the last heartbeat and releases the presence lock: a process that starts from now on does not find this one.
/// Call it before anything else when the process ends, after its other heartbeats have stopped; the time it still needs
/// to finish counts against nobody.
pub async fn leave(db: &Db, clock: &Clock) -> Result<Option<Finding>, DbError> {
    let finding = beat(db, clock).await?;
    db.leave().await;
    Ok(finding)
}
