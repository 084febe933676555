//! Undoes any other posting that a person made, once, by its mirror: an account's opening, a deposit, an adjustment; what
//! came into or left a bank's central balance; a payment or a gift of coins, the daily coins, points that became coins,
//! the reward of an achievement; a payout that was marked as paid.
//!
//! All of them work the same way: [`crate::domain::books::ledger::reverse`] posts the mirror, `undone_postings` records
//! who and why, and everybody whose account it moved is told. It is refused when the money was spent, and asked about
//! first when orders lose the money that they are to be paid with.
//!
//! Only the money comes back: an achievement stays completed, and the daily coins stay taken. Otherwise the next step,
//! or the next `!diario`, would pay the same again.

mod error;
mod losing;
mod store;
mod undo;

pub use error::UndoError;
pub use losing::{UndoAsked, confirm};
pub use store::{UndonePosting, find_undone};
pub use undo::{Moved, PostingUndone, Undoing, What, undo};

use crate::coded_enum;
use crate::domain::people::members::Permission;

coded_enum! {
    /// What can be undone, by the kind of its journal row (docs/BOOKS.md).
    pub enum Undoable {
        Opening => "account.opened",
        Deposit => "account.deposited",
        Adjustment => "account.adjusted",
        CentralRecharge => "bank.recharged",
        CentralAdjustment => "bank.adjusted",
        CentralTransfer => "bank.transferred",
        CoinPayment => "coins.paid",
        CoinGift => "coins.given",
        DailyCoins => "coins.daily",
        Redemption => "points.redeemed",
        Reward => "achievement.reward",
        Payout => "payout.paid",
    }
}

impl Undoable {
    /// The kind of the mirror's journal row.
    fn mirror(self) -> &'static str {
        match self {
            Undoable::Opening => "account.opening_undone",
            Undoable::Deposit => "account.deposit_undone",
            Undoable::Adjustment => "account.adjustment_undone",
            Undoable::CentralRecharge => "bank.recharge_undone",
            Undoable::CentralAdjustment => "bank.adjustment_undone",
            Undoable::CentralTransfer => "bank.transfer_undone",
            Undoable::CoinPayment => "coins.payment_undone",
            Undoable::CoinGift => "coins.gift_undone",
            Undoable::DailyCoins => "coins.daily_undone",
            Undoable::Redemption => "points.redemption_undone",
            Undoable::Reward => "achievement.reward_undone",
            Undoable::Payout => "payout.undone",
        }
    }

    /// Who may undo it: whoever may do it; for what people did among themselves, a superuser.
    pub fn permission(self) -> Permission {
        match self {
            Undoable::Opening => Permission::SetUpDesk,
            Undoable::Deposit
            | Undoable::Adjustment
            | Undoable::CentralRecharge
            | Undoable::CentralAdjustment
            | Undoable::CentralTransfer => Permission::AdjustAccounts,
            Undoable::CoinPayment
            | Undoable::CoinGift
            | Undoable::DailyCoins
            | Undoable::Redemption
            | Undoable::Reward => Permission::GiveCoins,
            Undoable::Payout => Permission::DecideRequests,
        }
    }
}
