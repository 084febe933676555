//! Deciding what is asked about a batch, and what was shown of one.

use super::pressed::Press;
use crate::db::retrying;
use crate::discord::answer::{Answer, Outcome, declined};
use crate::discord::content::Content;
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::batches;
use crate::domain::members::Permission;
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

/// The question becomes what was done.
pub(super) async fn confirm_correction(press: &Press<'_>, number: CorrectionId) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| batches::confirm_correction(&press.surface.desk, &actor, &press.request, number)).await;
    let done = done.map_err(declined("batches.confirm_correction", view::reversals::reverse_refused))?;
    let face = Face::new(view::corrections::done(&done));
    Ok(press.turn(face, Content::For(Permission::SeeEverything)))
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
