//! What superusers are told and rung for: everything that needs a human.

use super::composer::Composer;
use super::orders::{card, member};
use super::rings::{is_with, to_cashier};
use crate::db::DbError;
use crate::discord::courier::piece::{Act, Piece, ways_of_alerts};
use crate::discord::courier::reach;
use crate::discord::ids::channel_id;
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::books::older;
use crate::domain::kernel::outbox::{About, CaptureUse, Closing, Lane};
use crate::domain::people::channels;
use crate::domain::people::places;
use crate::domain::people::places::{Finding, Noted, Place, Remedy, Subject};
use crate::ids::{MemberId, NoticeId, OlderBooksId, OrderId, PlaceFindingId, RequestNumber};

const ALERTS: &str = "alerts";

/// A message to the alerts channel that rings the superusers.
pub(super) fn alarm(composer: &Composer<'_>, words: String) -> Piece {
    said(words).ringing(composer.surface.superusers())
}

/// The same without ringing, for what can be read later.
pub(super) fn said(words: String) -> Piece {
    Piece::say(ALERTS, ways_of_alerts(), Face::new(words))
}

/// The head of the chain, announced once a day.
pub(super) fn head(seq: i64, hash: &str) -> Vec<Piece> {
    vec![said(view::alarms::chain_head(seq, hash))]
}

pub(super) fn books_differ(composer: &Composer<'_>, difference: &str) -> Vec<Piece> {
    vec![alarm(composer, view::alarms::books_differ(difference))]
}

/// The desk accepted older books: says what may be missing.
pub(super) async fn older_books(composer: &mut Composer<'_>, id: OlderBooksId) -> Result<Vec<Piece>, DbError> {
    let (older, above) = older::get_accepted(composer.reader, id).await?;
    Ok(vec![alarm(composer, view::older_books::accepted(&older, above))])
}

pub(super) fn capture_reused(composer: &Composer<'_>, order: OrderId, earlier: CaptureUse) -> Vec<Piece> {
    vec![alarm(composer, view::alarms::capture_reused(order, earlier))]
}

pub(super) fn reference_reused(
    composer: &Composer<'_>,
    (order, earlier): (OrderId, OrderId),
    reference: &str,
) -> Vec<Piece> {
    vec![alarm(
        composer,
        view::alarms::reference_reused(order, earlier, reference),
    )]
}

/// A payment was offered for a second deposit, and refused.
pub(super) async fn payment_repeated(
    composer: &mut Composer<'_>,
    by: MemberId,
    used: CaptureUse,
) -> Result<Vec<Piece>, DbError> {
    let by = member(composer, by).await?;
    Ok(vec![alarm(composer, view::alarms::payment_repeated(&by.name, used))])
}

pub(super) fn payout_capture_reused(composer: &Composer<'_>, number: RequestNumber, earlier: CaptureUse) -> Vec<Piece> {
    vec![alarm(composer, view::alarms::payout_capture_reused(number, earlier))]
}

/// An order has waited too long and nobody but its cashier can pay it. Superusers are rung only while that is still so.
pub(super) async fn stuck(
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
    Ok(vec![alarm(
        composer,
        view::alarms::stuck(order, &cashier.name, waited_ms),
    )])
}

/// The cashier rejected an order although it has a capture.
pub(super) async fn rejected_with_capture(
    composer: &mut Composer<'_>,
    order: OrderId,
    by: MemberId,
) -> Result<Vec<Piece>, DbError> {
    let by = member(composer, by).await?;
    let words = view::alarms::rejected_with_capture(order, &by.name);
    Ok(vec![alarm(composer, words)])
}

/// Tells superusers, and the cashier who has the order now, that it may already be paid.
pub(super) async fn paid_before(
    composer: &mut Composer<'_>,
    order: OrderId,
    by: MemberId,
) -> Result<Vec<Piece>, DbError> {
    let card = card(composer, order).await?;
    let by = member(composer, by).await?;
    let now = card.cashier.as_ref().map(|cashier| cashier.name.as_str());
    let mut pieces = vec![alarm(composer, view::alarms::paid_before(order, &by.name, now))];
    if let Some(cashier) = card.cashier.as_ref().filter(|_| card.order.state.is_open()) {
        pieces.push(to_cashier(order, cashier, view::alarms::maybe_paid(order, &by.name)));
    }
    Ok(pieces)
}

/// A notice was set aside: Discord refuses it in this lane, or only a newer cambista can read it.
pub(super) async fn set_aside(
    composer: &mut Composer<'_>,
    notice: NoticeId,
    lane: Option<Lane>,
    about: About,
    in_words: bool,
) -> Result<Vec<Piece>, DbError> {
    let words = match lane {
        Some(lane) => {
            let refused = view::alarms::Refused {
                notice,
                lane: called(composer, lane).await?,
                about,
                in_words,
            };
            view::alarms::refused(&refused)
        }
        None => view::alarms::unreadable(notice),
    };
    Ok(vec![alarm(composer, words)])
}

/// Something is wrong with one of the desk's places, or is in order again.
pub(super) async fn place_reviewed(
    composer: &mut Composer<'_>,
    finding: PlaceFindingId,
) -> Result<Vec<Piece>, DbError> {
    let noted = places::get_noted(composer.reader, finding).await?;
    let whose = match noted.subject {
        Subject::RoleOf(of) => Some(member(composer, of).await?),
        Subject::Place(_) | Subject::Channel(_) | Subject::Administrators => None,
    };
    let name = match &whose {
        Some(member) => Some(member.name.clone()),
        None => name_of(composer, &noted).await?,
    };
    let private: Vec<String> = PRIVATE.iter().map(|place| composer.surface.name_of(*place)).collect();
    let names = view::places::Names {
        name: name.as_deref(),
        user: whose.and_then(|member| member.discord_user),
        private: &private,
    };
    let words = view::places::reviewed(&noted, &names);
    let mut pieces = vec![match noted.finding {
        Some(_) => alarm(composer, words),
        None => said(words),
    }];
    if let (Subject::RoleOf(member), Some(Finding::RoleTaken { then, .. })) = (noted.subject, &noted.finding)
        && *then == Remedy::GivenBack
    {
        pieces.push(Piece::act("role", Act::FollowRole(member)));
    }
    Ok(pieces)
}

/// The private places that a Discord administrator can read, beside resellers' channels.
const PRIVATE: [Place; 5] = [
    Place::Requests,
    Place::Alerts,
    Place::Cashiers,
    Place::Pending,
    Place::Clients,
];

/// The place's name in Discord. A missing place is described by its purpose, because it may have had any name.
async fn name_of(composer: &mut Composer<'_>, noted: &Noted) -> Result<Option<String>, DbError> {
    Ok(match (noted.subject, &noted.finding) {
        (Subject::Channel(channel), _) => Some(channels::get_channel(composer.reader, channel).await?.name),
        (Subject::Place(_), Some(Finding::Missing)) => None,
        (Subject::Place(place), _) => Some(composer.surface.name_of(place)),
        (Subject::RoleOf(_) | Subject::Administrators, _) => None,
    })
}

/// A lane is closed. Superusers read what it lacks; a reseller reads where they are told things meanwhile. A missing
/// place and a channel that others can read are not reported here, because the review of the places reports them.
pub(super) async fn lane_closed(composer: &mut Composer<'_>, lane: Lane, why: Closing) -> Result<Vec<Piece>, DbError> {
    if why == Closing::Gone && reach::place_of(lane).is_some() {
        return Ok(Vec::new());
    }
    let mut pieces = Vec::new();
    if why != Closing::Exposed {
        let called = called(composer, lane).await?;
        let lacks = match why {
            Closing::NoPermission | Closing::NoAccess => lacking(composer, lane).await?,
            Closing::Gone | Closing::Exposed | Closing::DirectClosed | Closing::Refused => Vec::new(),
        };
        pieces.push(alarm(composer, view::detours::closed(&called, why, &lacks)));
    }
    if let Lane::Channel(reseller) = lane
        && reseller != MemberId::DESK
    {
        let face = Face::new(view::detours::your_channel(why));
        pieces.push(Piece::say("person", vec![Lane::Person(reseller), Lane::Alerts], face));
    }
    Ok(pieces)
}

pub(super) async fn lane_opened(composer: &mut Composer<'_>, lane: Lane) -> Result<Vec<Piece>, DbError> {
    let called = called(composer, lane).await?;
    Ok(vec![said(view::detours::opened(&called))])
}

/// The name of a lane in messages to superusers.
async fn called(composer: &mut Composer<'_>, lane: Lane) -> Result<view::detours::Called, DbError> {
    use view::detours::Called;
    Ok(match lane {
        Lane::Channel(MemberId::DESK) => Called::Clients,
        Lane::Channel(reseller) => {
            let bound = channels::find_channel_of(composer.reader, reseller).await?;
            Called::Reseller {
                name: member(composer, reseller).await?.name,
                channel: bound.map(|channel| channel.discord_channel),
            }
        }
        Lane::Person(of) => Called::Person(member(composer, of).await?.name),
        Lane::Typed(channel) => Called::Typed(channel),
        Lane::Owner => Called::Owner,
        Lane::Guild => Called::Guild,
        Lane::Pending
        | Lane::Cashiers
        | Lane::Requests
        | Lane::Alerts
        | Lane::Registration
        | Lane::Payouts
        | Lane::Achievements => Called::Own {
            name: reach::place_of(lane).map_or_else(String::new, |place| composer.surface.name_of(place)),
            channel: reach::find(composer.surface, lane).map(channel_id),
        },
    })
}

/// The permissions that the bot needs for its messages in a channel and does not have.
async fn lacking(composer: &mut Composer<'_>, lane: Lane) -> Result<Vec<view::detours::Lack>, DbError> {
    let channel = match lane {
        Lane::Channel(reseller) => {
            let bound = channels::find_channel_of(composer.reader, reseller).await?;
            bound.map(|channel| crate::discord::ids::discord_channel(channel.discord_channel))
        }
        _ => reach::find(composer.surface, lane),
    };
    Ok(channel.map_or_else(Vec::new, |channel| composer.surface.lacking_in(channel)))
}
