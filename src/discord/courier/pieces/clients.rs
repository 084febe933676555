//! Messages to a client about their order. Amounts, beneficiaries and captures go by direct message; where several
//! clients read, messages only say that the order exists.

use super::orders::{CHANNEL, typed};
use crate::discord::courier::piece::{FileOf, Piece, ReplyTo};
use crate::discord::ids::user_of;
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::kernel::desk::BeneficiaryRule;
use crate::domain::kernel::outbox::{Lane, subject_of_order};
use crate::ids::MemberId;
use crate::reports::orders::OrderCard;

/// The place of the message to the client.
pub(super) const CLIENT: &str = "client";

/// The channel where clients type.
const PUBLIC: Lane = Lane::Channel(MemberId::DESK);

/// The current state of the order, to its client and to the channel where it was typed. A client whose direct messages
/// are closed reads in that channel that the order was taken.
pub(super) fn shown(card: &OrderCard, rule: BeneficiaryRule) -> Vec<Piece> {
    let typed_there = is_typed_in_public(card);
    let (direct, public) = (view::clients::in_direct(card, rule), view::clients::in_public(card));
    let own = {
        let public = public.clone();
        let face = move |lane: Lane| {
            if lane.is_direct() {
                direct.clone()
            } else {
                public.clone()
            }
        };
        Piece::with_faces(CLIENT, ways(card), Box::new(face))
            .showing(subject_of_order(card.order.id), true)
            .replying(typed(card))
            .again(card.order.state.is_open())
    };
    if !typed_there {
        return vec![own];
    }
    let there = Piece::say(CHANNEL, vec![PUBLIC], public)
        .showing(subject_of_order(card.order.id), true)
        .replying(typed(card))
        .said_elsewhere();
    vec![own.said_elsewhere(), there]
}

/// If the order was typed where all clients read, another piece shows it there, so that is not a way of this one.
fn ways(card: &OrderCard) -> Vec<Lane> {
    let mut ways = vec![Lane::Person(card.creator.id)];
    if !is_typed_in_public(card) {
        ways.push(PUBLIC);
    }
    ways
}

fn is_typed_in_public(card: &OrderCard) -> bool {
    let there = card.channel.as_ref().map(|channel| channel.discord_channel);
    card.order.source_message.is_some() && there == card.order.source_channel
}

/// A separate message beside the order's own, because editing that one rings nobody. `public`: the words for lanes that
/// others read.
pub(super) fn beside(card: &OrderCard, direct: String, public: String) -> Piece {
    let (direct, public) = (Face::new(direct), Face::new(public));
    let face = move |lane: Lane| {
        if lane.is_direct() {
            direct.clone()
        } else {
            public.clone()
        }
    };
    let places = vec![CLIENT.to_owned(), CHANNEL.to_owned()];
    Piece::with_faces(
        CLIENT,
        vec![Lane::Person(card.creator.id), PUBLIC, Lane::Alerts],
        Box::new(face),
    )
    .replying(ReplyTo::Shown {
        subject: subject_of_order(card.order.id),
        places,
    })
    .ringing(user_of(&card.creator))
}

/// Tells the client that the order is paid, with the cashier's capture. The channel where it was typed shows that it is
/// paid.
pub(super) fn paid(card: &OrderCard) -> Piece {
    let face = Face::new(view::clients::paid(card));
    Piece::say(CLIENT, vec![Lane::Person(card.creator.id)], face)
        .with_file(Some(FileOf::Payment(card.order.id)))
        .again(true)
        .said_elsewhere()
}
