//! Batches: a reseller's transfers, collected until they are paid for with USDT (S0-34 … S0-58).
//!
//! An open batch has two accounts in the books: `received` (what its customers paid) and `sent` (what cashiers paid,
//! fees included). **Listo** posts to them ([`TransferKind`]); buying USDT takes from `received` ([`purchase`]). When
//! USDT were bought for all of it, the batch closes and its gain is shared to the cent. A cancelled order never posts
//! to them.

mod approve_closing;
mod batch;
mod close;
mod correction;
mod deciding;
mod end;
mod error;
mod figures;
mod keys;
mod lots;
mod open_orders;
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
mod shares_store;
mod start;
mod start_desk;
mod step;
mod store;
mod take_back;
mod terms;
mod terms_store;
mod transfer;
mod transfer_kind;
mod typed_in;

pub use approve_closing::{ClosingApproved, approve_closing};
pub use batch::{Batch, BatchEvent, BatchState, Part};
pub use correction::{Correction, CorrectionAsked, Shift, Standing, confirm_correction};
pub use end::{BatchEnded, ClosingAsked, Ended, end};
use error::CloseError;
pub use error::{
    DecideError, EndError, EndedAt, NamedPrice, NotOpen, OpenOrder, PickError, PlaceError, PurchaseError, ReopenError,
    ReverseError, ReverseLotError, StartError, TransferError,
};
pub use figures::{figures_of, totals_by_cashier};
pub use lots::{Lot, LotReversed, find_lot, list_all_lots, list_lots, list_reversed_lots};
pub use pick::{Named, NamedCorridor, pick_open};
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
pub use store::{
    EventRow, find_batch, find_cut_before, find_open_batch, list_batches_in, list_events, list_open_batches,
};
pub use terms::{ClientTotal, ClientVolume, ListedSum, PaidTotal, Transfer, TransferTerms, get_terms, with_terms};
pub use terms_store::{
    OrderEnd, find_terms, list_ends_in_batch, list_orders_of_batch, list_terms, list_volumes_of, sum_listed,
    totals_of_batch,
};
pub use transfer::{
    ClientPlace, ClientTransfer, NewTransfer, RateApproved, RateAsked, RateChoice, TransferPlaced, TransferRepeated,
    Transferred, approve_rate, confirm_transfer, transfer, transfer_for_client,
};
pub use transfer_kind::TransferKind;
use typed_in::channel_for;
