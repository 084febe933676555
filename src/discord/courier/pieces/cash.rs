//! Messages about deposits and withdrawals: to the player by direct message, where they have Discord.

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
pub(super) fn shown(card: &OrderCard, cash: &Cash) -> Piece {
    Piece::say(
        CLIENT,
        vec![Lane::Person(card.order.owner)],
        view::cash::for_player(card, cash),
    )
    .showing(subject_of_order(card.order.id), true)
    .replying(typed(card))
    .again(card.order.state.is_open())
}

/// A message of its own beside the order's, because editing that one rings nobody.
pub(super) fn to_player(card: &OrderCard, words: String) -> Piece {
    Piece::say(CLIENT, vec![Lane::Person(card.order.owner)], Face::new(words))
        .replying(ReplyTo::Shown {
            subject: subject_of_order(card.order.id),
            places: vec![CLIENT.to_owned()],
        })
        .ringing(user_of(&card.reseller))
}

pub(super) async fn completed(composer: &mut Composer<'_>, order: OrderId) -> Result<Vec<Piece>, DbError> {
    let card = card(composer, order).await?;
    let Particulars::Cash(cash) = &card.particulars else {
        return Ok(Vec::new());
    };
    let piece = to_player(&card, view::cash::completed(&card, cash));
    Ok(vec![match cash.direction {
        Direction::Deposit => piece,
        Direction::Withdrawal => piece.with_file(Some(FileOf::Payment(order))),
    }])
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
    let mut pieces = vec![to_player(&card, view::cash::undone_for_player(&card, cash, by))];
    if let Some(cashier) = &card.cashier {
        let words = view::cash::undone_for_cashier(&card, cash, by);
        pieces.push(to_cashier(order, cashier, words));
    }
    Ok(pieces)
}
