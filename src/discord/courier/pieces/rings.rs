//! Messages that ring. Editing a message rings nobody, so a cashier who must no longer pay an order, and a person who
//! waits for one that will not be paid, get a new message.

use super::clients;
use super::composer::Composer;
use super::orders::{CHANNEL, card, member, ways_of_cashier};
use crate::db::DbError;
use crate::discord::courier::piece::{Piece, ReplyTo, ways_of_channel};
use crate::discord::ids::user_of;
use crate::discord::view;
use crate::discord::view::cash::Task;
use crate::discord::view::face::Face;
use crate::domain::kernel::outbox::{place_of_cashier, subject_of_order};
use crate::domain::people::members::Member;
use crate::ids::{MemberId, OrderId};
use crate::reports;
use crate::reports::orders::OrderCard;
use crate::reports::particulars::Particulars;

/// To the reseller or the client: the order will not be paid.
pub(super) async fn rejected(composer: &mut Composer<'_>, order: OrderId) -> Result<Vec<Piece>, DbError> {
    let card = card(composer, order).await?;
    if let Particulars::Cash(cash) = &card.particulars {
        return Ok(super::cash::to_player(&card, view::cash::rejected(&card, cash))
            .into_iter()
            .collect());
    }
    if card.order.is_of_client() {
        let public = view::clients::rejected_in_public(order);
        return Ok(vec![clients::beside(&card, view::clients::rejected(&card), public)]);
    }
    Ok(vec![to_reseller(&card, view::order_rings::rejected_content(&card))])
}

/// To the person who typed an order that somebody else cancelled.
pub(super) async fn cancelled(
    composer: &mut Composer<'_>,
    order: OrderId,
    by: MemberId,
) -> Result<Vec<Piece>, DbError> {
    let card = card(composer, order).await?;
    let by = member(composer, by).await?;
    if let Particulars::Cash(cash) = &card.particulars {
        return Ok(
            super::cash::to_player(&card, view::cash::cancelled(&card, cash, &by.name))
                .into_iter()
                .collect(),
        );
    }
    if let Particulars::Giro(giro) = &card.particulars {
        let told = super::giros::to_owner(
            &card,
            super::giros::Ended::Unpaid,
            view::giros::cancelled(&card, giro, &by.name),
        );
        return Ok(told.into_iter().collect());
    }
    if card.order.is_of_client() {
        let direct = view::clients::cancelled(order, &by.name);
        return Ok(vec![clients::beside(
            &card,
            direct,
            view::clients::rejected_in_public(order),
        )]);
    }
    Ok(vec![to_reseller(
        &card,
        view::order_rings::cancelled_content(&card.order, &by.name),
    )])
}

/// To the cashier who has the order: it now has a beneficiary.
pub(super) async fn beneficiary(
    composer: &mut Composer<'_>,
    order: OrderId,
    cashier: MemberId,
) -> Result<Vec<Piece>, DbError> {
    let card = card(composer, order).await?;
    let Some(beneficiary) = card
        .order
        .beneficiary
        .as_deref()
        .filter(|_| card.order.cashier == Some(cashier))
    else {
        return Ok(Vec::new());
    };
    let cashier = member(composer, cashier).await?;
    Ok(vec![to_cashier(
        order,
        &cashier,
        view::order_rings::beneficiary_content(order, beneficiary),
    )])
}

/// To the cashier who had the order: it was withdrawn.
pub(super) async fn withdrawn(
    composer: &mut Composer<'_>,
    order: OrderId,
    cashier: MemberId,
) -> Result<Vec<Piece>, DbError> {
    let task = Task::of(&card(composer, order).await?);
    let cashier = member(composer, cashier).await?;
    Ok(vec![to_cashier(
        order,
        &cashier,
        view::order_rings::withdrawn_content(order, task),
    )])
}

/// To the cashier from whom the order was taken, unless it is with them again.
pub(super) async fn taken(composer: &mut Composer<'_>, order: OrderId, from: MemberId) -> Result<Vec<Piece>, DbError> {
    let card = card(composer, order).await?;
    if is_with(&card, from) {
        return Ok(Vec::new());
    }
    let from = member(composer, from).await?;
    let now = card.cashier.as_ref().map(|cashier| cashier.name.as_str());
    Ok(vec![to_cashier(
        order,
        &from,
        view::order_rings::taken_content(order, Task::of(&card), now),
    )])
}

/// To the cashier who has the order again.
pub(super) async fn back(
    composer: &mut Composer<'_>,
    order: OrderId,
    cashier: MemberId,
) -> Result<Vec<Piece>, DbError> {
    let card = card(composer, order).await?;
    if !is_with(&card, cashier) || !card.order.state.is_open() {
        return Ok(Vec::new());
    }
    let cashier = member(composer, cashier).await?;
    Ok(vec![to_cashier(
        order,
        &cashier,
        view::order_rings::back_content(order, Task::of(&card)),
    )])
}

/// A reminder to the cashier of an unpaid order. Not told if they have paid or no longer have it.
pub(super) async fn reminder(
    composer: &mut Composer<'_>,
    order: OrderId,
    cashier: MemberId,
    waited_ms: i64,
) -> Result<Vec<Piece>, DbError> {
    let card = card(composer, order).await?;
    if !is_with(&card, cashier) || !card.order.state.is_open() || !card.proofs.is_empty() {
        return Ok(Vec::new());
    }
    let cashier = member(composer, cashier).await?;
    let words = view::order_rings::reminder_content(order, Task::of(&card), waited_ms);
    Ok(vec![to_cashier(order, &cashier, words)])
}

/// To the cashier whose order a superuser confirmed.
pub(super) async fn confirmed(
    composer: &mut Composer<'_>,
    order: OrderId,
    by: MemberId,
) -> Result<Vec<Piece>, DbError> {
    let card = card(composer, order).await?;
    let Some(cashier) = &card.cashier else {
        return Ok(Vec::new());
    };
    let by = member(composer, by).await?;
    let words = view::order_rings::confirmed_content(order, Task::of(&card), &by.name);
    Ok(vec![to_cashier(order, cashier, words)])
}

/// To the cashier who takes over a shift: which of the orders are still theirs, and which of them wait for float.
pub(super) async fn shift(
    composer: &mut Composer<'_>,
    (to, from): (MemberId, MemberId),
    orders: &[OrderId],
    waiting: &[OrderId],
) -> Result<Vec<Piece>, DbError> {
    let (to, from) = (member(composer, to).await?, member(composer, from).await?);
    let now = composer.surface.desk.clock.now();
    let mut open = reports::shift::open_for_desk(composer.reader, to.id, now).await?;
    open.retain(|open| orders.contains(&open.order.id));
    let handed = view::shift::HandedShift {
        from: &from.name,
        orders: &open,
        waiting: &reports::shift::waiting_for_desk(composer.reader, waiting, now).await?,
        is_busy: !to.available,
    };
    let words = view::shift::handed_over(&handed);
    let piece = Piece::say("person", ways_of_cashier(to.id), Face::new(words));
    Ok(vec![piece.ringing(user_of(&to))])
}

pub(super) fn is_with(card: &OrderCard, cashier: MemberId) -> bool {
    card.order.cashier == Some(cashier)
}

/// A reply to the message that shows the order in the reseller's channel. It rings the reseller, and the person who
/// typed the order for them.
pub(super) fn to_reseller(card: &OrderCard, words: String) -> Piece {
    let mut whom: Vec<_> = user_of(&card.reseller).into_iter().collect();
    if card.creator.id != card.reseller.id {
        whom.extend(user_of(&card.creator));
    }
    Piece::say(CHANNEL, ways_of_channel(card.reseller.id), Face::new(words))
        .replying(ReplyTo::Shown {
            subject: subject_of_order(card.order.id),
            places: vec![CHANNEL.to_owned()],
        })
        .ringing(whom)
}

/// A reply to the message that shows the order to this cashier.
pub(super) fn to_cashier(order: OrderId, cashier: &Member, words: String) -> Piece {
    Piece::say(
        place_of_cashier(cashier.id),
        ways_of_cashier(cashier.id),
        Face::new(words),
    )
    .replying(ReplyTo::Shown {
        subject: subject_of_order(order),
        places: vec![place_of_cashier(cashier.id)],
    })
    .ringing(user_of(cashier))
}
