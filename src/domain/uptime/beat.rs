//! A sign of life.

use super::store;
use crate::clock::Clock;
use crate::db::{Db, DbError};

/// Writes down that the desk is up now. Safe to repeat and from any process: the newest sign counts.
pub async fn beat(db: &Db, clock: &Clock) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    store::upsert_beat(&mut tx, clock.now()).await?;
    tx.commit().await
}
