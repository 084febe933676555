//! What happens to a batch, in its reseller's channel.

use poise::serenity_prelude as serenity;
use serenity::{CreateAttachment, CreateEmbed, CreateMessage, StatusCode};

use super::post::{TellError, Teller};
use crate::discord::proofs::files;
use crate::discord::surface::discord_channel;
use crate::discord::view;
use crate::domain::money::Money;
use crate::domain::orders::{self, Proof};
use crate::domain::outbox::BatchFigures;
use crate::ids::{BatchId, OrderId};
use crate::reports;
use crate::reports::batches::BatchCard;

pub(super) async fn opened(teller: &Teller<'_>, batch: BatchId, figures: &BatchFigures) -> Result<(), TellError> {
    running(teller, batch, figures, view::batches::opened_content().to_owned()).await
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
    let Some(capture) = capture_of(teller, order).await? else {
        return say(teller, &card, content, embed).await;
    };
    let message = CreateMessage::new()
        .content(content.clone())
        .embed(embed.clone())
        .add_file(capture);
    let channel = discord_channel(card.channel.discord_channel);
    match teller.send_once('b', channel, message).await {
        // Discord's limit for files depends on the server: the capture then stays with the cashier.
        Err(TellError::Discord(error)) if is_too_large(&error) => {
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
    say(teller, &closing.card, view::batches::closed_content().to_owned(), embed).await
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
    let channel = discord_channel(card.channel.discord_channel);
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

/// The newest capture of an order, as a file. One that is no longer on disk is no reason to say nothing.
async fn capture_of(teller: &Teller<'_>, order: OrderId) -> Result<Option<CreateAttachment>, TellError> {
    let proofs = orders::list_proofs(&mut teller.reader().await?, order).await?;
    let Some(proof) = proofs.last() else {
        return Ok(None);
    };
    match files::read(&teller.surface.config.desk.data_dir, &proof.sha256).await {
        Ok(bytes) => Ok(Some(CreateAttachment::bytes(bytes, file_name(order, proof)))),
        Err(error) => {
            tracing::error!(order.id = order.get(), %error, "a capture cannot be read from the data directory");
            Ok(None)
        }
    }
}

/// A name of our own: what people call their files is nobody's business in a channel.
fn file_name(order: OrderId, proof: &Proof) -> String {
    format!("orden-{order}.{}", extension(&proof.file_name))
}

/// What a file's name ends in, when it is as plain as an ending should be.
pub(super) fn extension(file_name: &str) -> String {
    let extension = file_name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let is_plain = (1..=5).contains(&extension.len()) && extension.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_plain {
        extension.to_lowercase()
    } else {
        "bin".to_owned()
    }
}

pub(super) fn is_too_large(error: &serenity::Error) -> bool {
    /// Discord's code for it.
    const TOO_LARGE: isize = 40005;
    match error {
        serenity::Error::Http(serenity::HttpError::UnsuccessfulRequest(response)) => {
            response.status_code == StatusCode::PAYLOAD_TOO_LARGE || response.error.code == TOO_LARGE
        }
        _ => false,
    }
}
