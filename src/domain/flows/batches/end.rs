//! `!endbatch`: closes a batch in which nothing is left to buy USDT for. If money is left, a superuser decides
//! whether it closes without a purchase.

use serde::{Deserialize, Serialize};

use super::close::{close, close_with};
use super::keys::closing_key;
use super::open_orders::list_open_orders;
use super::pick::{Named, pick};
use super::store::End;
use super::{Batch, BatchEvent, CloseError, EndError, channel_for, figures_of, store};
use crate::db::Tx;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::Step;
use crate::domain::people::members::{Actor, Permission};
use crate::domain::people::requests::{self, ClosingWanted, CutChange, Details, NewRequest, Withdrawal};
use crate::ids::{BatchId, DiscordChannelId, RequestId, RequestNumber};

/// Whether the batch was closed, or a superuser was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Ended {
    /// Received money is left in it.
    Asked(ClosingAsked),
    Closed(BatchEnded),
}

/// The closed batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchEnded {
    pub batch: BatchId,
    /// Set when it was shared by another percentage than at its previous closing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut_change: Option<CutChange>,
}

/// The batch that will close if a superuser approves the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingAsked {
    pub batch: BatchId,
    pub request: RequestNumber,
    pub left: Money,
}

/// Closes a batch in which nothing is left to buy USDT for; otherwise asks the superusers. A superuser's own
/// `!endbatch` asks too: such a closing gives up the gain, and the request's button makes it a second step.
///
/// # Errors
/// [`EndError::OrdersOpen`], [`EndError::NoOpenBatch`], [`EndError::Request`] when the same was already asked.
pub async fn end(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    channel: DiscordChannelId,
    corridor: &Named,
) -> Result<Ended, EndError> {
    actor.require(Permission::RunBatch)?;
    let asked = Asked::new(request, "batches.end", &(actor.member, channel, corridor));
    once(desk, asked, async |tx, now| {
        let channel = channel_for(tx, actor, channel).await?;
        let batch = pick(tx, &channel, corridor).await?;
        let open = list_open_orders(tx, batch.id).await?;
        if !open.is_empty() {
            return Err(EndError::OrdersOpen(open));
        }
        let at = now;
        let step = Step::new(desk, actor, request, at);
        end_or_ask(tx, &step, &batch).await
    })
    .await
}

async fn end_or_ask(tx: &mut Tx, step: &Step<'_>, batch: &Batch) -> Result<Ended, EndError> {
    let figures = figures_of(tx, batch).await?;
    let left_minor = figures.received.minor() - figures.bought.minor();
    if 0 < left_minor {
        let left = Money::from_minor(left_minor, batch.corridor.receive);
        return Ok(Ended::Asked(ask_closing(tx, step, batch, left).await?));
    }
    let mut cut_change = None;
    if figures.received.is_zero() {
        close_empty(tx, step, batch).await?;
    } else {
        // USDT were bought for all that is in the batch, because an order was undone after the last purchase. The gain
        // is still shared.
        cut_change = close(tx, step, batch, &figures).await?.cut_change;
    }
    let notice = Notice::BatchClosed {
        batch: batch.id,
        figures,
    };
    outbox::enqueue(tx, &batch.outbox_subject(), &notice, step.at).await?;
    Ok(Ended::Closed(BatchEnded {
        batch: batch.id,
        cut_change,
    }))
}

/// Closes a batch without completed orders.
pub(super) async fn close_empty(tx: &mut Tx, step: &Step<'_>, batch: &Batch) -> Result<(), CloseError> {
    close_with(tx, step, batch, &End::without_gain(None)).await?;
    let details = serde_json::json!({});
    let (by, at) = (step.actor.member, step.at);
    store::insert_backlog(tx, batch.id, BatchEvent::EndedEmpty, &details, by, at).await?;
    Ok(())
}

/// Files one request per batch. A pending one about another sum is withdrawn as outdated.
async fn ask_closing(tx: &mut Tx, step: &Step<'_>, batch: &Batch, left: Money) -> Result<ClosingAsked, EndError> {
    let wanted = ClosingWanted { batch: batch.id, left };
    let new = NewRequest {
        member: step.actor.member,
        details: Details::Closing(wanted),
        open_key: closing_key(batch.id),
        expires_at: None,
    };
    if let Some(pending) = requests::find_pending_about(tx, &new.open_key).await?
        && pending.details != new.details
    {
        requests::withdraw(tx, &pending, step.actor.member, Withdrawal::Outdated, step.at).await?;
    }
    Ok(ClosingAsked {
        batch: batch.id,
        request: requests::file(tx, &new, step.at).await?,
        left,
    })
}
