//! Asking for a payout with a form, and paying it.

use super::press::Press;
use super::typed::Typed;
use crate::db::retrying;
use crate::discord::answer::{Answer, Outcome, declined};
use crate::discord::payouts::{amount, ask as ask_payout, destination};
use crate::discord::view;
use crate::discord::view::payouts::{AMOUNT, DESTINATION};
use crate::domain::flows::payouts::{self, AskPayout};
use crate::ids::RequestNumber;

pub(super) async fn ask(press: &Press<'_>, typed: &Typed<'_>) -> Outcome {
    let actor = press.actor().await?;
    let asked = AskPayout {
        amount: amount(typed.field(AMOUNT)),
        destination: destination(typed.field(DESTINATION)),
    };
    ask_payout(press.surface, &actor, &press.request, &asked).await
}

pub(super) async fn pay(press: &Press<'_>, number: RequestNumber) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| payouts::pay(&press.surface.desk, &actor, &press.request, number)).await;
    let done = done.map_err(declined("payouts.pay", view::payouts::refused))?;
    Ok(Answer::Say(view::payouts::paid(&done)))
}
