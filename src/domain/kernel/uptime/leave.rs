//! The desk is about to be gone.

use super::{Finding, beat};
use crate::clock::Clock;
use crate::db::{Db, DbError};

/// Gives the last sign of life and leaves the place among the processes of the desk: whoever starts from now on does not
/// take this one for one that is up. To be asked at the end before anything else, when nothing of this process gives signs
/// any more; what it still finishes counts against nobody.
pub async fn leave(db: &Db, clock: &Clock) -> Result<Option<Finding>, DbError> {
    let finding = beat(db, clock).await?;
    db.leave().await;
    Ok(finding)
}
