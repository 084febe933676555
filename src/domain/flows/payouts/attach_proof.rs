//! A superuser answers the request with the capture of the payment.

use serde::{Deserialize, Serialize};

use super::{PayoutError, store};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, CaptureUse, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, Permission};
use crate::domain::people::requests::{self, Details, StoredCapture};
use crate::ids::{RequestId, RequestNumber};

/// A capture and what it proves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPayoutProof {
    pub number: RequestNumber,
    /// Flattened, because a receipt compares a request with the first one by its JSON, and older receipts have the flat
    /// form.
    #[serde(flatten)]
    pub capture: StoredCapture,
}

/// The capture is stored: **Pagado** may be pressed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayoutProofAttached {
    pub number: RequestNumber,
    /// What the same file already proves, if anything. Superusers are told.
    pub reused_from: Option<CaptureUse>,
}

/// Attaches a capture to a payout that is not decided yet. More than one may be attached.
///
/// # Errors
/// [`PayoutError::NotAllowed`] unless the actor is a superuser; [`PayoutError::NotAPayout`]; [`PayoutError::Request`]
/// when there is no such request or it was already decided.
pub async fn attach_proof(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    proof: &NewPayoutProof,
) -> Result<PayoutProofAttached, PayoutError> {
    actor.require(Permission::DecideRequests)?;
    let number = proof.number;
    let asked = Asked::new(request, "payouts.attach_proof", &(actor.member, proof));
    once(desk, asked, async |tx, now| {
        let found = requests::begin_decision(tx, number).await?;
        if !matches!(found.details, Details::Payout(_)) {
            return Err(PayoutError::NotAPayout(number));
        }
        let reused_from = store::find_other_use(tx, &proof.capture.sha256, number).await?;
        let is_new = store::insert_proof(tx, proof, actor.member, now).await?;
        if let (Some(earlier), true) = (reused_from, is_new) {
            let notice = Notice::PayoutCaptureReused {
                request: number,
                earlier,
            };
            outbox::enqueue(tx, &format!("alarm:request:{number}"), &notice, now).await?;
        }
        let notice = Notice::RequestChanged { request: number };
        outbox::enqueue(tx, &found.outbox_subject(), &notice, now).await?;
        Ok(PayoutProofAttached { number, reused_from })
    })
    .await
}
