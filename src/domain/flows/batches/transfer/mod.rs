//! `!t 100 p`: puts a transfer into the channel's open batch and assigns it to a cashier (S0-40 … S0-42). At a rate
//! outside the band it waits for a superuser first.

mod again;
mod approve_rate;
mod ask_rate;
mod for_client;
mod place;
mod price;

pub use again::{TransferRepeated, confirm_transfer};
pub use approve_rate::{RateApproved, approve_rate};
pub use for_client::{ClientPlace, ClientTransfer, transfer_for_client};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{TransferError, channel_for, store};
use crate::db::Tx;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::{Money, Rate};
use crate::domain::kernel::questions::AsTyped;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::{self, Routing};
use crate::domain::people::members::{Actor, Permission, Role};
use crate::domain::people::requests::StoredCapture;
use crate::ids::{DiscordChannelId, DiscordMessageId, MemberId, OrderId, RequestId, RequestNumber};
use again::{Candidate, Typed, Word};
use ask_rate::ask_rate;
use place::{Ready, place};
use price::{price, prices};

/// The published rate (`p`), or a typed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RateChoice {
    Published,
    Typed(Rate),
}

/// A transfer as it was typed. The batch's currency decides how the amount is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewTransfer {
    pub channel: DiscordChannelId,
    pub message: Option<DiscordMessageId>,
    pub amount: String,
    pub rate: RateChoice,
    pub beneficiary: Option<String>,
    /// A picture for the cashier; to the desk it proves nothing. Its file is already stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<StoredCapture>,
}

/// Whether a transfer became an order, or something is asked first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Transferred {
    Placed(TransferPlaced),
    /// Its rate is outside the band: a superuser decides.
    Asked(RateAsked),
    /// The same amount was sent to the same beneficiary shortly before: the person must confirm it.
    Repeated(TransferRepeated),
}

/// The order that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferPlaced {
    pub order: OrderId,
    pub total: Money,
    /// `None`: nobody has the float now, and the order waits.
    pub cashier: Option<MemberId>,
}

/// The request that was made instead of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateAsked {
    pub request: RequestNumber,
    pub typed: Rate,
    pub published: Rate,
    /// The band around the published rate, both ends included.
    pub low: Decimal,
    pub high: Decimal,
    /// How long the request may wait for a decision, in milliseconds.
    pub waits_ms: i64,
}

/// Puts a transfer into the open batch. A cashier may type it in a reseller's channel: then the order is the
/// reseller's, and that cashier pays it. A superuser may use a rate outside the band without asking.
///
/// # Errors
/// See [`TransferError`].
pub async fn transfer(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    typed: &NewTransfer,
    as_typed: &AsTyped,
) -> Result<Transferred, TransferError> {
    actor.require(Permission::SendTransfer)?;
    let asked = Asked::new(request, "batches.transfer", &(actor.member, typed));
    once(desk, asked, async |tx, _| {
        carry_out(tx, desk, actor, request, typed, &Word::NotAsked(as_typed.clone())).await
    })
    .await
}

async fn carry_out(
    tx: &mut Tx,
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    typed: &NewTransfer,
    word: &Word,
) -> Result<Transferred, TransferError> {
    let channel = channel_for(tx, actor, typed.channel).await?;
    if channel.reseller == MemberId::DESK {
        return Err(TransferError::ClientsOnly);
    }
    let batch = store::find_open_batch_for_update(tx, channel.id)
        .await?
        .ok_or(TransferError::NoOpenBatch)?;
    let prices = prices(tx, batch.corridor, desk.policy.rate_band).await?;
    let priced = price(&typed.amount, typed.rate, &prices)?;
    let only = if actor.role == Role::Cashier {
        Some(actor.member)
    } else {
        None
    };
    let beneficiary = again::whom(typed.beneficiary.as_deref(), &desk.policy)?;
    let now = desk.clock.now();
    let candidate = Candidate {
        batch: &batch,
        client: None,
        priced: &priced,
        beneficiary: beneficiary.as_deref(),
    };
    if let Some(first) = again::ask_first(tx, &desk.policy, word, &candidate, now).await? {
        let typed = Typed::Reseller(typed.clone());
        let asked = again::ask(tx, actor.member, typed, beneficiary.as_deref(), first, now).await?;
        return Ok(Transferred::Repeated(asked));
    }
    let total = priced.total;
    orders::hold_assignments(tx).await?;
    let candidates = orders::list_candidates(tx, total.currency(), only).await?;
    let assignment = orders::choose(&candidates, total, &Routing::default());
    if only.is_some() && assignment.is_none() {
        let available = orders::most_free(&candidates);
        return Err(TransferError::NoFloat {
            needed: total,
            available,
        });
    }
    let ready = Ready {
        creator: actor.member,
        received: priced.received,
        rate: priced.rate,
        amount: priced.amount,
        fee: priced.fee,
        usd_value: prices.usd_value,
        beneficiary,
        source_channel: typed.channel,
        source_message: typed.message,
        receipt: typed.picture.clone(),
    };
    Ok(match priced.outside.filter(|_| !actor.superuser) {
        None => Transferred::Placed(place(tx, &batch, &ready, assignment, now).await?),
        Some(outside) => Transferred::Asked(ask_rate(tx, desk, request, &batch, &ready, &outside).await?),
    })
}
