//! Buttons under an order.

use super::pressed::Press;
use crate::db::retrying;
use crate::discord::answer::{Answer, Outcome, declined};
use crate::discord::view;
use crate::domain::orders::Claim;
use crate::domain::{batches, orders};
use crate::ids::OrderId;

pub(super) async fn done(press: &Press<'_>, order: OrderId) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| batches::complete(&press.surface.desk, &actor, &press.request, order)).await;
    let done = done.map_err(declined("batches.complete", view::desk::complete_refused))?;
    Ok(Answer::Say(view::orders::completed(&done)))
}

pub(super) async fn take(press: &Press<'_>, claim: Claim) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| orders::claim(&press.surface.desk, &actor, &press.request, claim)).await;
    let done = done.map_err(declined("orders.claim", view::desk::order_refused))?;
    Ok(Answer::Say(view::orders::claimed(&done)))
}

pub(super) async fn withdraw(press: &Press<'_>, order: OrderId) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| orders::cancel(&press.surface.desk, &actor, &press.request, order)).await;
    let done = done.map_err(declined("orders.cancel", view::desk::order_refused))?;
    Ok(Answer::Say(view::orders::ended(&done)))
}

pub(super) async fn reject(press: &Press<'_>, order: OrderId, reason: &str) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| orders::reject(&press.surface.desk, &actor, &press.request, order, reason)).await;
    let done = done.map_err(declined("orders.reject", view::desk::order_refused))?;
    Ok(Answer::Say(view::orders::ended(&done)))
}
