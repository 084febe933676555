//! `!start batch [PEN VES]`: opens a batch in the reseller's channel (S0-37).

use serde::{Deserialize, Serialize};

use super::{BatchEvent, StartError, channel_for, figures_of, store};
use crate::domain::accounts;
use crate::domain::desk::{Corridor, Desk};
use crate::domain::members::{Actor, Permission};
use crate::domain::outbox::{self, Notice};
use crate::domain::rates::{PlaceOrCurrency, resolve};
use crate::domain::recall::{Asked, recall, remember};
use crate::ids::{BatchId, DiscordChannelId, RequestId};

/// Where, and between which currencies; without: the desk's usual corridor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartBatch {
    pub channel: DiscordChannelId,
    pub corridor: Option<(PlaceOrCurrency, PlaceOrCurrency)>,
}

/// The batch that is open now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchStarted {
    pub batch: BatchId,
    pub corridor: Corridor,
}

/// Opens a batch. The reseller's account in the received currency is opened with it when they have none.
///
/// # Errors
/// [`StartError::NotAllowed`], [`StartError::Place`], [`StartError::AlreadyOpen`], [`StartError::UnknownCurrency`],
/// [`StartError::SameCurrency`].
pub async fn start(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    start: &StartBatch,
) -> Result<BatchStarted, StartError> {
    actor.require(Permission::RunBatch)?;
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "batches.start", &(actor.member, start));
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        return Ok(outcome);
    }
    let channel = channel_for(&mut tx, actor, start.channel).await?;
    let corridor = match &start.corridor {
        Some((receive, send)) => Corridor {
            receive: resolve(&mut tx, receive).await?,
            send: resolve(&mut tx, send).await?,
        },
        None => desk.policy.default_corridor,
    };
    if corridor.receive == corridor.send {
        return Err(StartError::SameCurrency(corridor.send));
    }
    if let Some(open) = store::find_open_batch(&mut tx, channel.id).await? {
        let counts = store::count_orders(&mut tx, open.id).await?;
        return Err(StartError::AlreadyOpen {
            orders: counts.open + counts.completed,
        });
    }
    let now = desk.clock.now();
    let account =
        accounts::ensure_member_account(&mut tx, channel.reseller, corridor.receive, actor.member, now).await?;
    let batch = store::insert_batch(&mut tx, &channel, corridor, account, now).await?;
    let details = serde_json::json!({ "receive": corridor.receive, "send": corridor.send });
    store::insert_backlog(&mut tx, batch.id, BatchEvent::Opened, &details, actor.member, now).await?;
    let figures = figures_of(&mut tx, &batch).await?;
    let notice = Notice::BatchOpened {
        batch: batch.id,
        figures,
    };
    outbox::enqueue(&mut tx, &batch.outbox_subject(), &notice, now).await?;
    let outcome = BatchStarted {
        batch: batch.id,
        corridor,
    };
    remember(&mut tx, &asked, &outcome, now).await?;
    tx.commit().await?;
    Ok(outcome)
}
