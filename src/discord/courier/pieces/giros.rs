//! Messages about giros: to whoever made them, in their channel or by direct message, and to the cashier who paid.

use super::clients::CLIENT;
use super::composer::Composer;
use super::orders::{CHANNEL, card, member, typed};
use super::rings::{to_cashier, to_reseller};
use crate::db::DbError;
use crate::discord::courier::piece::{FileOf, Piece, ReplyTo, ways_of_alerts, ways_of_channel};
use crate::discord::ids::user_of;
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::kernel::outbox::{Lane, Undone, subject_of_order};
use crate::ids::{MemberId, OrderId};
use crate::reports::giros::Giro;
use crate::reports::orders::OrderCard;
use crate::reports::particulars::Particulars;

/// The current state of the giro, in the reseller's channel, or by direct message to somebody without one.
pub(super) fn shown(card: &OrderCard, giro: &Giro) -> Option<Piece> {
    let face = view::giros::for_owner(card, giro);
    let (place, ways) = match card.told_in() {
        Some(_) => (CHANNEL, ways_of_channel(card.reseller.id)),
        None => (CLIENT, own_ways(card)?),
    };
    let piece = Piece::say(place, ways, face).showing(subject_of_order(card.order.id), true);
    Some(piece.replying(typed(card)).whose(&card.reseller.name))
}

/// Nothing for somebody whom the bot cannot write to.
fn own_ways(card: &OrderCard) -> Option<Vec<Lane>> {
    user_of(&card.reseller).filter(|_| card.reseller.left_at.is_none())?;
    Some(vec![Lane::Person(card.order.owner)])
}

/// How a giro ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    Paid,
    /// Given back or cancelled.
    Unpaid,
}

/// A message of its own beside the giro's, because editing that one rings nobody. One that a program made is the desk's: where
/// cashiers work it is read that it was paid, as of the desk's batches, and in the alerts channel that it was not.
pub(super) fn to_owner(card: &OrderCard, ended: Ended, words: String) -> Option<Piece> {
    if card.order.owner == MemberId::DESK {
        return Some(match ended {
            Ended::Paid => Piece::say("cashiers", vec![Lane::Cashiers, Lane::Alerts], Face::new(words)),
            Ended::Unpaid => Piece::say("alerts", ways_of_alerts(), Face::new(words)),
        });
    }
    if card.told_in().is_some() {
        return Some(to_reseller(card, words));
    }
    let piece = Piece::say(CLIENT, own_ways(card)?, Face::new(words)).replying(ReplyTo::Shown {
        subject: subject_of_order(card.order.id),
        places: vec![CLIENT.to_owned()],
    });
    Some(piece.ringing(user_of(&card.reseller)))
}

pub(super) async fn completed(composer: &mut Composer<'_>, order: OrderId) -> Result<Vec<Piece>, DbError> {
    let card = card(composer, order).await?;
    let Particulars::Giro(giro) = &card.particulars else {
        return Ok(Vec::new());
    };
    let told = to_owner(&card, Ended::Paid, view::giros::completed(&card, giro));
    Ok(told
        .map(|piece| piece.with_file(Some(FileOf::Payment(order))))
        .into_iter()
        .collect())
}

/// To whoever made it, and to the cashier who had paid it.
pub(super) async fn returned(
    composer: &mut Composer<'_>,
    order: OrderId,
    undone: &Undone,
    was_paid: bool,
) -> Result<Vec<Piece>, DbError> {
    let card = card(composer, order).await?;
    let Particulars::Giro(giro) = &card.particulars else {
        return Ok(Vec::new());
    };
    let by = member(composer, undone.by).await?;
    let by = (by.name.as_str(), undone.reason.as_str());
    let told = to_owner(&card, Ended::Unpaid, view::giros::returned(&card, giro, by));
    let mut pieces: Vec<Piece> = told.into_iter().collect();
    if let Some(cashier) = card.cashier.as_ref().filter(|_| was_paid) {
        let words = view::giros::returned_to_cashier(&card, giro, by);
        pieces.push(to_cashier(order, cashier, words));
    }
    Ok(pieces)
}
