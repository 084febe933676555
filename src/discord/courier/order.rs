//! An order changed: every message that shows it follows.

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, CreateMessage, MessageReference, MessageReferenceKind};

use super::post::{Spot, TellError, Teller, Updated, Version, alerts};
use super::{captures, client};
use crate::discord::retry::{code, code_of};
use crate::discord::surface::{channel_id, discord_channel, discord_message, discord_user};
use crate::discord::view;
use crate::domain::members::{self, Member};
use crate::domain::orders::OrderState;
use crate::domain::outbox::CaptureUse;
use crate::domain::places::Place;
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

pub(super) async fn capture_reused(teller: &Teller<'_>, order: OrderId, earlier: CaptureUse) -> Result<(), TellError> {
    let words = teller.surface.with_prefix(view::alarms::capture_reused(order, earlier));
    let channel = alerts(teller.surface).await?;
    teller
        .send_once('a', channel, CreateMessage::new().content(words))
        .await
}

/// Nobody but its cashier could pay an order that lies: superusers may know what to do.
pub(super) async fn stuck(
    teller: &Teller<'_>,
    order: OrderId,
    cashier: MemberId,
    waited_ms: i64,
) -> Result<(), TellError> {
    let cashier = members::get_member(&mut teller.reader().await?, cashier).await?;
    let words = view::alarms::stuck(order, &cashier.name, waited_ms);
    let channel = alerts(teller.surface).await?;
    let message = CreateMessage::new().content(teller.surface.with_prefix(words));
    teller.send_once('a', channel, message).await
}

async fn in_channel(teller: &Teller<'_>, subject: &str, card: &OrderCard) -> Result<(), TellError> {
    if card.order.is_of_client() {
        return client::shown(teller, subject, card).await;
    }
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
    let version = Version {
        reply_to,
        ..Version::plain(view::orders::in_channel(card))
    };
    show(teller, &spot, version, Some(channel)).await
}

async fn in_pending(teller: &Teller<'_>, subject: &str, card: &OrderCard) -> Result<(), TellError> {
    let spot = Spot {
        subject,
        place: PENDING,
        letter: 'p',
    };
    let may_be_taken = matches!(card.order.state, OrderState::Pending | OrderState::Assigned);
    let channel = teller.surface.place(Place::Pending).filter(|_| may_be_taken);
    if channel.is_none() && may_be_taken {
        tracing::warn!("the channel of pending orders is missing; `!setup` makes it");
    }
    show(teller, &spot, Version::plain(view::orders::in_pending(card)), channel).await
}

/// Brings the message at this spot up to date; sends it when there is none and there is where to.
pub(super) async fn show(
    teller: &Teller<'_>,
    spot: &Spot<'_>,
    version: Version,
    channel: Option<ChannelId>,
) -> Result<(), TellError> {
    let updated = teller.update(spot, |_| version.clone()).await?;
    let (Some(letter), Some(channel)) = (letter_for(updated, spot.letter), channel) else {
        return Ok(());
    };
    teller.send(&Spot { letter, ..*spot }, channel, version).await
}

/// The letter a new message is sent with; `None` when none is wanted.
pub(super) fn letter_for(updated: Updated, letter: char) -> Option<char> {
    match updated {
        Updated::Yes | Updated::OutOfReach => None,
        Updated::None => Some(letter),
        // Another nonce: Discord would answer the old one with the message that is gone.
        Updated::Gone => Some(letter.to_ascii_uppercase()),
    }
}

async fn to_cashier(teller: &Teller<'_>, subject: &str, card: &OrderCard) -> Result<(), TellError> {
    let Some(cashier) = &card.cashier else {
        return Ok(());
    };
    let place = place_of(cashier.id);
    let spot = Spot {
        subject,
        place: &place,
        letter: 'k',
    };
    let in_public = cashiers_channel(teller);
    // A new message also carries what came with the order.
    let is_new = card.receipt.is_some() && teller.find_shown(&spot).await?.is_none();
    let file = if is_new {
        captures::of_sender(teller, &card.order).await?
    } else {
        None
    };
    let version = |channel| {
        let plain = match Some(channel) == in_public {
            true => mentioning(card, cashier),
            false => Version::plain(view::orders::for_cashier(card, None)),
        };
        Version {
            file: file.clone(),
            ..plain
        }
    };
    let updated = teller.update(&spot, version).await?;
    let Some(letter) = letter_for(updated, spot.letter).filter(|_| card.order.state.is_open()) else {
        return Ok(());
    };
    let spot = Spot { letter, ..spot };
    let send = async {
        let user = discord_user(cashier.discord_user);
        let direct = user.create_dm_channel(&teller.surface.http).await?.id;
        send_or_without_file(teller, &spot, direct, version(direct)).await
    };
    match send.await {
        Err(TellError::Discord(error)) if is_closed(&error) => {
            let channel = in_public.ok_or(TellError::NoChannel(Place::Cashiers))?;
            send_or_without_file(teller, &spot, channel, version(channel)).await
        }
        told => told,
    }
}

async fn send_or_without_file(
    teller: &Teller<'_>,
    spot: &Spot<'_>,
    channel: ChannelId,
    version: Version,
) -> Result<(), TellError> {
    match teller.send(spot, channel, version.clone()).await {
        Err(TellError::Discord(error)) if version.file.is_some() && captures::is_too_large(&error) => {
            let without = Version { file: None, ..version };
            teller.send(spot, channel, without).await
        }
        sent => sent,
    }
}

/// For the cashiers' channel, when direct messages are closed: with a mention of this one.
fn mentioning(card: &OrderCard, cashier: &Member) -> Version {
    let user = discord_user(cashier.discord_user);
    Version {
        ping: Some(user),
        ..Version::plain(view::orders::for_cashier(card, Some(user)))
    }
}

pub(super) fn is_closed(error: &serenity::Error) -> bool {
    matches!(code_of(error), Some(code::CLOSED_DM | code::UNKNOWN_USER))
}

pub(super) fn cashiers_channel(teller: &Teller<'_>) -> Option<ChannelId> {
    teller.surface.place(Place::Cashiers)
}

/// Who had the order reads who has it now, and finds no buttons.
async fn to_former_cashiers(teller: &Teller<'_>, subject: &str, card: &OrderCard) -> Result<(), TellError> {
    for cashier in &card.former_cashiers {
        let place = place_of(*cashier);
        let spot = Spot {
            subject,
            place: &place,
            letter: 'f',
        };
        let version = Version::plain(view::orders::for_former_cashier(card));
        show(teller, &spot, version, None).await?;
    }
    Ok(())
}

pub(super) fn place_of(cashier: MemberId) -> String {
    format!("cashier:{cashier}")
}
