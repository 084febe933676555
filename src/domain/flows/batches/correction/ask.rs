//! `!revertir 12 motivo` for an order in a closed batch: shows what would change for everybody, to be confirmed.

use serde::{Deserialize, Serialize};

use super::{Corrected, Correction, store};
use crate::domain::flows::batches::{ReverseError, Reverted};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, recall, remember};
use crate::domain::orders::Step;
use crate::ids::CorrectionId;

/// The correction that a superuser must confirm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionAsked {
    pub number: CorrectionId,
    pub correction: Correction,
    pub reason: String,
}

/// Stores the correction that was tried out in a unit that was rolled back.
pub(in crate::domain::flows::batches) async fn ask(
    desk: &Desk,
    step: &Step<'_>,
    asked: &Asked<'_>,
    tried: Corrected,
    reason: String,
) -> Result<Reverted, ReverseError> {
    let mut tx = desk.db.begin().await?;
    if let Some(outcome) = recall(&mut tx, asked).await? {
        tx.commit().await?;
        return Ok(outcome);
    }
    let correction = tried.correction;
    let number = store::insert_correction(&mut tx, &correction, &reason, step.actor.member, step.at).await?;
    let outcome = Reverted::Asked(CorrectionAsked {
        number,
        correction,
        reason,
    });
    remember(&mut tx, asked, &outcome, step.at).await?;
    tx.commit().await?;
    Ok(outcome)
}
