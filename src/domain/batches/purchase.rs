//! `!c 200 52.63`: USDT were bought for (part of) a batch; when all is bought for, the batch closes (S0-49 … S0-56).
//!
//! Posting `batch.bought` for every lot: `batch.received −b, reseller's account +b; reseller's account −b, position +b;
//! position:USDT −u, treasury:USDT +u`. The last lot closes the batch ([`super::close`]).

use serde::{Deserialize, Serialize};

use super::close::{Step, close, list_open_orders};
use super::error::OpenOrder;
use super::pick::{Named, pick};
use super::settlement::Settlement;
use super::{Batch, PurchaseError, channel_for, figures_of, lots};
use crate::domain::desk::Desk;
use crate::domain::ledger::{self, AccountKey, LedgerError, Line, Posting};
use crate::domain::members::{Actor, Permission};
use crate::domain::money::{AmountError, Currency, Money, Rate, parse_amount, price};
use crate::domain::outbox::{self, BatchFigures, Notice};
use crate::domain::recall::{Asked, recall, remember};
use crate::ids::{BatchId, DiscordChannelId, LotId, RequestId};

/// A purchase as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purchase {
    pub channel: DiscordChannelId,
    /// In the batch's received currency.
    pub bought: String,
    pub usdt: String,
    /// Which batch, where several are open.
    #[serde(default)]
    pub corridor: Named,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purchased {
    pub batch: BatchId,
    /// Its number; receipts of an older cambista have none.
    #[serde(default)]
    pub lot: Option<LotId>,
    /// Units of the received currency per USDT.
    pub price: Rate,
    pub figures: BatchFigures,
    /// Set when this purchase closed the batch.
    pub closed: Option<Settlement>,
}

/// Books a purchase of USDT.
///
/// # Errors
/// [`PurchaseError::AboveBatch`], [`PurchaseError::OrdersOpen`] when this would close a batch with open orders,
/// [`PurchaseError::NothingReceived`], [`PurchaseError::NoOpenBatch`], and how the amounts were typed.
pub async fn purchase(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    typed: &Purchase,
) -> Result<Purchased, PurchaseError> {
    actor.require(Permission::RunBatch)?;
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "batches.purchase", &(actor.member, typed));
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        tx.commit().await?;
        return Ok(outcome);
    }
    let channel = channel_for(&mut tx, actor, typed.channel).await?;
    let batch = pick(&mut tx, &channel, &typed.corridor).await?;
    let before = figures_of(&mut tx, &batch).await?;
    let open = list_open_orders(&mut tx, batch.id).await?;
    let lot = decide(typed, &batch, &before, &open)?;
    let step = Step {
        request,
        actor,
        at: desk.clock.now(),
        policy: &desk.policy,
    };
    let journal = ledger::post(&mut tx, bought(&step, &batch, &lot)?).await?;
    let number = lots::insert_lot(&mut tx, batch.id, &lot, actor.member, journal, step.at).await?;
    let figures = figures_of(&mut tx, &batch).await?;
    let closed = if lot.closes {
        Some(close(&mut tx, &step, &batch, &figures).await?)
    } else {
        None
    };
    let notice = match closed {
        Some(_) => Notice::BatchClosed {
            batch: batch.id,
            figures: figures.clone(),
        },
        None => Notice::LotBought {
            batch: batch.id,
            lot: Some(number),
            bought: lot.bought,
            usdt: lot.usdt,
            figures: figures.clone(),
        },
    };
    outbox::enqueue(&mut tx, &batch.outbox_subject(), &notice, step.at).await?;
    let outcome = Purchased {
        batch: batch.id,
        lot: Some(number),
        price: lot.price,
        figures,
        closed,
    };
    remember(&mut tx, &asked, &outcome, step.at).await?;
    tx.commit().await?;
    Ok(outcome)
}

/// A purchase that may be booked.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NewLot {
    pub(super) bought: Money,
    pub(super) usdt: Money,
    pub(super) price: Rate,
    pub(super) closes: bool,
}

fn decide(typed: &Purchase, batch: &Batch, before: &BatchFigures, open: &[OpenOrder]) -> Result<NewLot, PurchaseError> {
    let bought = parse_amount(&typed.bought, batch.corridor.receive).map_err(PurchaseError::Bought)?;
    let usdt = parse_amount(&typed.usdt, Currency::USDT).map_err(PurchaseError::Usdt)?;
    let (min, max) = (Money::least(Currency::USDT), Money::most_dollars(Currency::USDT));
    if max.minor() < usdt.minor() {
        return Err(PurchaseError::Usdt(AmountError::TooLarge { min, max }));
    }
    let left = before.received.checked_sub(before.bought)?;
    if before.received.is_zero() && open.is_empty() {
        return Err(PurchaseError::NothingReceived);
    }
    if before.received.is_zero() {
        return Err(PurchaseError::OrdersOpen(open.to_vec()));
    }
    if left.minor() < bought.minor() {
        return Err(PurchaseError::AboveBatch {
            asked: bought,
            left,
            received: before.received,
        });
    }
    let closes = bought == left;
    if closes && !open.is_empty() {
        return Err(PurchaseError::OrdersOpen(open.to_vec()));
    }
    let price = price(bought, usdt)?;
    if !price.is_in_bounds() {
        return Err(PurchaseError::PriceOutOfBounds { bought, usdt });
    }
    Ok(NewLot {
        bought,
        usdt,
        price,
        closes,
    })
}

pub(super) fn bought(step: &Step<'_>, batch: &Batch, lot: &NewLot) -> Result<Posting, LedgerError> {
    let receive = batch.corridor.receive;
    let account = AccountKey::Account(batch.account, receive);
    let lines = vec![
        Line::take(batch.received_key(), lot.bought)?,
        Line::add(account, lot.bought),
        Line::take(account, lot.bought)?,
        Line::add(AccountKey::Position(receive), lot.bought),
        Line::take(AccountKey::Position(Currency::USDT), lot.usdt)?,
        Line::add(AccountKey::Treasury(Currency::USDT), lot.usdt),
    ];
    Ok(step.posting("batch.bought", batch, lines))
}
