//! `!start batch [PEN VES]`: opens a batch in the reseller's channel (S0-37).

use serde::{Deserialize, Serialize};

use super::pick::NamedCorridor;
use super::{BatchEvent, StartError, channel_for, figures_of, store, terms_store};
use crate::clock::Moment;
use crate::db::Tx;
use crate::domain::kernel::desk::{Corridor, Desk};
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::channels::Channel;
use crate::domain::people::members::{Actor, Permission};
use crate::domain::treasury::accounts;
use crate::domain::treasury::rates::resolve;
use crate::ids::{BatchId, DiscordChannelId, RequestId};

/// The channel and the corridor; without a corridor, the desk's usual one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartBatch {
    pub channel: DiscordChannelId,
    pub corridor: NamedCorridor,
}

/// The opened batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchStarted {
    pub batch: BatchId,
    pub corridor: Corridor,
}

/// Opens a batch. If the reseller has no account in the received currency, it is opened too.
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
    let asked = Asked::new(request, "batches.start", &(actor.member, start));
    once(desk, asked, async |tx, now| {
        let channel = channel_for(tx, actor, start.channel).await?;
        let corridor = corridor_meant(tx, desk, &start.corridor).await?;
        if let Some(open) = store::find_open_batch(tx, channel.id).await? {
            let counts = terms_store::count_orders(tx, open.id).await?;
            return Err(StartError::AlreadyOpen {
                orders: counts.open + counts.completed,
            });
        }
        open(tx, actor, &channel, corridor, now).await
    })
    .await
}

/// The typed corridor, or the desk's usual one.
pub(super) async fn corridor_meant(tx: &mut Tx, desk: &Desk, named: &NamedCorridor) -> Result<Corridor, StartError> {
    let corridor = match named {
        Some((receive, send)) => Corridor {
            receive: resolve(tx, receive).await?,
            send: resolve(tx, send).await?,
        },
        None => desk.policy.default_corridor,
    };
    if corridor.receive == corridor.send {
        return Err(StartError::SameCurrency(corridor.send));
    }
    Ok(corridor)
}

/// Opens a batch, and the account that its received money passes through if it is missing. The caller has checked that
/// it may be opened.
pub(super) async fn open(
    tx: &mut Tx,
    actor: &Actor,
    channel: &Channel,
    corridor: Corridor,
    at: Moment,
) -> Result<BatchStarted, StartError> {
    let account = accounts::ensure_member_account(tx, channel.reseller, corridor.receive, actor.member, at).await?;
    let batch = store::insert_batch(tx, channel, corridor, account, at).await?;
    let details = serde_json::json!({ "receive": corridor.receive, "send": corridor.send });
    store::insert_backlog(tx, batch.id, BatchEvent::Opened, &details, actor.member, at).await?;
    let figures = figures_of(tx, &batch).await?;
    let notice = Notice::BatchOpened {
        batch: batch.id,
        figures,
    };
    outbox::enqueue(tx, &batch.outbox_subject(), &notice, at).await?;
    Ok(BatchStarted {
        batch: batch.id,
        corridor,
    })
}
