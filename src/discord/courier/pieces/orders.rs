//! An order changed: every message that shows it is updated.

use super::composer::Composer;
use super::{cash, clients, giros};
use crate::db::DbError;
use crate::discord::courier::piece::{FileOf, Piece, ReplyTo, ways_of_channel};
use crate::discord::ids::user_of;
use crate::discord::view;
use crate::domain::kernel::desk::BeneficiaryRule;
use crate::domain::kernel::outbox::{Lane, place_of_cashier, subject_of_order};
use crate::domain::orders::OrderState;
use crate::domain::people::members::{self, Member};
use crate::ids::{MemberId, OrderId};
use crate::reports;
use crate::reports::orders::OrderCard;
use crate::reports::particulars::Particulars;

/// The reseller's channel, or the one where clients type.
pub(super) const CHANNEL: &str = "channel";
const PENDING: &str = "pending";

/// The ways of a message to a cashier that only cashiers may read.
pub(super) fn ways_of_cashier(cashier: MemberId) -> Vec<Lane> {
    vec![Lane::Person(cashier), Lane::Cashiers, Lane::Alerts]
}

pub(super) async fn card(composer: &mut Composer<'_>, order: OrderId) -> Result<OrderCard, DbError> {
    let card = reports::orders::order_card_for_desk(composer.reader, order).await?;
    card.ok_or_else(|| DbError::Corrupt(format!("a notice names order {order}, which is not there")))
}

/// The current state of the order: in the reseller's channel, to its cashier, to former cashiers, and in the channel of
/// pending orders. An order that ended before it was shown is shown as ended, so that people who were away read the
/// same as others.
pub(super) async fn changed(composer: &mut Composer<'_>, order: OrderId) -> Result<Vec<Piece>, DbError> {
    let card = card(composer, order).await?;
    let rule = composer.surface.desk.policy.beneficiary;
    let mut pieces = Vec::new();
    if let Particulars::Cash(cash) = &card.particulars {
        pieces.extend(cash::shown(&card, cash));
    } else if let Particulars::Giro(giro) = &card.particulars {
        pieces.extend(giros::shown(&card, giro));
    } else if card.order.is_of_client() {
        pieces.extend(clients::shown(&card, rule));
    } else if card.channel.is_some() {
        pieces.push(in_channel(&card, rule));
    }
    if let Some(cashier) = &card.cashier {
        pieces.push(to_cashier(&card, cashier, rule));
    }
    for former in &card.former_cashiers {
        pieces.push(to_former_cashier(&card, *former));
    }
    pieces.push(in_pending(&card));
    Ok(pieces)
}

fn in_channel(card: &OrderCard, rule: BeneficiaryRule) -> Piece {
    let face = view::orders::in_channel(card, rule);
    Piece::say(CHANNEL, ways_of_channel(card.reseller.id), face)
        .showing(subject_of_order(card.order.id), true)
        .replying(typed(card))
        .whose(&card.reseller.name)
}

/// A reply to the command, if it was typed.
pub(super) fn typed(card: &OrderCard) -> ReplyTo {
    match (card.order.source_channel, card.order.source_message) {
        (Some(channel), Some(message)) => ReplyTo::Typed(channel, message),
        (Some(_) | None, _) => ReplyTo::Nothing,
    }
}

fn in_pending(card: &OrderCard) -> Piece {
    let may_be_taken = matches!(card.order.state, OrderState::Pending | OrderState::Assigned);
    let ways = vec![Lane::Pending, Lane::Cashiers, Lane::Alerts];
    Piece::say(PENDING, ways, view::orders::in_pending(card)).showing(subject_of_order(card.order.id), may_be_taken)
}

fn to_cashier(card: &OrderCard, cashier: &Member, rule: BeneficiaryRule) -> Piece {
    let is_open = card.order.state.is_open();
    // A new message also carries the file that came with the order.
    let is_payment = card.order.is_of_client() || matches!(card.particulars, Particulars::Cash(_));
    let came_with = match is_payment {
        true => FileOf::Receipt(card.order.id),
        false => FileOf::Picture(card.order.id),
    };
    let file = card.receipt.as_ref().map(|_| came_with);
    Piece::say(
        place_of_cashier(cashier.id),
        ways_of_cashier(cashier.id),
        view::orders::for_cashier(card, rule),
    )
    .showing(subject_of_order(card.order.id), is_open)
    .ringing(user_of(cashier))
    .with_file(file)
    .again(is_open)
}

/// A former cashier reads who has the order now; the message has no buttons.
fn to_former_cashier(card: &OrderCard, former: MemberId) -> Piece {
    Piece::say(
        place_of_cashier(former),
        ways_of_cashier(former),
        view::orders::for_former_cashier(card),
    )
    .showing(subject_of_order(card.order.id), false)
}

pub(super) async fn member(composer: &mut Composer<'_>, member: MemberId) -> Result<Member, DbError> {
    members::get_member(composer.reader, member).await
}
