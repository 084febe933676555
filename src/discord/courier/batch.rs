//! What happens to a batch, in its reseller's channel.

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, CreateEmbed, CreateMessage};

use super::post::{TellError, Teller, alerts};
use super::{captures, client};
use crate::discord::surface::discord_channel;
use crate::discord::view;
use crate::domain::money::Money;
use crate::domain::outbox::BatchFigures;
use crate::domain::places::Place;
use crate::ids::{BatchId, OrderId};
use crate::reports;
use crate::reports::batches::BatchCard;

pub(super) async fn opened(teller: &Teller<'_>, batch: BatchId, figures: &BatchFigures) -> Result<(), TellError> {
    let card = card(teller, batch).await?;
    // The figures first: a clients' channel that is gone must not hide them.
    running(teller, batch, figures, view::batches::opened_content().to_owned()).await?;
    if card.batch.is_of_desk() {
        announce(teller, &card, view::clients::opened(card.batch.corridor)).await?;
    }
    Ok(())
}

/// Where clients type, without figures: gains are no business of theirs.
async fn announce(teller: &Teller<'_>, card: &BatchCard, words: String) -> Result<(), TellError> {
    let channel = discord_channel(card.channel.discord_channel);
    let message = CreateMessage::new().content(teller.surface.with_prefix(words));
    teller.send_once('o', channel, message).await
}

/// A reseller's own channel; for a batch of the desk where cashiers and admins work, and no client reads.
async fn channel_of(teller: &Teller<'_>, card: &BatchCard) -> Result<ChannelId, TellError> {
    if !card.batch.is_of_desk() {
        return teller.channel_of(&card.channel, &card.reseller).await;
    }
    match teller.private(Place::Cashiers).await? {
        Some(channel) => Ok(channel),
        None => alerts(teller.surface).await,
    }
}

/// The batch's new figures, with the capture of the payment (S0-45).
pub(super) async fn paid(
    teller: &Teller<'_>,
    batch: BatchId,
    order: OrderId,
    figures: &BatchFigures,
) -> Result<(), TellError> {
    let card = card(teller, batch).await?;
    let embed = view::batches::open_embed(&card, figures);
    let content = view::batches::paid_content(order);
    if card.batch.is_of_desk() {
        say(teller, &card, content, embed).await?;
        return client::paid(teller, order).await;
    }
    let Some(capture) = captures::of_payment(teller, order).await? else {
        return say(teller, &card, content, embed).await;
    };
    let message = CreateMessage::new()
        .content(content.clone())
        .embed(embed.clone())
        .add_file(capture);
    let channel = channel_of(teller, &card).await?;
    match teller.send_once('b', channel, message).await {
        // Discord's limit for files depends on the server: the capture then stays with the cashier.
        Err(TellError::Discord(error)) if captures::is_too_large(&error) => {
            tracing::warn!(order.id = order.get(), "Discord does not take a capture of this size");
            say(teller, &card, content, embed).await
        }
        told => told,
    }
}

pub(super) async fn reversed(
    teller: &Teller<'_>,
    batch: BatchId,
    order: OrderId,
    figures: &BatchFigures,
) -> Result<(), TellError> {
    running(teller, batch, figures, view::batches::reversed_content(order)).await
}

/// `lot`: for how much, and how many USDT.
pub(super) async fn lot_bought(
    teller: &Teller<'_>,
    batch: BatchId,
    lot: (Money, Money),
    figures: &BatchFigures,
) -> Result<(), TellError> {
    running(teller, batch, figures, view::batches::lot_content(lot.0, lot.1)).await
}

pub(super) async fn closed(teller: &Teller<'_>, batch: BatchId) -> Result<(), TellError> {
    let closing = reports::batches::closing(&mut teller.reader().await?, batch).await?;
    let closing = closing.ok_or_else(|| missing(batch))?;
    let embed = view::batches::closing_embed(&closing);
    say(teller, &closing.card, view::batches::closed_content().to_owned(), embed).await?;
    if closing.card.batch.is_of_desk() {
        announce(
            teller,
            &closing.card,
            view::clients::closed(closing.card.batch.corridor),
        )
        .await?;
    }
    Ok(())
}

async fn running(
    teller: &Teller<'_>,
    batch: BatchId,
    figures: &BatchFigures,
    content: String,
) -> Result<(), TellError> {
    let card = card(teller, batch).await?;
    say(teller, &card, content, view::batches::open_embed(&card, figures)).await
}

async fn say(teller: &Teller<'_>, card: &BatchCard, content: String, embed: CreateEmbed) -> Result<(), TellError> {
    let channel = channel_of(teller, card).await?;
    let content = teller.surface.with_prefix(content);
    teller
        .send_once('b', channel, CreateMessage::new().content(content).embed(embed))
        .await
}

async fn card(teller: &Teller<'_>, batch: BatchId) -> Result<BatchCard, TellError> {
    let card = reports::batches::card(&mut teller.reader().await?, batch).await?;
    Ok(card.ok_or_else(|| missing(batch))?)
}

fn missing(batch: BatchId) -> crate::db::DbError {
    crate::db::DbError::Corrupt(format!(
        "a notice names batch {batch}, which is not there or not closed"
    ))
}
