//! What a notice is at each of its places. It is read from the books when it is told, so it is never older than they
//! are.
//!
//! Each notice has a function here that decides whether it still holds; if it does not, it has no piece. What concerns
//! one person has pieces for that person, and nothing private has a way into a lane that others read.

mod alarms;
mod batches;
mod cash;
mod clients;
mod closes;
mod composer;
mod floats;
mod giros;
mod orders;
mod people;
mod player_alarms;
mod requests;
mod rings;

use std::collections::HashSet;

use super::piece::Piece;
use crate::db::DbError;
use crate::discord::surface::Surface;
use crate::discord::view::guild::OrdersOfGone;
use crate::domain::kernel::outbox::{Lane, Notice};
use crate::domain::people::members;
use crate::ids::MemberId;
use composer::Composer;

/// The pieces of a notice as it holds now, one per place.
///
/// # Errors
/// A fault; [`DbError::Corrupt`] when the notice names something that does not exist.
pub(super) async fn of(surface: &Surface, notice: &Notice) -> Result<Vec<Piece>, DbError> {
    let mut reader = surface.desk.db.reader().await?;
    let composer = &mut Composer {
        surface,
        reader: &mut reader,
    };
    let mut pieces = compose(composer, notice).await?;
    keep_from_others(composer, &mut pieces).await?;
    Ok(pieces)
}

/// If somebody who left the server cannot be written to, superusers read the message instead. No other lane gets it,
/// because nobody else needs to know.
async fn keep_from_others(composer: &mut Composer<'_>, pieces: &mut [Piece]) -> Result<(), DbError> {
    let of_person = |piece: &Piece| piece.ways.iter().find_map(|lane| person_of(*lane));
    let whom: HashSet<MemberId> = pieces
        .iter()
        .filter(|piece| piece.ways.iter().any(|lane| is_of_others(*lane)))
        .filter_map(of_person)
        .collect();
    if whom.is_empty() {
        return Ok(());
    }
    let whom: Vec<MemberId> = whom.into_iter().collect();
    let found = members::find_members(composer.reader, &whom).await?;
    let gone: HashSet<MemberId> = found
        .into_iter()
        .filter(|member| member.left_at.is_some())
        .map(|member| member.id)
        .collect();
    for piece in pieces {
        if of_person(piece).is_some_and(|member| gone.contains(&member)) {
            piece.ways.retain(|lane| !is_of_others(*lane));
        }
    }
    Ok(())
}

fn person_of(lane: Lane) -> Option<MemberId> {
    match lane {
        Lane::Person(member) => Some(member),
        _ => None,
    }
}

/// The lanes, read by others than superusers, that are used when somebody's direct messages are closed.
fn is_of_others(lane: Lane) -> bool {
    matches!(lane, Lane::Cashiers | Lane::Registration)
}

#[expect(clippy::too_many_lines, reason = "one arm for each notice; an arm only calls")]
async fn compose(composer: &mut Composer<'_>, notice: &Notice) -> Result<Vec<Piece>, DbError> {
    match notice {
        Notice::OrderChanged { order } => orders::changed(composer, *order).await,
        Notice::GiroCompleted { order } => giros::completed(composer, *order).await,
        Notice::GiroReturned {
            order,
            undone,
            was_paid,
        } => giros::returned(composer, *order, undone, *was_paid).await,
        Notice::CashCompleted { order } => cash::completed(composer, *order).await,
        Notice::CashUndone { order, undone } => cash::undone(composer, *order, undone).await,
        Notice::PaymentRepeated { by, used } => alarms::payment_repeated(composer, *by, *used).await,
        Notice::PlayerAlarm { alarm, order: _ } => player_alarms::noted(composer, *alarm).await,
        Notice::OrderRejected { order } => rings::rejected(composer, *order).await,
        Notice::OrderCancelled { order, by } => rings::cancelled(composer, *order, *by).await,
        Notice::OrderWithdrawn { order, cashier } => rings::withdrawn(composer, *order, *cashier).await,
        Notice::OrderTaken { order, from } => rings::taken(composer, *order, *from).await,
        Notice::OrderBack { order, cashier } => rings::back(composer, *order, *cashier).await,
        Notice::BeneficiaryAdded { order, cashier } => rings::beneficiary(composer, *order, *cashier).await,
        Notice::OrderReminder {
            order,
            cashier,
            waited_ms,
        } => rings::reminder(composer, *order, *cashier, *waited_ms).await,
        Notice::OrderConfirmed { order, by } => rings::confirmed(composer, *order, *by).await,
        Notice::OrderStuck {
            order,
            cashier,
            waited_ms,
        } => alarms::stuck(composer, *order, *cashier, *waited_ms).await,
        Notice::CaptureReused {
            proof: _,
            order,
            earlier,
        } => Ok(alarms::capture_reused(composer, *order, *earlier)),
        Notice::ReferenceReused {
            order,
            earlier,
            reference,
        } => Ok(alarms::reference_reused(composer, (*order, *earlier), reference)),
        Notice::FloatMissing {
            order,
            needed,
            largest,
            waited_ms,
            times,
            paused,
            beside_others,
            for_nobody,
        } => {
            let missing = floats::Missing {
                for_nobody: *for_nobody,
                paused,
                rings: !beside_others,
                needed: *needed,
                largest: *largest,
                waited_ms: *waited_ms,
                times: *times,
            };
            floats::missing(composer, *order, &missing).await
        }
        Notice::ShiftHandedOver {
            to,
            from,
            orders,
            waiting,
        } => rings::shift(composer, (*to, *from), orders, waiting).await,
        Notice::RejectedWithCapture { order, by } => alarms::rejected_with_capture(composer, *order, *by).await,
        Notice::PaidBefore { order, by } => alarms::paid_before(composer, *order, *by).await,
        Notice::FloatSettled { order } => floats::settled(composer, *order).await,
        Notice::BatchOpened { batch, figures } => batches::opened(composer, *batch, figures).await,
        Notice::OrderPaid { order, batch, figures } => batches::paid(composer, *batch, *order, figures).await,
        Notice::OrderReversed {
            order,
            batch,
            figures,
            undone,
        } => batches::reversed(composer, (*batch, *order), figures, undone.as_ref()).await,
        Notice::LotBought {
            batch,
            lot,
            bought,
            usdt,
            figures,
        } => batches::lot_bought(composer, *batch, *lot, (*bought, *usdt), figures).await,
        Notice::LotReversed {
            batch,
            lot,
            bought,
            usdt,
            figures,
            undone,
        } => batches::lot_reversed(composer, (*batch, *lot), (*bought, *usdt), figures, undone).await,
        Notice::BatchReopened {
            batch,
            figures,
            undone,
            taken,
        } => batches::reopened(composer, *batch, figures, undone, taken).await,
        Notice::ShareCorrected {
            batch,
            order,
            member,
            before,
            after,
            owes,
            undone,
        } => {
            let shift = people::Shifted {
                of: (*batch, *order),
                figures: (*before, *after),
                owes: *owes,
            };
            people::share_corrected(composer, *member, &shift, undone).await
        }
        Notice::ShareTakenBack {
            batch,
            member,
            usd,
            owed,
            undone,
        } => people::share_taken_back(composer, *batch, *member, (*usd, *owed), undone).await,
        Notice::BatchClosed { batch, figures: _ } => batches::closed(composer, *batch).await,
        Notice::GainShared {
            batch,
            member,
            part,
            usd,
            paid_debt,
        } => people::gain(composer, *batch, *member, (*part, *usd), *paid_debt).await,
        Notice::CutSet {
            member,
            before,
            now,
            by,
        } => people::cut(composer, *member, (*before, *now), *by).await,
        Notice::PricePublished { price, by } => people::price(composer, price, *by).await,
        Notice::CoinsReceived {
            member,
            from,
            amount,
            reason,
        } => people::coins(composer, *member, *from, (*amount, reason.as_deref())).await,
        Notice::MovementUndone {
            member,
            amount,
            undone,
            paid_debt,
        } => people::movement_undone(composer, *member, (*amount, *paid_debt), undone).await,
        Notice::RoleAssigned { member } => people::role_assigned(composer, *member).await,
        Notice::RoleOwed { member } => Ok(people::role_owed(*member)),
        Notice::MemberJoined { member } => people::joined(composer, *member).await,
        Notice::MemberLeft {
            member,
            given,
            waiting,
            kept,
        } => people::left(composer, *member, &OrdersOfGone { given, waiting, kept }).await,
        Notice::MemberBack { member } => people::back(composer, *member).await,
        Notice::OwnerChanged { before, now } => people::owner_changed(composer, *before, *now).await,
        Notice::ChannelOwed { member } => people::channel_owed(composer, *member).await,
        Notice::ChannelBound { member } => people::channel_bound(composer, *member).await,
        Notice::AccountChanged { account, change } => people::account_changed(composer, *account, change).await,
        Notice::PanelWanted => Ok(people::panel()),
        Notice::RequestChanged { request } => requests::changed(composer, *request).await,
        Notice::RequestEnded { request } => requests::ended(composer, *request).await,
        Notice::PayoutCaptureReused { request, earlier } => {
            Ok(alarms::payout_capture_reused(composer, *request, *earlier))
        }
        Notice::AchievementCompleted { achievement, member } => {
            people::achievement(composer, *achievement, *member).await
        }
        Notice::PlaceReviewed { finding } => alarms::place_reviewed(composer, *finding).await,
        Notice::OlderBooksAccepted { older_books } => alarms::older_books(composer, *older_books).await,
        Notice::ChainHead { seq, hash } => Ok(alarms::head(*seq, hash)),
        Notice::BooksDiffer { difference } => Ok(alarms::books_differ(composer, difference)),
        Notice::PeriodClosed { close, missed } => closes::closed(composer, *close, missed).await,
        Notice::LaneClosed { lane, why } => alarms::lane_closed(composer, *lane, *why).await,
        Notice::LaneOpened { lane } => alarms::lane_opened(composer, *lane).await,
        Notice::AnswerLost {
            channel,
            message,
            member,
            done,
            line,
        } => Ok(people::answer_lost(*member, (*channel, *message), *done, *line)),
        Notice::SetAside {
            notice,
            lane,
            about,
            in_words,
            place: _,
        } => alarms::set_aside(composer, *notice, *lane, *about, *in_words).await,
    }
}
