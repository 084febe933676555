//! Numbered accounts: a member's money in one currency, and the bank accounts that cashiers pay from.
//!
//! An account's balance is that of its ledger account `account:<id>:<currency>`: *anterior, insertado, actual* are the
//! entry's three figures (S0-8, S0-62). Its number has 20 digits: the currency's prefix and 18 random ones (S4-6,
//! A member has one active account per currency; of bank accounts there may be several in one currency (S4-5,
//! Every change of an account is one row of `account_backlog`; every movement is in the books.

mod adjust;
mod approve;
mod ask;
mod bank_line;
mod banks_store;
mod bring_in;
mod bring_in_store;
mod confirm;
mod credit;
mod deposit;
mod error;
mod figure;
mod issue;
mod movement;
mod moving;
mod named;
mod number;
mod number_all;
mod open;
mod prepaid;
mod recharge;
mod recognise;
mod reopen;
mod returned;
mod set_bank_number;
mod set_overdraft;
mod store;
mod sums;

pub use adjust::{Adjustment, adjust};
pub use approve::{AccountApproved, approve};
pub use ask::{AccountAsked, AskAccount, ask};
pub use banks_store::{BankAccount, list_bank_accounts, list_cashiers_at};
pub(crate) use bring_in::{BroughtAccount, bring_in};
pub(crate) use bring_in_store::list_stored_balances;
pub use confirm::{FigureConfirmed, confirm};
pub use credit::{Credit, credit};
pub use deposit::{Deposit, deposit};
pub use error::AccountError;
pub use figure::{AccountFigure, FigureAsked};
pub use issue::ensure_member_account;
pub(crate) use issue::open_own;
pub use movement::Movement;
pub(in crate::domain::treasury) use moving::tell_moved;
pub use moving::{AccountMoved, Moved};
pub(crate) use named::named_for_update;
pub use named::{AccountName, named};
pub use number::AccountNumber;
pub use number_all::number_all;
pub use open::{AccountOpened, OpenAccount, Opening, open};
pub use prepaid::{PrepaidDeposit, deposit_prepaid};
pub use recharge::{ByHand, Recharge, move_by_hand, recharge};
pub use recognise::recognise_all;
pub(crate) use reopen::{reopen_for_return, tell_reopened, tell_reopened_for_batch, tell_returned};
pub(crate) use returned::{reverse_seen, target_of};
pub use set_bank_number::{BankNumberSet, set_bank_number};
pub use set_overdraft::{OverdraftLimit, OverdraftSet, set_overdraft};
pub(crate) use store::close_account;
pub use store::{
    PayingAccount, find_account, find_account_numbered, find_own, list_accounts_of, list_all_accounts,
    list_paused_accounts, list_paying_accounts, list_paying_currencies,
};
pub use sums::Sums;
pub(in crate::domain::treasury) use sums::most_taken;

use crate::coded_enum;
use crate::db::{DbError, Tx};
use crate::domain::books::ledger::AccountKey;
use crate::domain::kernel::money::Currency;
use crate::domain::people::requests::AccountType;
use crate::ids::{AccountId, BankId, MemberId};

coded_enum! {
    /// What an account is used for.
    pub enum AccountClass {
        /// A cashier pays from it.
        Bank => "bank",
        /// It holds anybody else's money at the desk.
        Member => "member",
    }
}

coded_enum! {
    /// Whether an account can still be used.
    pub enum AccountState {
        Active => "active",
        Closed => "closed",
    }
}

/// An account in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub number: AccountNumber,
    pub member: MemberId,
    pub currency: Currency,
    pub class: AccountClass,
    pub account_type: AccountType,
    pub state: AccountState,
    pub bank: Option<String>,
    /// The bank's row, if what was typed names one.
    pub bank_id: Option<BankId>,
    /// Its number, or a phone, at the bank.
    pub reference: Option<String>,
    pub holder: Option<String>,
}

impl Account {
    /// Its account in the books.
    pub fn key(&self) -> AccountKey {
        AccountKey::Account(self.id, self.currency)
    }

    /// The subject of notices about this account, so that they are told in order.
    pub fn outbox_subject(&self) -> String {
        subject_of(self.id)
    }
}

/// The subject of notices about an account, so that they are told in order.
pub(crate) fn subject_of(account: AccountId) -> String {
    format!("account:{account}")
}

/// Whose account it is.
///
/// # Errors
/// A fault; [`DbError::Corrupt`] when there is no such account.
pub(crate) async fn get_owner(tx: &mut Tx, account: AccountId) -> Result<MemberId, DbError> {
    Ok(store::get_account(tx, account).await?.member)
}
