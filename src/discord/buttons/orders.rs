//! The buttons of an order.

use super::press::{Press, stale};
use crate::db::retrying;
use crate::discord::answer::{Answer, Outcome, declined};
use crate::discord::view::face::Face;
use crate::discord::{paying, view};
use crate::domain::orders::{self, Claim, Completion};
use crate::ids::{AccountId, OrderId};

pub(super) async fn done(press: &Press<'_>, order: OrderId) -> Outcome {
    let actor = press.actor().await?;
    paying::confirm(press.surface, &actor, &press.request, order).await
}

/// The cashier chose which account paid; the answer replaces the menu.
pub(super) async fn paid_from(press: &Press<'_>, order: OrderId, value: &str) -> Outcome {
    let Ok(account) = value.parse() else {
        return stale();
    };
    let from = Some(AccountId::new(account));
    let (actor, completion) = (press.actor().await?, Completion { order, from });
    let done = retrying(|| orders::complete(&press.surface.desk, &actor, &press.request, completion)).await;
    let done = done.map_err(declined("batches.complete", view::desk::complete_refused))?;
    Ok(Answer::Turn(Box::new(Face::new(view::orders::completed(&done)))))
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

pub(super) async fn add_beneficiary(press: &Press<'_>, order: OrderId, typed: &str) -> Outcome {
    let actor = press.actor().await?;
    let desk = &press.surface.desk;
    let done = retrying(|| orders::add_beneficiary(desk, &actor, &press.request, order, typed)).await;
    let done = done.map_err(declined("orders.add_beneficiary", view::desk::order_refused))?;
    Ok(Answer::Say(view::orders::beneficiary_added(&done)))
}
