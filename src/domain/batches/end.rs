//! `!endbatch`: closes a batch with nothing left to buy for. A batch with money in it closes with `!c`.

use serde::{Deserialize, Serialize};

use super::close::{Step, close, list_open_orders};
use super::{EndError, channel_for, figures_of, store};
use crate::domain::desk::Desk;
use crate::domain::members::{Actor, Permission};
use crate::domain::money::{Currency, Money, Percent};
use crate::domain::outbox::{self, Notice};
use crate::domain::recall::{Asked, recall, remember};
use crate::ids::{BatchId, DiscordChannelId, RequestId};

/// The batch that is closed now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchEnded {
    pub batch: BatchId,
}

/// Closes a batch that has nothing left to buy USDT for.
///
/// # Errors
/// [`EndError::NotEmpty`], [`EndError::OrdersOpen`], [`EndError::NoOpenBatch`].
pub async fn end(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    channel: DiscordChannelId,
) -> Result<BatchEnded, EndError> {
    actor.require(Permission::RunBatch)?;
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "batches.end", &(actor.member, channel));
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        return Ok(outcome);
    }
    let channel = channel_for(&mut tx, actor, channel).await?;
    let batch = store::find_open_batch_for_update(&mut tx, channel.id)
        .await?
        .ok_or(EndError::NoOpenBatch)?;
    let open = list_open_orders(&mut tx, batch.id).await?;
    if !open.is_empty() {
        return Err(EndError::OrdersOpen(open));
    }
    let figures = figures_of(&mut tx, &batch).await?;
    let left_minor = figures.received.minor() - figures.bought.minor();
    if 0 < left_minor {
        return Err(EndError::NotEmpty {
            left: Money::from_minor(left_minor, batch.corridor.receive),
        });
    }
    let now = desk.clock.now();
    if figures.received.is_zero() {
        store::close_batch(&mut tx, &batch, Money::zero(Currency::USD), Percent::ZERO, now).await?;
        store::insert_backlog(
            &mut tx,
            batch.id,
            "ended_empty",
            &serde_json::json!({}),
            actor.member,
            now,
        )
        .await?;
    } else {
        // All that was received is bought for, but an order was undone after the last purchase: it still settles.
        close(
            &mut tx,
            &Step {
                request,
                actor,
                at: now,
            },
            &batch,
            &figures,
        )
        .await?;
    }
    let notice = Notice::BatchClosed {
        batch: batch.id,
        figures,
    };
    outbox::enqueue(&mut tx, &batch.outbox_subject(), &notice, now).await?;
    let outcome = BatchEnded { batch: batch.id };
    remember(&mut tx, &asked, &outcome, now).await?;
    tx.commit().await?;
    Ok(outcome)
}
