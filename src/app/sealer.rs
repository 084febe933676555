//! The worker that seals the chain on PostgreSQL, where units commit concurrently, and notices when the database has lost what
//! it had committed.

use std::time::Duration;

use tokio::sync::watch;

use crate::db::{Db, DbError};
use crate::domain::books::closes::{ChainHead, is_in_chain};
use crate::domain::books::ledger;
use crate::ids::SealSeq;

/// The wait before looking again, after nothing was found to seal or a fault.
const PAUSE: Duration = Duration::from_millis(500);

/// Seals what is committed, for as long as the desk is open. When the chain does not have the last head any more that was
/// seen in it, `losing` gets its number, and nothing more is sealed: a standby that lacked commits became the server, or
/// other books were put in their place.
pub(super) async fn seal_forever(db: Db, losing: watch::Sender<Option<SealSeq>>) {
    let mut seen = None;
    loop {
        match seal_once(&db, &mut seen).await {
            Ok(Sealed::Rows(0)) => tokio::time::sleep(PAUSE).await,
            Ok(Sealed::Rows(_)) => {}
            Ok(Sealed::Lost(seal)) => {
                tracing::error!(seal, "the database has lost what it had committed; the desk closes");
                losing.send_replace(Some(seal));
                // As long as somebody listens, `losing` stays.
                losing.closed().await;
                return;
            }
            Err(error) => {
                tracing::error!(error = %error, "sealing failed and is tried again");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

enum Sealed {
    Rows(usize),
    /// The seal that was seen before and is not there, or is another one.
    Lost(SealSeq),
}

async fn seal_once(db: &Db, seen: &mut Option<ChainHead>) -> Result<Sealed, DbError> {
    let mut tx = db.begin().await?;
    let found = ledger::find_head(&mut tx).await?;
    let found = found.map(|(seq, hash)| ChainHead::of(seq, &hash));
    if let Some(before) = seen.as_ref().filter(|before| found.as_ref() != Some(before))
        && !is_in_chain(&mut tx, before).await?
    {
        return Ok(Sealed::Lost(before.seq));
    }
    let sealed = ledger::seal_pending(&mut tx).await?;
    tx.commit().await?;
    // What was found was committed before.
    *seen = found;
    Ok(Sealed::Rows(sealed))
}
