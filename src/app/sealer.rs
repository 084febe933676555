//! The worker that seals the chain on PostgreSQL, where units commit concurrently.

use std::time::Duration;

use crate::db::{Db, DbError};
use crate::domain::books::ledger;

/// The wait before looking again, after nothing was found to seal or a fault.
const PAUSE: Duration = Duration::from_millis(500);

/// Seals what is committed, for as long as the desk is open.
pub(super) async fn seal_forever(db: Db) {
    loop {
        match seal_once(&db).await {
            Ok(0) => tokio::time::sleep(PAUSE).await,
            Ok(_) => {}
            Err(error) => {
                tracing::error!(error = %error, "sealing failed and is tried again");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

async fn seal_once(db: &Db) -> Result<usize, DbError> {
    let mut tx = db.begin().await?;
    let sealed = ledger::seal_pending(&mut tx).await?;
    tx.commit().await?;
    Ok(sealed)
}
