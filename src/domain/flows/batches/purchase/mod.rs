//! `!c 200 52.63`: books USDT that were bought for a batch or a part of it. The purchase that leaves nothing closes the
//! batch (S0-49 … S0-56).
//!
//! A price far from the break-even and from the last prices is asked about first ([`usual`]); one very far from them
//! needs a superuser.

mod approve;
mod book;
mod confirm;
mod preview;
mod read;
mod usual;

pub use approve::{PurchaseApproved, approve_purchase};
pub use confirm::confirm_purchase;

use serde::{Deserialize, Serialize};

use super::open_orders::list_open_orders;
use super::pick::{Named, pick};
use super::settlement::Settlement;
use super::{Batch, PurchaseError, channel_for, figures_of};
use crate::db::{DbError, Tx};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Rate;
use crate::domain::kernel::outbox::BatchFigures;
use crate::domain::kernel::questions::{self, AsTyped, Asking, NewQuestion, QuestionKind};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::Step;
use crate::domain::people::members::{Actor, Permission};
use crate::domain::people::requests::{CutChange, PurchaseWanted};
use crate::ids::{BatchId, DiscordChannelId, LotId, QuestionId, RequestId, RequestNumber};
use book::book;
pub(super) use book::bought;
use preview::preview;
use read::{Standing, read};

/// A purchase as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purchase {
    pub channel: DiscordChannelId,
    /// In the batch's received currency.
    pub bought: String,
    pub usdt: String,
    /// Which batch, if several are open.
    #[serde(default)]
    pub corridor: Named,
}

/// Whether a purchase was booked, asked about, or put before the superusers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Bought {
    /// Its figures are unusual: the person must confirm them.
    Asked(Box<PurchaseAsked>),
    /// They are so unusual that a superuser decides; the person has confirmed them.
    Raised(PurchaseRaised),
    Booked(Box<Purchased>),
}

/// The booked purchase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purchased {
    pub batch: BatchId,
    /// Its number. `None` in receipts of older versions.
    #[serde(default)]
    pub lot: Option<LotId>,
    /// Units of the received currency per USDT.
    pub price: Rate,
    pub figures: BatchFigures,
    /// Set when this purchase closed the batch.
    pub closed: Option<Settlement>,
    /// Set when it closed the batch by another percentage than at the previous closing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut_change: Option<CutChange>,
}

/// The purchase that was asked about, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseAsked {
    pub question: QuestionId,
    pub purchase: PurchaseWanted,
    pub why: Unusual,
    /// Whether it was already confirmed once, and is asked again because its figures have changed.
    pub again: bool,
}

/// The request that a superuser decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseRaised {
    pub request: RequestNumber,
    pub price: Rate,
    /// How long the request may wait for a decision, in milliseconds.
    pub waits_ms: i64,
}

/// What is unusual about a purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unusual {
    /// Only with the two amounts swapped the price is a usual one; the swapped purchase is asked about.
    Swapped,
    /// The price is outside the band.
    Outside,
    /// The price is outside the wider band: a superuser decides.
    Far,
    /// Outside the wider band, but typed by a superuser, who is asked to confirm it.
    FarButDecides,
}

impl Unusual {
    fn kind(self) -> QuestionKind {
        match self {
            Unusual::Swapped | Unusual::Outside | Unusual::FarButDecides => QuestionKind::Purchase,
            Unusual::Far => QuestionKind::FarPurchase,
        }
    }
}

/// Books a purchase of USDT. If its figures are unusual, only asks.
///
/// # Errors
/// [`PurchaseError::AboveBatch`], [`PurchaseError::OrdersOpen`] when it would close a batch with open orders,
/// [`PurchaseError::NothingReceived`], [`PurchaseError::NoOpenBatch`], and mistakes in the typed amounts.
pub async fn purchase(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    typed: &Purchase,
    as_typed: &AsTyped,
) -> Result<Bought, PurchaseError> {
    actor.require(Permission::RunBatch)?;
    let asked = Asked::new(request, "batches.purchase", &(actor.member, typed));
    once(desk, asked, async |tx, now| {
        let channel = channel_for(tx, actor, typed.channel).await?;
        let batch = pick(tx, &channel, &typed.corridor).await?;
        let step = Step::new(desk, actor, request, now);
        let standing = standing(tx, &batch).await?;
        let (lot, why) = read(typed, &batch, &standing, &desk.policy.figures)?;
        let outcome = match why {
            None => Bought::Booked(Box::new(book(tx, &step, &batch, &lot).await?)),
            Some(why) => {
                let why = match why {
                    Unusual::Far if actor.superuser => Unusual::FarButDecides,
                    why => why,
                };
                let purchase = preview(tx, &step, &batch, &standing, &lot).await?;
                let about = About {
                    typed: typed.clone(),
                    purchase,
                    why,
                };
                Bought::Asked(Box::new(ask(tx, &step, about, Asking::First(as_typed.clone())).await?))
            }
        };
        Ok(outcome)
    })
    .await
}

/// What a question is about.
#[derive(Debug, Serialize, Deserialize)]
struct About {
    typed: Purchase,
    /// With the amounts as they are asked about, swapped or not.
    purchase: PurchaseWanted,
    why: Unusual,
}

/// Reads the state of a batch before a purchase.
async fn standing(tx: &mut Tx, batch: &Batch) -> Result<Standing, DbError> {
    let figures = figures_of(tx, batch).await?;
    let open = list_open_orders(tx, batch.id).await?;
    let prices = super::lots::list_last_prices(tx, batch.corridor.receive, usual::LAST_PRICES).await?;
    Ok(Standing { figures, open, prices })
}

async fn ask(tx: &mut Tx, step: &Step<'_>, about: About, asking: Asking) -> Result<PurchaseAsked, DbError> {
    let new = NewQuestion {
        kind: about.why.kind(),
        member: step.actor.member,
        about: &about,
        asking: &asking,
    };
    let question = questions::ask(tx, &new, step.at).await?;
    Ok(PurchaseAsked {
        question,
        purchase: about.purchase,
        why: about.why,
        again: asking.is_again(),
    })
}
