//! The first heartbeat of a process, and the outage before it.

use super::sign::{Given, give, take_back};
use super::{Finding, SILENCE_MAX_MS};
use crate::clock::Clock;
use crate::db::{Company, Db, DbError};

/// Writes down the outage since the last heartbeat, if there was one, and a heartbeat. Call it once at start, before
/// anything that depends on time and directly before the desk answers. A process that starts alone knows that nobody
/// was up since the last heartbeat: however short that time was, it is an outage. Of several processes that start
/// together, one counts as the first.
pub async fn resume(db: &Db, clock: &Clock) -> Result<Option<Finding>, DbError> {
    match db.enter().await? {
        Company::Others => match give(db, clock, SILENCE_MAX_MS).await? {
            Given::Ended(outage) => Ok(Some(Finding::Outage(outage))),
            Given::Kept | Given::Ahead(_) => Ok(None),
        },
        Company::Alone => {
            let found = resume_alone(db, clock).await;
            db.let_others_in().await?;
            found
        }
    }
}

async fn resume_alone(db: &Db, clock: &Clock) -> Result<Option<Finding>, DbError> {
    match give(db, clock, 0).await? {
        Given::Kept => Ok(None),
        Given::Ended(outage) => Ok(Some(Finding::Outage(outage))),
        Given::Ahead(last) => take_back(db, clock, last).await,
    }
}
