//! Deciding what is asked about a batch.

use super::pressed::Press;
use crate::db::retrying;
use crate::discord::answer::{Answer, Outcome, declined};
use crate::discord::view;
use crate::domain::batches;
use crate::ids::RequestNumber;

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

pub(super) async fn approve_purchase(press: &Press<'_>, number: RequestNumber) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| batches::approve_purchase(&press.surface.desk, &actor, &press.request, number)).await;
    let done = done.map_err(declined(
        "batches.approve_purchase",
        view::batch_requests::decide_refused,
    ))?;
    Ok(Answer::Say(view::batch_requests::purchase_approved(&done)))
}
