//! Messages about a batch, in its reseller's channel.

use super::composer::Composer;
use super::orders::{CHANNEL, member};
use super::{clients, rings};
use crate::db::DbError;
use crate::discord::courier::piece::{FileOf, Piece, ways_of_channel};
use crate::discord::ids::user_of;
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::{BatchFigures, Lane, TakenBack, Undone};
use crate::ids::{BatchId, LotId, MemberId, OrderId};
use crate::reports;
use crate::reports::batches::BatchCard;

/// The place of the announcement that clients can or cannot send now.
const CLIENTS: &str = "clients";

pub(super) async fn opened(
    composer: &mut Composer<'_>,
    batch: BatchId,
    figures: &BatchFigures,
) -> Result<Vec<Piece>, DbError> {
    let card = card(composer, batch).await?;
    let mut pieces = vec![running(&card, figures, view::batches::opened_content().to_owned())];
    if card.batch.is_of_desk() {
        pieces.push(announcement(view::clients::opened(card.batch.corridor)));
    }
    Ok(pieces)
}

/// A message where clients type, without figures, because gains are not for them. If it cannot be sent there, it is
/// dropped.
fn announcement(words: String) -> Piece {
    Piece::say(CLIENTS, vec![Lane::Channel(MemberId::DESK)], Face::new(words)).said_elsewhere()
}

/// The batch's new figures, with the capture of the payment (S0-45). A client gets the capture by direct message.
pub(super) async fn paid(
    composer: &mut Composer<'_>,
    batch: BatchId,
    order: OrderId,
    figures: &BatchFigures,
) -> Result<Vec<Piece>, DbError> {
    let card = card(composer, batch).await?;
    let there = running(&card, figures, view::batches::paid_content(order));
    let paid = super::orders::card(composer, order).await?;
    let mut pieces = Vec::new();
    if card.batch.is_of_desk() {
        pieces.push(there);
    } else {
        pieces.push(there.with_file(Some(FileOf::Payment(order))));
    }
    if paid.order.is_of_client() {
        pieces.push(clients::paid(&paid));
    }
    Ok(pieces)
}

/// An order was reversed: the figures without it. The person who waits for it and the cashier whose money came back
/// read who did it and why.
pub(super) async fn reversed(
    composer: &mut Composer<'_>,
    (batch, order): (BatchId, OrderId),
    figures: &BatchFigures,
    undone: Option<&Undone>,
) -> Result<Vec<Piece>, DbError> {
    let batch_card = card(composer, batch).await?;
    let card = super::orders::card(composer, order).await?;
    let by = match undone {
        Some(undone) => Some((member(composer, undone.by).await?.name, undone.reason.as_str())),
        None => None,
    };
    let by = by.as_ref().map(|(name, reason)| (name.as_str(), *reason));
    let there = running(&batch_card, figures, view::batches::reversed_content(&card.order, by));
    let mut pieces = vec![match card.order.is_of_client() {
        true => there,
        false => there.ringing(user_of(&card.reseller)),
    }];
    if let Some(cashier) = &card.cashier {
        pieces.push(rings::to_cashier(
            order,
            cashier,
            view::order_rings::reversed_content(&card, by),
        ));
    }
    if card.order.is_of_client() {
        let public = view::clients::reversed_in_public(&card.order);
        pieces.push(clients::beside(&card, view::clients::reversed(&card, by), public));
    }
    Ok(pieces)
}

/// `amounts`: the amount that was paid, and the USDT that were bought.
pub(super) async fn lot_bought(
    composer: &mut Composer<'_>,
    batch: BatchId,
    lot: Option<LotId>,
    amounts: (Money, Money),
    figures: &BatchFigures,
) -> Result<Vec<Piece>, DbError> {
    let card = card(composer, batch).await?;
    let content = view::batches::lot_content(lot, amounts.0, amounts.1);
    Ok(vec![running(&card, figures, content)])
}

/// A purchase was undone: the figures without it. The reseller is rung and reads who undid it and why.
pub(super) async fn lot_reversed(
    composer: &mut Composer<'_>,
    (batch, lot): (BatchId, LotId),
    amounts: (Money, Money),
    figures: &BatchFigures,
    undone: &Undone,
) -> Result<Vec<Piece>, DbError> {
    let card = card(composer, batch).await?;
    let by = member(composer, undone.by).await?;
    let content = view::reversals::lot_reversed_content(lot, amounts, (&by.name, &undone.reason));
    Ok(vec![ringing_reseller(
        &card,
        running(&card, figures, content),
        undone.by,
    )])
}

/// A batch was reopened: its figures. The reseller is rung and reads who reopened it and why. Each person who lost a
/// share gets a notice of their own.
pub(super) async fn reopened(
    composer: &mut Composer<'_>,
    batch: BatchId,
    figures: &BatchFigures,
    undone: &Undone,
    taken: &TakenBack,
) -> Result<Vec<Piece>, DbError> {
    let card = card(composer, batch).await?;
    let by = member(composer, undone.by).await?;
    let content = view::reversals::reopened_content(batch, taken, (&by.name, &undone.reason));
    let mut pieces = vec![ringing_reseller(&card, running(&card, figures, content), undone.by)];
    if card.batch.is_of_desk() && !taken.is_apart {
        pieces.push(announcement(view::clients::opened(card.batch.corridor)));
    }
    Ok(pieces)
}

/// Adds a ring for the reseller, unless they did it themselves or the batch belongs to the desk.
fn ringing_reseller(card: &BatchCard, piece: Piece, by: MemberId) -> Piece {
    if card.batch.is_of_desk() || card.reseller.id == by {
        return piece;
    }
    piece.ringing(user_of(&card.reseller))
}

/// No message if the batch was reopened before this was told; the reopening has a notice of its own.
pub(super) async fn closed(composer: &mut Composer<'_>, batch: BatchId) -> Result<Vec<Piece>, DbError> {
    let Some(closing) = reports::batches::closing_for_desk(composer.reader, batch).await? else {
        return Ok(Vec::new());
    };
    let embed = view::batches::closing_embed(&closing);
    let face = Face::new(view::batches::closed_content()).embed(embed);
    let mut pieces = vec![in_channel(&closing.card, face)];
    let batch = &closing.card.batch;
    if batch.is_of_desk() && !reports::batches::has_open_beside_for_desk(composer.reader, batch).await? {
        pieces.push(announcement(view::clients::closed(batch.corridor)));
    }
    Ok(pieces)
}

fn running(card: &BatchCard, figures: &BatchFigures, content: String) -> Piece {
    in_channel(card, Face::new(content).embed(view::batches::open_embed(card, figures)))
}

/// A reseller's own channel. For a batch of the desk: where cashiers and admins work, which clients do not read.
fn in_channel(card: &BatchCard, face: Face) -> Piece {
    if card.batch.is_of_desk() {
        return Piece::say(CHANNEL, vec![Lane::Cashiers, Lane::Alerts], face);
    }
    Piece::say(CHANNEL, ways_of_channel(card.reseller.id), face).whose(&card.reseller.name)
}

async fn card(composer: &mut Composer<'_>, batch: BatchId) -> Result<BatchCard, DbError> {
    let card = reports::batches::card_for_desk(composer.reader, batch).await?;
    card.ok_or_else(|| missing(batch))
}

fn missing(batch: BatchId) -> DbError {
    DbError::Corrupt(format!(
        "a notice names batch {batch}, which is not there or not closed"
    ))
}
