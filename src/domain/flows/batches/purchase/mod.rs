//! `!c 200 52.63`: USDT were bought for (part of) a batch; when all is bought for, the batch closes (S0-49 … S0-56).
//!
//! A price far from the break-even and the last prices asks first ([`usual`]); very far off a superuser decides.

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
    /// Which batch, where several are open.
    #[serde(default)]
    pub corridor: Named,
}

/// What became of a purchase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Bought {
    /// Its figures are unusual.
    Asked(Box<PurchaseAsked>),
    /// They are so unusual that a superuser decides, and its person means it.
    Raised(PurchaseRaised),
    Booked(Box<Purchased>),
}

/// What was booked.
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
    /// Where it closed the batch with another percentage than before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut_change: Option<CutChange>,
}

/// What would be booked, and why it is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseAsked {
    pub question: QuestionId,
    pub purchase: PurchaseWanted,
    pub why: Unusual,
    /// Whether it was confirmed already, at figures that have changed since.
    pub again: bool,
}

/// The request that a superuser decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseRaised {
    pub request: RequestNumber,
    pub price: Rate,
    /// How long it waits, in milliseconds.
    pub waits_ms: i64,
}

/// What is unusual about a purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unusual {
    /// The other way round its price would be a usual one, and that is what is asked about.
    Swapped,
    /// Outside the band.
    Outside,
    /// Outside the wider band: a superuser decides.
    Far,
    /// The same by somebody who may decide it: they are asked.
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

/// Books a purchase of USDT; one with unusual figures only asks.
///
/// # Errors
/// [`PurchaseError::AboveBatch`], [`PurchaseError::OrdersOpen`] when this would close a batch with open orders,
/// [`PurchaseError::NothingReceived`], [`PurchaseError::NoOpenBatch`], and how the amounts were typed.
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
        let step = Step {
            request,
            actor,
            at: now,
            policy: &desk.policy,
        };
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
    /// In the reading that is asked about.
    purchase: PurchaseWanted,
    why: Unusual,
}

/// Where a batch stands before a purchase.
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
