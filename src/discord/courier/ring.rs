//! An edited message rings no phone. Who must no longer pay an order, and who waits for one that will not be paid, gets a
//! message of its own.

use poise::serenity_prelude as serenity;
use serenity::{CreateMessage, MessageReference, MessageReferenceKind};

use super::order::{CHANNEL, place_of};
use super::post::{TellError, Teller};
use crate::discord::retry::{code, code_of, describe};
use crate::discord::surface::{discord_channel, discord_message};
use crate::discord::view;
use crate::domain::members;
use crate::domain::orders::OrderState;
use crate::domain::outbox;
use crate::ids::{MemberId, OrderId};
use crate::reports;
use crate::reports::orders::OrderCard;

/// To the reseller whose order will not be paid.
pub(super) async fn rejected(teller: &Teller<'_>, order: OrderId) -> Result<(), TellError> {
    let Some(card) = card(teller, order).await? else {
        return Ok(());
    };
    beside(teller, order, CHANNEL, view::orders::rejected_content(&card)).await
}

/// To the cashier who was about to pay it.
pub(super) async fn withdrawn(teller: &Teller<'_>, order: OrderId, cashier: MemberId) -> Result<(), TellError> {
    let words = view::orders::withdrawn_content(order);
    beside(teller, order, &place_of(cashier), words).await
}

/// To the cashier who had it, unless it came back to them meanwhile.
pub(super) async fn taken(teller: &Teller<'_>, order: OrderId, from: MemberId) -> Result<(), TellError> {
    let Some(card) = card(teller, order).await?.filter(|card| !is_with(card, from)) else {
        return Ok(());
    };
    let now = card.cashier.as_ref().map(|cashier| cashier.name.as_str());
    let words = view::orders::taken_content(order, now);
    beside(teller, order, &place_of(from), words).await
}

/// To the cashier who has it again.
pub(super) async fn back(teller: &Teller<'_>, order: OrderId, cashier: MemberId) -> Result<(), TellError> {
    let is_theirs = |card: &OrderCard| is_with(card, cashier) && card.order.state.is_open();
    if card(teller, order).await?.is_none_or(|card| !is_theirs(&card)) {
        return Ok(());
    }
    let words = view::orders::back_content(order);
    beside(teller, order, &place_of(cashier), words).await
}

/// To the cashier who lets it lie. Who paid meanwhile, or no longer has it, need not hear of it.
pub(super) async fn reminder(
    teller: &Teller<'_>,
    order: OrderId,
    cashier: MemberId,
    waited_ms: i64,
) -> Result<(), TellError> {
    let lies = |card: &OrderCard| is_with(card, cashier) && card.order.state == OrderState::Assigned;
    if card(teller, order).await?.is_none_or(|card| !lies(&card)) {
        return Ok(());
    }
    let words = view::orders::reminder_content(order, waited_ms);
    beside(teller, order, &place_of(cashier), words).await
}

/// To the cashier whose order a superuser confirmed.
pub(super) async fn confirmed(teller: &Teller<'_>, order: OrderId, by: MemberId) -> Result<(), TellError> {
    let Some(cashier) = card(teller, order).await?.and_then(|card| card.order.cashier) else {
        return Ok(());
    };
    let by = members::get_member(&mut teller.reader().await?, by).await?;
    let words = view::orders::confirmed_content(order, &by.name);
    beside(teller, order, &place_of(cashier), words).await
}

fn is_with(card: &OrderCard, cashier: MemberId) -> bool {
    card.order.cashier == Some(cashier)
}

async fn card(teller: &Teller<'_>, order: OrderId) -> Result<Option<OrderCard>, TellError> {
    Ok(reports::orders::order_card(&mut teller.reader().await?, order).await?)
}

/// Replies to the message that shows the order at this place. Who was never shown it need not hear of it.
async fn beside(teller: &Teller<'_>, order: OrderId, place: &str, words: String) -> Result<(), TellError> {
    let subject = format!("order:{order}");
    let shown = outbox::find_shown(&mut teller.reader().await?, &subject, place).await?;
    let Some(shown) = shown else {
        return Ok(());
    };
    let channel = discord_channel(shown.channel);
    let reference = MessageReference::new(MessageReferenceKind::Default, channel)
        .message_id(discord_message(shown.message))
        .fail_if_not_exists(false);
    let message = CreateMessage::new()
        .content(teller.surface.with_prefix(words))
        .reference_message(reference);
    match teller.send_once('r', channel, message).await {
        Err(TellError::Discord(error)) if is_out_of_reach(&error) => {
            // The edited message is all that can be done there.
            tracing::warn!(error = describe(&error), "somebody could not be rung");
            Ok(())
        }
        told => told,
    }
}

fn is_out_of_reach(error: &serenity::Error) -> bool {
    let codes = [
        code::CLOSED_DM,
        code::UNKNOWN_CHANNEL,
        code::MISSING_ACCESS,
        code::MISSING_PERMISSION,
    ];
    code_of(error).is_some_and(|code| codes.contains(&code))
}
