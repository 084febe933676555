//! The desk is there again: since when was it not?

use super::sign::give;
use super::{Outage, SILENCE_MAX_MS};
use crate::clock::Clock;
use crate::db::{Company, Db, DbError};

/// Writes down the outage since the last sign of life, when there was one, and gives a sign of life. To be asked once at
/// start, before anything that depends on time. Who starts alone knows that nobody was there since: however short the
/// silence, it is an outage. Of several processes that start together one is the first.
pub async fn resume(db: &Db, clock: &Clock) -> Result<Option<Outage>, DbError> {
    match db.enter().await? {
        Company::Others => give(db, clock, SILENCE_MAX_MS).await,
        Company::Alone => {
            let given = give(db, clock, 0).await;
            db.let_others_in().await?;
            given
        }
    }
}
