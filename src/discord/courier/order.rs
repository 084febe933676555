//! An order changed: every message that shows it follows.

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, CreateMessage, MessageReference, MessageReferenceKind};

use super::post::{Edited, Spot, TellError, Teller, alerts, message_of};
use crate::discord::answer::nobody;
use crate::discord::retry::{code, code_of};
use crate::discord::surface::{channel_id, discord_channel, discord_message, discord_user};
use crate::discord::view;
use crate::discord::view::orders::Face;
use crate::domain::members::Member;
use crate::domain::orders::{self, OrderState};
use crate::ids::{MemberId, OrderId};
use crate::reports;
use crate::reports::orders::OrderCard;

pub(super) const CHANNEL: &str = "channel";
const PENDING: &str = "pending";

/// Shows the order as it is now in the reseller's channel, to its cashier, to who had it before, and to everybody who
/// could take it. Each place is tried even when another fails.
pub(super) async fn changed(teller: &Teller<'_>, order: OrderId) -> Result<(), TellError> {
    let card = reports::orders::order_card(&mut teller.reader().await?, order).await?;
    let Some(card) = card else {
        tracing::error!(order.id = order.get(), "a notice names an order that is not there");
        return Ok(());
    };
    let subject = format!("order:{order}");
    let (channel, pending, cashier, former) = tokio::join!(
        in_channel(teller, &subject, &card),
        in_pending(teller, &subject, &card),
        to_cashier(teller, &subject, &card),
        to_former_cashiers(teller, &subject, &card),
    );
    // What can be tried again is: the other places are then only edited once more.
    let mut failures: Vec<TellError> = [channel, pending, cashier, former]
        .into_iter()
        .filter_map(Result::err)
        .collect();
    failures.sort_by_key(TellError::is_permanent);
    failures.into_iter().next().map_or(Ok(()), Err)
}

pub(super) async fn capture_reused(teller: &Teller<'_>, order: OrderId, earlier: OrderId) -> Result<(), TellError> {
    let words = teller.surface.with_prefix(view::alarms::capture_reused(order, earlier));
    let channel = alerts(teller.surface).await?;
    teller
        .send_once('a', channel, CreateMessage::new().content(words))
        .await
}

async fn in_channel(teller: &Teller<'_>, subject: &str, card: &OrderCard) -> Result<(), TellError> {
    let Some(channel) = card
        .channel
        .as_ref()
        .map(|channel| discord_channel(channel.discord_channel))
    else {
        return Ok(());
    };
    let spot = Spot {
        subject,
        place: CHANNEL,
        letter: 'c',
    };
    // An answer to what was typed, when it was typed there.
    let typed = card
        .order
        .source_message
        .filter(|_| channel_id(channel) == card.order.source_channel);
    let reply_to = typed.map(|message| {
        MessageReference::new(MessageReferenceKind::Default, channel)
            .message_id(discord_message(message))
            .fail_if_not_exists(false)
    });
    let sending = Sending { channel, reply_to };
    show(teller, &spot, view::orders::in_channel(card), Some(sending)).await
}

async fn in_pending(teller: &Teller<'_>, subject: &str, card: &OrderCard) -> Result<(), TellError> {
    let spot = Spot {
        subject,
        place: PENDING,
        letter: 'p',
    };
    let may_be_taken = matches!(card.order.state, OrderState::Pending | OrderState::Assigned);
    let name = &teller.surface.config.discord.channels.pending;
    let channel = teller.surface.find_channel(name).filter(|_| may_be_taken);
    if channel.is_none() && may_be_taken {
        tracing::warn!(
            channel.name = name,
            "the channel of pending orders is missing; `cambista setup` makes it"
        );
    }
    let sending = channel.map(|channel| Sending {
        channel,
        reply_to: None,
    });
    show(teller, &spot, view::orders::in_pending(card), sending).await
}

/// Where a message that is not there yet is sent.
struct Sending {
    channel: ChannelId,
    reply_to: Option<MessageReference>,
}

/// Edits the message at this spot; sends it when there is none and there is where to.
async fn show(teller: &Teller<'_>, spot: &Spot<'_>, face: Face, sending: Option<Sending>) -> Result<(), TellError> {
    let mut letter = spot.letter;
    if let Some(shown) = teller.find_shown(spot).await? {
        match teller.edit(shown, face.clone()).await? {
            Edited::Yes | Edited::OutOfReach => return Ok(()),
            // Another nonce: Discord would answer the old one with the message that is gone.
            Edited::Gone => letter = letter.to_ascii_uppercase(),
        }
    }
    let Some(sending) = sending else {
        return Ok(());
    };
    let spot = Spot { letter, ..*spot };
    let message = message_of(teller.surface, face, sending.reply_to);
    teller.send(&spot, sending.channel, message).await
}

async fn to_cashier(teller: &Teller<'_>, subject: &str, card: &OrderCard) -> Result<(), TellError> {
    let Some(cashier) = &card.cashier else {
        return Ok(());
    };
    let place = place_of(cashier.id);
    let mut spot = Spot {
        subject,
        place: &place,
        letter: 'k',
    };
    if let Some(shown) = teller.find_shown(&spot).await? {
        let in_public = cashiers_channel(teller).map(channel_id) == Some(shown.channel);
        let mention = in_public.then(|| discord_user(cashier.discord_user));
        match teller.edit(shown, view::orders::for_cashier(card, mention)).await? {
            Edited::Yes | Edited::OutOfReach => return Ok(()),
            Edited::Gone => spot.letter = 'K',
        }
    }
    if !card.order.state.is_open() {
        return Ok(());
    }
    match direct(teller, &spot, card, cashier).await {
        Err(TellError::Discord(error)) if is_closed(&error) => in_cashiers_channel(teller, &spot, card, cashier).await,
        told => told,
    }
}

async fn direct(teller: &Teller<'_>, spot: &Spot<'_>, card: &OrderCard, cashier: &Member) -> Result<(), TellError> {
    let user = discord_user(cashier.discord_user);
    let channel = user.create_dm_channel(&teller.surface.http).await?;
    let message = message_of(teller.surface, view::orders::for_cashier(card, None), None);
    teller.send(spot, channel.id, message).await
}

/// Their direct messages are closed: the cashiers' channel, with a mention of this one.
async fn in_cashiers_channel(
    teller: &Teller<'_>,
    spot: &Spot<'_>,
    card: &OrderCard,
    cashier: &Member,
) -> Result<(), TellError> {
    let name = &teller.surface.config.discord.channels.cashiers;
    let channel = cashiers_channel(teller).ok_or_else(|| TellError::NoChannel(name.clone()))?;
    let user = discord_user(cashier.discord_user);
    let message = message_of(teller.surface, view::orders::for_cashier(card, Some(user)), None)
        .allowed_mentions(nobody().users([user]));
    teller.send(spot, channel, message).await
}

fn is_closed(error: &serenity::Error) -> bool {
    matches!(code_of(error), Some(code::CLOSED_DM | code::UNKNOWN_USER))
}

fn cashiers_channel(teller: &Teller<'_>) -> Option<ChannelId> {
    teller
        .surface
        .find_channel(&teller.surface.config.discord.channels.cashiers)
}

/// Who had the order reads who has it now, and finds no buttons.
async fn to_former_cashiers(teller: &Teller<'_>, subject: &str, card: &OrderCard) -> Result<(), TellError> {
    let backlog = orders::list_backlog(&mut teller.reader().await?, card.order.id).await?;
    let mut former: Vec<MemberId> = backlog.iter().filter_map(|row| row.cashier_id).collect();
    former.sort();
    former.dedup();
    for cashier in former {
        if Some(cashier) == card.order.cashier {
            continue;
        }
        let place = place_of(cashier);
        let spot = Spot {
            subject,
            place: &place,
            letter: 'f',
        };
        show(teller, &spot, view::orders::for_former_cashier(card), None).await?;
    }
    Ok(())
}

pub(super) fn place_of(cashier: MemberId) -> String {
    format!("cashier:{cashier}")
}
