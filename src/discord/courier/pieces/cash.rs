//! Messages about deposits and withdrawals. A player who has no Discord user, or is not in the server, gets none: they
//! read their transactions over the API.

use super::clients::CLIENT;
use super::composer::Composer;
use super::orders::{card, member, typed};
use super::rings::to_cashier;
use crate::db::DbError;
use crate::discord::courier::piece::{FileOf, Piece, ReplyTo};
use crate::discord::ids::user_of;
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::flows::players::Direction;
use crate::domain::kernel::outbox::{Lane, Undone, subject_of_order};
use crate::ids::OrderId;
use crate::reports::orders::OrderCard;
use crate::reports::particulars::{Cash, Particulars};

/// The current state of the order, to its player.
pub(super) fn shown(card: &OrderCard, cash: &Cash) -> Option<Piece> {
    let piece = of_player(card, view::cash::for_player(card, cash))?;
    let piece = piece
        .showing(subject_of_order(card.order.id), true)
        .replying(typed(card));
    Some(piece.again(card.order.state.is_open()))
}

/// Nothing for somebody whom the bot cannot write to.
fn of_player(card: &OrderCard, face: Face) -> Option<Piece> {
    user_of(&card.reseller).filter(|_| card.reseller.left_at.is_none())?;
    Some(Piece::say(CLIENT, vec![Lane::Person(card.order.owner)], face))
}

/// A message of its own beside the order's, because editing that one rings nobody.
pub(super) fn to_player(card: &OrderCard, words: String) -> Option<Piece> {
    let piece = of_player(card, Face::new(words))?.replying(ReplyTo::Shown {
        subject: subject_of_order(card.order.id),
        places: vec![CLIENT.to_owned()],
    });
    Some(piece.ringing(user_of(&card.reseller)))
}

pub(super) async fn completed(composer: &mut Composer<'_>, order: OrderId) -> Result<Vec<Piece>, DbError> {
    let card = card(composer, order).await?;
    let Particulars::Cash(cash) = &card.particulars else {
        return Ok(Vec::new());
    };
    let piece = to_player(&card, view::cash::completed(&card, cash)).map(|piece| match cash.direction {
        Direction::Deposit => piece,
        Direction::Withdrawal => piece.with_file(Some(FileOf::Payment(order))),
    });
    Ok(piece.into_iter().collect())
}

/// To the player and the cashier: a completed order was undone.
pub(super) async fn undone(
    composer: &mut Composer<'_>,
    order: OrderId,
    undone: &Undone,
) -> Result<Vec<Piece>, DbError> {
    let card = card(composer, order).await?;
    let Particulars::Cash(cash) = &card.particulars else {
        return Ok(Vec::new());
    };
    let by = member(composer, undone.by).await?;
    let by = (by.name.as_str(), undone.reason.as_str());
    let told = to_player(&card, view::cash::undone_for_player(&card, cash, by));
    let mut pieces: Vec<Piece> = told.into_iter().collect();
    if let Some(cashier) = &card.cashier {
        let words = view::cash::undone_for_cashier(&card, cash, by);
        pieces.push(to_cashier(order, cashier, words));
    }
    Ok(pieces)
}
