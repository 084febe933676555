//! A client's order, to the client. Amounts, beneficiaries and captures go by direct message; where several clients read
//! stands only that the order is there.

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, CreateMessage, MessageReference, MessageReferenceKind};

use super::captures;
use super::order::{CHANNEL, letter_for, show};
use super::post::{Spot, TellError, Teller, Version};
use crate::discord::retry::describe;
use crate::discord::retry::is_closed;
use crate::discord::surface::{channel_id, discord_channel, discord_message, discord_user};
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::members::Member;
use crate::ids::OrderId;
use crate::reports;
use crate::reports::orders::OrderCard;

/// The place of the client's own message.
pub(super) const CLIENT: &str = "client";

/// Whether the client can be written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reached {
    Yes,
    No,
}

/// Shows the order as it is now to its client, and where it was typed. Who closed their direct messages reads there that
/// it was taken.
pub(super) async fn shown(teller: &Teller<'_>, subject: &str, card: &OrderCard) -> Result<(), TellError> {
    let reached = in_direct(teller, subject, card).await?;
    let Some(clients) = &card.channel else { return Ok(()) };
    let clients = discord_channel(clients.discord_channel);
    let typed_there = channel_id(clients) == card.order.source_channel && card.order.source_message.is_some();
    if !typed_there && reached == Reached::Yes {
        return Ok(());
    }
    let spot = Spot {
        subject,
        place: CHANNEL,
        letter: 'x',
    };
    let version = answering(card, clients, view::clients::in_public(card));
    show(teller, &spot, version, Some(clients)).await
}

async fn in_direct(teller: &Teller<'_>, subject: &str, card: &OrderCard) -> Result<Reached, TellError> {
    let spot = Spot {
        subject,
        place: CLIENT,
        letter: 'c',
    };
    let version = |channel| answering(card, channel, view::clients::in_direct(card));
    let updated = teller.update(&spot, version).await?;
    let Some(letter) = letter_for(updated, spot.letter) else {
        return Ok(Reached::Yes);
    };
    let send = async {
        let channel = direct_channel(teller, &card.creator).await?;
        teller.send(&Spot { letter, ..spot }, channel, version(channel)).await
    };
    match send.await {
        Ok(()) => Ok(Reached::Yes),
        Err(TellError::Discord(error)) if is_closed(&error) => {
            tracing::info!(error = describe(&error), "a client's direct messages are closed");
            Ok(Reached::No)
        }
        Err(error) => Err(error),
    }
}

async fn direct_channel(teller: &Teller<'_>, client: &Member) -> Result<ChannelId, TellError> {
    let user = discord_user(client.discord_user);
    Ok(user.create_dm_channel(&teller.surface.http).await?.id)
}

/// An answer to what was typed, when it was typed there.
fn answering(card: &OrderCard, channel: ChannelId, face: Face) -> Version {
    let typed = card.order.source_message;
    let typed = typed.filter(|_| channel_id(channel) == card.order.source_channel);
    let reply_to = typed.map(|message| {
        MessageReference::new(MessageReferenceKind::Default, channel)
            .message_id(discord_message(message))
            .fail_if_not_exists(false)
    });
    Version {
        reply_to,
        ..Version::plain(face)
    }
}

/// The client hears that it is paid, with the cashier's capture.
pub(super) async fn paid(teller: &Teller<'_>, order: OrderId) -> Result<(), TellError> {
    let card = reports::orders::order_card(&mut teller.reader().await?, order).await?;
    let Some(card) = card.filter(|card| card.order.is_of_client()) else {
        return Ok(());
    };
    let words = teller.surface.with_prefix(view::clients::paid(&card));
    let message = CreateMessage::new().content(words);
    let tell = async {
        let channel = direct_channel(teller, &card.creator).await?;
        let Some(capture) = captures::of_payment(teller, order).await? else {
            return teller.send_once('p', channel, message).await;
        };
        match teller.send_once('p', channel, message.clone().add_file(capture)).await {
            Err(TellError::Discord(error)) if captures::is_too_large(&error) => {
                teller.send_once('p', channel, message).await
            }
            told => told,
        }
    };
    match tell.await {
        // Where it was typed stands that it is paid.
        Err(TellError::Discord(error)) if is_closed(&error) => Ok(()),
        told => told,
    }
}
