//! Deciding on requests about a batch, and confirming a correction.

use super::press::Press;
use crate::db::retrying;
use crate::discord::answer::{Answer, Outcome, declined};
use crate::discord::content::Content;
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::flows::batches::{self, ReverseError};
use crate::domain::people::members::Permission;
use crate::ids::{CorrectionId, RequestNumber};

pub(super) async fn approve_rate(press: &Press<'_>, number: RequestNumber) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| batches::approve_rate(&press.surface.desk, &actor, &press.request, number)).await;
    let done = done.map_err(declined("batches.approve_rate", view::batch_requests::decide_refused))?;
    Ok(Answer::Say(view::batch_requests::rate_approved(&done)))
}

pub(super) async fn approve_closing(press: &Press<'_>, number: RequestNumber) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| batches::approve_closing(&press.surface.desk, &actor, &press.request, number)).await;
    let done = done.map_err(declined(
        "batches.approve_closing",
        view::batch_requests::decide_refused,
    ))?;
    Ok(Answer::Say(view::batch_requests::closing_approved(&done)))
}

/// Replaces the question with what was done.
pub(super) async fn confirm_correction(press: &Press<'_>, number: CorrectionId) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| batches::confirm_correction(&press.surface.desk, &actor, &press.request, number)).await;
    let face = match done {
        Ok(done) => Face::new(view::corrections::done(&done)),
        Err(error) => {
            let is_over = is_over(&error);
            let no = declined("batches.confirm_correction", view::reversals::reverse_refused)(error);
            let why = no.refusal().filter(|_| is_over).map(view::corrections::over);
            Face::new(why.ok_or(no)?)
        }
    };
    Ok(press.turn(face, Content::For(Permission::SeeEverything)))
}

/// Whether the shown correction can never be confirmed any more. One that was confirmed before is not included: its
/// message already says what was done.
fn is_over(error: &ReverseError) -> bool {
    match error {
        ReverseError::Late(_)
        | ReverseError::Changed(_)
        | ReverseError::BatchOpen(_)
        | ReverseError::Order(_)
        | ReverseError::AlreadyBought { .. }
        | ReverseError::WorthTooMuch(_) => true,
        ReverseError::Ended(_)
        | ReverseError::NotAllowed(_)
        | ReverseError::Books(_)
        | ReverseError::OtherInput(_)
        | ReverseError::Db(_) => false,
    }
}

pub(super) async fn approve_purchase(press: &Press<'_>, number: RequestNumber) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| batches::approve_purchase(&press.surface.desk, &actor, &press.request, number)).await;
    let done = done.map_err(declined(
        "batches.approve_purchase",
        view::batch_requests::decide_refused,
    ))?;
    Ok(Answer::Say(view::batch_requests::purchase_approved(&done)))
}
