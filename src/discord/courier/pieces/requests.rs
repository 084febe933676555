//! Shows requests to superusers, and tells the person who asked what was decided.

use super::composer::Composer;
use super::people;
use crate::db::DbError;
use crate::discord::courier::piece::{FileOf, Piece};
use crate::discord::ids::user_of;
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::kernel::outbox::Lane;
use crate::domain::people::requests::{Details, RequestState, Withdrawal};
use crate::ids::RequestNumber;
use crate::reports;
use crate::reports::requests::RequestCard;

/// The message in the channel of requests. Superusers are rung when it is new.
pub(super) async fn changed(composer: &mut Composer<'_>, number: RequestNumber) -> Result<Vec<Piece>, DbError> {
    let card = card(composer, number).await?;
    let ring = match card.request.state {
        RequestState::Pending => composer.surface.superusers(),
        RequestState::Approved
        | RequestState::Rejected
        | RequestState::Expired
        | RequestState::Withdrawn
        | RequestState::Undone => Vec::new(),
    };
    let ways = vec![Lane::Requests, Lane::Alerts, Lane::Owner];
    let piece = Piece::say("requests", ways, view::requests::in_channel(&card))
        .showing(format!("request:{number}"), true)
        .ringing(ring);
    Ok(vec![piece])
}

/// Tells the person who asked what was decided; for a payout, with the capture.
pub(super) async fn ended(composer: &mut Composer<'_>, number: RequestNumber) -> Result<Vec<Piece>, DbError> {
    let card = card(composer, number).await?;
    let Some(words) = view::requests::ended(&card) else {
        return Ok(Vec::new());
    };
    if card.request.reason.as_deref() == Some(Withdrawal::Left.code()) {
        // The request ended because its person left, so there is nobody to tell.
        return Ok(Vec::new());
    }
    let face = Face::new(words);
    let Details::Payout(_) = card.request.details else {
        return Ok(people::news(&card.member, face).into_iter().collect());
    };
    // If the person's direct messages are closed, they are called in the channel of payouts, without amounts. Somebody
    // who left the server cannot be called there.
    let person = Lane::Person(card.member.id);
    let (called, ways) = match card.member.left_at {
        None => (
            view::payouts::called(&card.request),
            vec![person, Lane::Payouts, Lane::Alerts],
        ),
        Some(_) => (
            view::guild::not_told_to_gone(&card.member.name, &face.content),
            vec![person, Lane::Alerts, Lane::Owner],
        ),
    };
    let called = Face::new(called);
    let faces = move |lane: Lane| if lane == person { face.clone() } else { called.clone() };
    let file = (card.request.state == RequestState::Approved).then_some(FileOf::Payout(number));
    let piece = Piece::with_faces("person", ways, Box::new(faces))
        .ringing(user_of(&card.member))
        .with_private_file(file)
        .again(true);
    Ok(vec![piece])
}

async fn card(composer: &mut Composer<'_>, number: RequestNumber) -> Result<RequestCard, DbError> {
    let card = reports::requests::request_card_for_desk(composer.reader, number).await?;
    card.ok_or_else(|| DbError::Corrupt(format!("a notice names request {number}, which is not there")))
}
