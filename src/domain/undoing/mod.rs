//! Any other posting that a person made is undone, once, by its mirror: an account's opening, a deposit, an adjustment; a payment
//! or a gift of coins, the reward of an achievement; a payout that was marked paid.
//!
//! One mechanism for all of them: [`crate::domain::ledger::reverse`] posts the mirror, `undone_postings` says who and why, and
//! everybody whose account it moved is told. Where the money is spent it is refused.

mod error;
mod store;
mod undo;

pub use error::UndoError;
pub use store::{UndonePosting, find_undone};
pub use undo::{Moved, PostingUndone, What, undo};

use crate::coded_enum;
use crate::domain::members::Permission;

coded_enum! {
    /// What can be undone, by the kind of its journal row (docs/BOOKS.md).
    pub enum Undoable {
        Opening => "account.opened",
        Deposit => "account.deposited",
        Adjustment => "account.adjusted",
        CoinPayment => "coins.paid",
        CoinGift => "coins.given",
        Reward => "achievement.reward",
        Payout => "payout.paid",
    }
}

impl Undoable {
    /// The kind of its mirror.
    fn mirror(self) -> &'static str {
        match self {
            Undoable::Opening => "account.opening_undone",
            Undoable::Deposit => "account.deposit_undone",
            Undoable::Adjustment => "account.adjustment_undone",
            Undoable::CoinPayment => "coins.payment_undone",
            Undoable::CoinGift => "coins.gift_undone",
            Undoable::Reward => "achievement.reward_undone",
            Undoable::Payout => "payout.undone",
        }
    }

    /// Who may undo it: whoever may do it, and for what people did among themselves a superuser.
    pub fn permission(self) -> Permission {
        match self {
            Undoable::Opening => Permission::SetUpDesk,
            Undoable::Deposit | Undoable::Adjustment => Permission::AdjustAccounts,
            Undoable::CoinPayment | Undoable::CoinGift | Undoable::Reward => Permission::GiveCoins,
            Undoable::Payout => Permission::DecideRequests,
        }
    }
}
