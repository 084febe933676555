//! What a notice is at each of its places: read off the books when it is told, so that it is never older than they are.
//!
//! Each notice has its rule here when it is still true: what is no longer true has no piece. What one's own person must know has
//! pieces for that person; nothing private has a way that leads where others read it.

mod alarms;
mod batches;
mod clients;
mod floats;
mod orders;
mod people;
mod requests;
mod rings;

use super::piece::Piece;
use crate::db::{DbError, Reader};
use crate::discord::surface::Surface;
use crate::discord::view::guild::OrdersOfGone;
use crate::domain::outbox::Notice;

/// What is told of a notice now, place by place.
///
/// # Errors
/// A fault; [`DbError::Corrupt`] when it names what is not there.
#[expect(clippy::too_many_lines, reason = "one arm for each notice; an arm only calls")]
pub(super) async fn of(surface: &Surface, notice: &Notice) -> Result<Vec<Piece>, DbError> {
    let mut reader = surface.desk.db.reader().await?;
    let composer = &mut Composer {
        surface,
        reader: &mut reader,
    };
    match notice {
        Notice::OrderChanged { order } => orders::changed(composer, *order).await,
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
        Notice::FloatMissing {
            order,
            needed,
            largest,
            waited_ms,
            times,
        } => {
            let missing = floats::Missing {
                needed: *needed,
                largest: *largest,
                waited_ms: *waited_ms,
                times: *times,
            };
            floats::missing(composer, *order, &missing).await
        }
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
            bought,
            usdt,
            figures,
        } => batches::lot_bought(composer, *batch, (*bought, *usdt), figures).await,
        Notice::BatchClosed { batch, figures: _ } => batches::closed(composer, *batch).await,
        Notice::GainShared {
            batch,
            member,
            part,
            usd,
        } => people::gain(composer, *batch, *member, (*part, *usd)).await,
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
        Notice::LaneClosed { lane, why } => alarms::lane_closed(composer, *lane, *why).await,
        Notice::LaneOpened { lane } => alarms::lane_opened(composer, *lane).await,
        Notice::AnswerLost {
            channel,
            message,
            member,
            done,
            line,
        } => Ok(people::answer_lost(*member, (*channel, *message), *done, *line)),
        Notice::SetAside { notice, place } => Ok(alarms::set_aside(composer, *notice, place.as_deref())),
    }
}

/// Who composes: the desk, and a connection that reads it.
struct Composer<'a> {
    surface: &'a Surface,
    reader: &'a mut Reader,
}
