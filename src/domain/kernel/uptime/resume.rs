//! The desk is there again: since when was it not?

use super::sign::{Given, give, take_back};
use super::{Finding, SILENCE_MAX_MS};
use crate::clock::Clock;
use crate::db::{Company, Db, DbError};

/// Writes down the outage since the last sign of life, when there was one, and gives a sign of life. To be asked once at
/// start, before anything that depends on time and directly before the desk answers. Who starts alone knows that nobody was there since: however short the
/// silence, it is an outage. Of several processes that start together one is the first.
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
