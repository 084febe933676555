//! An edited message rings no phone. Who must no longer pay an order, and who waits for one that will not be paid, gets a
//! message of its own.

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, CreateMessage, Mentionable, MessageReference, MessageReferenceKind, UserId};

use super::client::CLIENT;
use super::order::{CHANNEL, place_of};
use super::post::{TellError, Teller};
use crate::discord::retry::{code, code_of, describe};
use crate::discord::surface::{discord_channel, discord_message, discord_user};
use crate::discord::view;
use crate::domain::members::{self, Member};
use crate::domain::orders::OrderState;
use crate::domain::outbox;
use crate::domain::places::Place;
use crate::ids::{MemberId, OrderId};
use crate::reports;
use crate::reports::orders::OrderCard;

/// To the reseller whose order will not be paid.
pub(super) async fn rejected(teller: &Teller<'_>, order: OrderId) -> Result<(), TellError> {
    let Some(card) = card(teller, order).await? else {
        return Ok(());
    };
    if !card.order.is_of_client() {
        return beside(
            teller,
            order,
            CHANNEL,
            view::orders::rejected_content(&card),
            Whom::Reseller(&card),
        )
        .await;
    }
    let subject = format!("order:{order}");
    match outbox::find_shown(&mut teller.reader().await?, &subject, CLIENT).await? {
        Some(_) => beside(teller, order, CLIENT, view::clients::rejected(&card), Whom::Client).await,
        None => {
            beside(
                teller,
                order,
                CHANNEL,
                view::clients::rejected_in_public(order),
                Whom::Client,
            )
            .await
        }
    }
}

/// To the cashier who was about to pay it.
pub(super) async fn withdrawn(teller: &Teller<'_>, order: OrderId, cashier: MemberId) -> Result<(), TellError> {
    to_cashier(teller, order, cashier, view::orders::withdrawn_content(order)).await
}

/// To the cashier who had it, unless it came back to them meanwhile.
pub(super) async fn taken(teller: &Teller<'_>, order: OrderId, from: MemberId) -> Result<(), TellError> {
    let Some(card) = card(teller, order).await?.filter(|card| !is_with(card, from)) else {
        return Ok(());
    };
    let now = card.cashier.as_ref().map(|cashier| cashier.name.as_str());
    to_cashier(teller, order, from, view::orders::taken_content(order, now)).await
}

/// To the cashier who has it again.
pub(super) async fn back(teller: &Teller<'_>, order: OrderId, cashier: MemberId) -> Result<(), TellError> {
    let is_theirs = |card: &OrderCard| is_with(card, cashier) && card.order.state.is_open();
    if card(teller, order).await?.is_none_or(|card| !is_theirs(&card)) {
        return Ok(());
    }
    to_cashier(teller, order, cashier, view::orders::back_content(order)).await
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
    to_cashier(teller, order, cashier, view::orders::reminder_content(order, waited_ms)).await
}

/// To the cashier whose order a superuser confirmed.
pub(super) async fn confirmed(teller: &Teller<'_>, order: OrderId, by: MemberId) -> Result<(), TellError> {
    let Some(cashier) = card(teller, order).await?.and_then(|card| card.order.cashier) else {
        return Ok(());
    };
    let by = members::get_member(&mut teller.reader().await?, by).await?;
    to_cashier(teller, order, cashier, view::orders::confirmed_content(order, &by.name)).await
}

fn is_with(card: &OrderCard, cashier: MemberId) -> bool {
    card.order.cashier == Some(cashier)
}

async fn card(teller: &Teller<'_>, order: OrderId) -> Result<Option<OrderCard>, TellError> {
    Ok(reports::orders::order_card(&mut teller.reader().await?, order).await?)
}

/// Beside the message that shows the order to this cashier.
async fn to_cashier(teller: &Teller<'_>, order: OrderId, cashier: MemberId, words: String) -> Result<(), TellError> {
    let member = members::get_member(&mut teller.reader().await?, cashier).await?;
    let user = discord_user(member.discord_user);
    beside(teller, order, &place_of(cashier), words, Whom::Cashier(user)).await
}

/// Who is rung.
enum Whom<'a> {
    /// The reseller of this order.
    Reseller(&'a OrderCard),
    Cashier(UserId),
    /// By direct message, or with words that say nothing to others.
    Client,
}

/// Replies to the message that shows the order at this place. Who was never shown it need not hear of it. In the
/// cashiers' channel, for one whose direct messages are closed, `whom` is mentioned: a reply alone rings nobody there.
async fn beside(
    teller: &Teller<'_>,
    order: OrderId,
    place: &str,
    words: String,
    whom: Whom<'_>,
) -> Result<(), TellError> {
    let subject = format!("order:{order}");
    let shown = outbox::find_shown(&mut teller.reader().await?, &subject, place).await?;
    let Some(shown) = shown else {
        return Ok(());
    };
    let shown_in = discord_channel(shown.channel);
    let channel = match &whom {
        Whom::Reseller(card) if teller.surface.is_open(shown_in) => direct_to(teller, &card.reseller).await?,
        // Their direct messages are closed, and others read the channel: they are rung when it is closed again.
        Whom::Cashier(_) if teller.surface.is_open(shown_in) => {
            return Err(TellError::NoChannel(Place::Cashiers));
        }
        Whom::Reseller(_) | Whom::Cashier(_) | Whom::Client => shown_in,
    };
    let reference = MessageReference::new(MessageReferenceKind::Default, shown_in)
        .message_id(discord_message(shown.message))
        .fail_if_not_exists(false);
    let ping = match whom {
        Whom::Cashier(user) if teller.surface.place(Place::Cashiers) == Some(channel) => Some(user),
        Whom::Cashier(_) | Whom::Reseller(_) | Whom::Client => None,
    };
    let words = match ping {
        Some(user) => format!("{} {words}", user.mention()),
        None => words,
    };
    let message = CreateMessage::new().content(teller.surface.with_prefix(words));
    let message = if channel == shown_in {
        message.reference_message(reference)
    } else {
        message
    };
    match teller.ring_once('r', channel, message, ping).await {
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

async fn direct_to(teller: &Teller<'_>, member: &Member) -> Result<ChannelId, TellError> {
    let user = discord_user(member.discord_user);
    Ok(user.create_dm_channel(&teller.surface.http).await?.id)
}
