//! Batches: a reseller's transfers, collected until they are paid for with USDT (S0-34 … S0-58).
//!
//! An open batch has two accounts in the books: `received` (what its customers paid) and `sent` (what cashiers paid,
//! fees included). **Listo** posts to them ([`complete`]); buying USDT moves `received` on ([`purchase`]); when all is
//! bought the batch closes and its gain is shared to the cent. Nothing of a cancelled order is ever in them.

mod approve_closing;
mod close;
mod complete;
mod confirm;
mod correction;
mod deciding;
mod end;
mod error;
mod figures;
mod lots;
mod pick;
mod points;
mod purchase;
mod referrals;
mod reopen;
mod reverse;
mod reverse_lot;
mod settlement;
#[cfg(test)]
mod settlement_model;
mod shares;
mod start;
mod start_desk;
mod store;
mod take_back;
mod transfer;

pub use approve_closing::{ClosingApproved, approve_closing};
pub use complete::{Completion, OrderCompleted, complete};
pub use confirm::{OrderConfirmed, confirm};
pub use correction::{Correction, CorrectionAsked, Shift, Standing, confirm_correction};
pub use end::{BatchEnded, ClosingAsked, Ended, end};
use error::CloseError;
pub use error::{
    CompleteError, DecideError, EndError, EndedAt, NamedPrice, NotOpen, OpenOrder, PickError, PlaceError,
    PurchaseError, ReopenError, ReverseError, ReverseLotError, StartError, TransferError,
};
pub use figures::{figures_of, totals_by_cashier};
pub use lots::{Lot, LotReversed, find_lot, list_all_lots, list_lots, list_reversed_lots};
pub use pick::{Named, NamedCorridor, pick_open};
pub use points::points_for;
pub use purchase::{
    Bought, Purchase, PurchaseApproved, PurchaseAsked, PurchaseRaised, Purchased, Unusual, approve_purchase,
    confirm_purchase, purchase,
};
pub use referrals::{ClientShare, Terms, settle_for_clients};
pub use reopen::{BatchReopened, reopen};
pub use reverse::{OrderReversed, Owed, Reverted, reverse};
pub use reverse_lot::{LotUndone, reverse_lot};
pub use settlement::{Settlement, Share, settle};
pub use shares::{EarnedShare, PaidShare, list_shares, list_shares_of, sum_commissions};
pub use start::{BatchStarted, StartBatch, start};
pub use start_desk::{StartDeskBatch, start_desk};
pub use store::{EventRow, find_batch, find_cut_before, find_open_batch, list_events, list_open_batches};
pub use transfer::{
    ClientPlace, ClientTransfer, NewTransfer, RateApproved, RateAsked, RateChoice, TransferPlaced, TransferRepeated,
    Transferred, approve_rate, confirm_transfer, transfer, transfer_for_client,
};

use crate::clock::Moment;
use crate::coded_enum;
use crate::db::Tx;
use crate::domain::books::ledger::AccountKey;
use crate::domain::kernel::desk::Corridor;
use crate::domain::kernel::money::{Money, Percent};
use crate::domain::people::channels::{self, Channel};
use crate::domain::people::members::{self, Actor, Permission};
use crate::ids::{AccountId, BatchId, ChannelId, DiscordChannelId, JournalId, MemberId};

coded_enum! {
    /// Whether a batch still takes transfers.
    pub enum BatchState {
        Open => "open",
        Closed => "closed",
    }
}

coded_enum! {
    /// As what somebody gets a share of a gain.
    pub enum Part {
        Reseller => "reseller",
        Cashier => "cashier",
        /// For the gain of clients they brought.
        Referrer => "referrer",
    }
}

coded_enum! {
    /// What happened to a batch.
    pub enum BatchEvent {
        Opened => "opened",
        OrderCompleted => "order_completed",
        OrderReversed => "order_reversed",
        /// A purchase no longer counts.
        LotReversed => "lot_reversed",
        /// All was bought for.
        Closed => "closed",
        /// Closed by hand, with nothing paid in it.
        EndedEmpty => "ended_empty",
        /// Closed by a superuser although USDT were not bought for all of it.
        ClosedUnbought => "closed_unbought",
        /// A superuser took the closing back, and its purchases with it.
        Reopened => "reopened",
    }
}

/// A reseller's batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    pub id: BatchId,
    pub channel: ChannelId,
    pub reseller: MemberId,
    pub corridor: Corridor,
    /// The reseller's account that the received money passes through.
    pub account: AccountId,
    pub state: BatchState,
    pub opened_at: Moment,
    pub closed_at: Option<Moment>,
    /// In USD; negative is a loss. Set at the close.
    pub gain: Option<Money>,
    /// The reseller's share at the close.
    pub cut: Option<Percent>,
    /// How often its closing was taken back.
    pub reopened: i64,
    /// Opened again beside another open batch of its channel: transfers enter that one, and this one is closed by its number.
    pub is_apart: bool,
    /// The row that closed it; none while it is open, and of a closing that posted nothing.
    pub closing: Option<JournalId>,
}

impl Batch {
    /// Whether it is one of the desk's own, which its clients' transfers enter.
    pub fn is_of_desk(&self) -> bool {
        self.reseller == MemberId::DESK
    }

    pub fn received_key(&self) -> AccountKey {
        AccountKey::BatchReceived(self.id, self.corridor.receive)
    }

    pub fn sent_key(&self) -> AccountKey {
        AccountKey::BatchSent(self.id, self.corridor.send)
    }

    /// Notices about it are told in order.
    pub fn outbox_subject(&self) -> String {
        format!("batch:{}", self.id)
    }
}

/// The reseller channel a command was typed in, when the actor may work there: the reseller whose it is, or who sees
/// everything.
async fn channel_for(tx: &mut Tx, actor: &Actor, typed_in: DiscordChannelId) -> Result<Channel, PlaceError> {
    let channel = channels::find_channel(tx, typed_in).await?;
    if let Some(channel) = &channel
        && (channel.reseller == actor.member || actor.may(Permission::SeeEverything))
    {
        return Ok(channel.clone());
    }
    let own = channels::find_channel_of(tx, actor.member)
        .await?
        .map(|own| own.discord_channel);
    match channel {
        Some(channel) => {
            let owner = members::get_member(tx, channel.reseller).await?.name;
            Err(PlaceError::NotYourChannel { owner, own })
        }
        None => Err(PlaceError::NotAResellerChannel { own }),
    }
}
