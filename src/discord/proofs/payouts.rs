//! A superuser replies to a payout request with captures of the payment.

use poise::serenity_prelude::Message;

use super::{after_some, kept_all};
use crate::db::retrying;
use crate::discord::answer::{Answer, Declined, Outcome, declined};
use crate::discord::surface::Surface;
use crate::discord::view;
use crate::domain::flows::payouts::{self, NewPayoutProof, PayoutError};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::RequestNumber;

/// Attaches every file of the message to the payout.
pub(super) async fn take(surface: &Surface, actor: &Actor, message: &Message, number: RequestNumber) -> Outcome {
    // Nothing is fetched or stored for somebody who may not decide.
    if let Err(no) = actor.require(Permission::DecideRequests) {
        let refuse = declined("payouts.attach_proof", view::payouts::refused);
        return Err(refuse(PayoutError::NotAllowed(no)));
    }
    let mut last = None;
    let captures = kept_all(surface, message).await?;
    let given = captures.len();
    for (before, (request, capture)) in captures.into_iter().enumerate() {
        let proof = NewPayoutProof { number, capture };
        let done = retrying(|| payouts::attach_proof(&surface.desk, actor, &request, &proof)).await;
        let done = done.map_err(declined("payouts.attach_proof", view::payouts::refused));
        last = Some(done.map_err(|no| after_some(no.about(&request), before, given))?);
    }
    let done = last.ok_or_else(|| Declined::because(view::proofs::wrong_kind()))?;
    Ok(Answer::Say(view::payouts::proof_attached(&done)))
}
