//! Deposits and withdrawals: orders that move a player's money in or out through a cashier (S3-8, S3-11).
//!
//! A deposit moves nothing until its cashier confirms it. A withdrawal holds the player's money at once.
//! Postings: `deposit.completed` `world −x, account (cashier's bank) +x; players −x, account (player's) +x`;
//! `withdrawal.completed` the opposite, settling the hold.

mod ask;
mod cash_kind;
mod confirm;
mod error;
mod moves;
mod named_account;
mod offered;
mod payment;
mod payment_store;
mod repeated;
mod revert;
mod said;
mod terms_store;

pub use ask::{AskCash, Asker, CashAsked, Direction, ask};
pub use confirm::{CashConfirmed, ConfirmCash, confirm};
pub use error::CashError;
pub use payment::{DETAIL_CHARS_MAX, NOTES_CHARS_MAX, PaymentDetails, SaidPayment};
pub use payment_store::list_payments;
pub use repeated::{RepeatedPayment, tell_repeated};
pub use revert::{CashReverted, revert_order};
pub use said::{PaymentSaid, say_paid};
pub use terms_store::{find_cash_terms, list_cash_terms};

use crate::ids::AccountId;

/// What only a deposit or a withdrawal has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashTerms {
    /// The player's account.
    pub account: AccountId,
    /// How it is paid: `transferencia`, `pago_movil`, or other words.
    pub method: String,
}
