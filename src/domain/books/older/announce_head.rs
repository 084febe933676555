//! Once a day the alerts channel is told the head of the chain, so that its readers would notice a rewritten past.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::db::{DbError, MayBeFault};
use crate::domain::books::ledger;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, RecallError, recall, remember};
use crate::ids::{RequestId, SealSeq};

/// Why the head was not announced.
#[derive(Debug, thiserror::Error)]
pub enum AnnounceError {
    #[error("the head of {0} was announced by another version in another way")]
    OtherInput(NaiveDate),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl MayBeFault for AnnounceError {
    fn fault(&self) -> Option<&DbError> {
        match self {
            AnnounceError::Db(fault) => Some(fault),
            AnnounceError::OtherInput(_) => None,
        }
    }
}

/// Which seal was announced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Announced {
    seq: SealSeq,
}

/// Enqueues the notice of the chain's head, once for each `day` of the desk, and returns the number of its seal. `None`
/// when nothing is sealed yet.
///
/// # Errors
/// [`AnnounceError`].
pub async fn announce_head(desk: &Desk, day: NaiveDate) -> Result<Option<SealSeq>, AnnounceError> {
    let request = RequestId::new("head", day);
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(&request, "books.announce_head", &day.to_string());
    let announced: Result<Option<Announced>, RecallError> = recall(&mut tx, &asked).await;
    match announced {
        Ok(None) => {}
        Ok(Some(announced)) => {
            tx.commit().await?;
            return Ok(Some(announced.seq));
        }
        Err(RecallError::OtherInput(_)) => return Err(AnnounceError::OtherInput(day)),
        Err(RecallError::Db(fault)) => return Err(fault.into()),
    }
    let Some((seq, hash)) = ledger::find_head(&mut tx).await? else {
        return Ok(None);
    };
    let now = desk.clock.now();
    let notice = Notice::ChainHead {
        seq,
        hash: hex::encode(hash),
    };
    outbox::enqueue(&mut tx, "books", &notice, now).await?;
    remember(&mut tx, &asked, &Announced { seq }, now).await?;
    tx.commit().await?;
    Ok(Some(seq))
}
