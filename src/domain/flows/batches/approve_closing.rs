//! **Aprobar**: a superuser closes a batch although USDT were not bought for all of it.
//!
//! Posting `batch.closed`: `batch.received −left, reseller's account +left; reseller's account −left, position +left;
//! batch.sent −s, world +amounts, fees +fees`. The part that no USDT were bought for stays as the desk's open position.
//! Nobody gets a share, because there is no gain.

use serde::{Deserialize, Serialize};

use super::close::{close_with, sent_lines};
use super::open_orders::list_open_orders;
use super::store::End;
use super::{Batch, BatchEvent, DecideError, PaidTotal, figures_of, store, terms_store};
use crate::db::{Lockable, Tx};
use crate::domain::books::ledger::{self, AccountKey, LedgerError, Line, Posting};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::{self, BatchFigures, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::Step;
use crate::domain::people::members::{Actor, Permission};
use crate::domain::people::requests::{self, ClosingWanted, Details, Request, RequestError};
use crate::ids::{BatchId, RequestId, RequestNumber};

/// The closed batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingApproved {
    pub number: RequestNumber,
    pub batch: BatchId,
    /// The received money that no USDT were bought for.
    pub left: Money,
}

/// Approves the request, and closes the batch without a purchase of what is left.
///
/// # Errors
/// [`DecideError::NotAllowed`] unless the actor is a superuser; [`DecideError::Request`] when there is no such request
/// or it was decided first by somebody else; [`DecideError::OrdersOpen`]; [`DecideError::Changed`] when more or less is
/// left now than when it was asked.
pub async fn approve_closing(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    number: RequestNumber,
) -> Result<ClosingApproved, DecideError> {
    actor.require(Permission::DecideRequests)?;
    let asked = Asked::new(request, "batches.approve_closing", &(actor.member, number));
    once(desk, asked, async |tx, now| {
        let (found, wanted) = hold_still(tx, number).await?;
        let batch = store::get_batch(tx, wanted.batch).await?;
        let open = list_open_orders(tx, batch.id).await?;
        if !open.is_empty() {
            return Err(DecideError::OrdersOpen(open));
        }
        let figures = figures_of(tx, &batch).await?;
        let left = Money::from_minor(
            figures.received.minor() - figures.bought.minor(),
            batch.corridor.receive,
        );
        if left != wanted.left {
            return Err(DecideError::Changed {
                number,
                then: wanted.left,
                now: left,
            });
        }
        let at = now;
        let step = Step::new(desk, actor, request, at);
        requests::approve(tx, &found, actor.member, at).await?;
        close_unbought(tx, &step, &batch, &figures, left).await?;
        let notice = Notice::BatchClosed {
            batch: batch.id,
            figures,
        };
        outbox::enqueue(tx, &batch.outbox_subject(), &notice, at).await?;
        Ok(ClosingApproved {
            number,
            batch: batch.id,
            left,
        })
    })
    .await
}

/// Locks the batch before the request, in the same order as every unit that closes a batch, so that they cannot
/// deadlock.
async fn hold_still(tx: &mut Tx, number: RequestNumber) -> Result<(Request, ClosingWanted), DecideError> {
    let unknown = || DecideError::Request(RequestError::Unknown(number));
    let found = requests::find_request(tx, number).await?.ok_or_else(unknown)?;
    let Details::Closing(wanted) = found.details else {
        return Err(unknown());
    };
    tx.lock(Lockable::Batches, wanted.batch.get()).await?;
    Ok((requests::begin_decision(tx, number).await?, wanted))
}

/// Closes a batch although no USDT were bought for `left` of it. Enqueues no notice.
pub(super) async fn close_unbought(
    tx: &mut Tx,
    step: &Step<'_>,
    batch: &Batch,
    figures: &BatchFigures,
    left: Money,
) -> Result<(), DecideError> {
    let totals = terms_store::totals_of_batch(tx, batch.id).await?;
    let posting = unbought(step, batch, &totals, left).map_err(DecideError::Books)?;
    let journal = ledger::post(tx, posting).await?;
    close_with(tx, step, batch, &End::without_gain(Some(journal))).await?;
    let details = serde_json::json!({
        "received": figures.received, "sent": figures.sent, "usdt": figures.usdt, "left": left,
    });
    let (by, at) = (step.actor.member, step.at);
    store::insert_backlog(tx, batch.id, BatchEvent::ClosedUnbought, &details, by, at).await?;
    Ok(())
}

fn unbought(step: &Step<'_>, batch: &Batch, totals: &[PaidTotal], left: Money) -> Result<Posting, LedgerError> {
    let receive = batch.corridor.receive;
    let account = AccountKey::Account(batch.account, receive);
    let mut lines = vec![
        Line::take(batch.received_key(), left)?,
        Line::add(account, left),
        Line::take(account, left)?,
        Line::add(AccountKey::Position(receive), left),
    ];
    lines.extend(sent_lines(batch, totals)?);
    // An amount of zero (no fee) gets no entry.
    lines.retain(|line| !line.amount.is_zero());
    Ok(step.posting("batch.closed", batch, lines))
}
