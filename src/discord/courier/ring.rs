//! An edited message rings no phone. Who must no longer pay an order, and who waits for one that will not be paid, gets a
//! message of its own.

use poise::serenity_prelude as serenity;
use serenity::{CreateMessage, MessageReference, MessageReferenceKind};

use super::order::{CHANNEL, place_of};
use super::post::{TellError, Teller};
use crate::discord::retry::{code, code_of, describe};
use crate::discord::surface::{discord_channel, discord_message};
use crate::discord::view;
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
    let card = card(teller, order).await?;
    let Some(now) = card.and_then(|card| card.cashier).filter(|now| now.id != from) else {
        return Ok(());
    };
    let words = view::orders::taken_content(order, &now.name);
    beside(teller, order, &place_of(from), words).await
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
