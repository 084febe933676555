//! Numbered accounts: a member's money in one currency, and the bank accounts that cashiers pay from.
//!
//! An account's balance is its ledger account's, `account:<id>:<currency>`: *anterior, insertado, actual* are the
//! entry's three figures (S0-8, S0-62).

mod error;
mod open;
mod store;

pub use error::AccountError;
pub use open::{AccountOpened, OpenAccount, open};
pub use store::{PayingAccount, ensure_member_account, find_account, list_paying_accounts, list_paying_currencies};

use crate::coded_enum;
use crate::domain::ledger::AccountKey;
use crate::domain::money::Currency;
use crate::ids::{AccountId, MemberId};

coded_enum! {
    /// Whose kind of account it is.
    pub enum AccountClass {
        /// A cashier pays from it.
        Bank => "bank",
        /// Anybody else's money at the desk.
        Member => "member",
    }
}

/// An account in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub member: MemberId,
    pub currency: Currency,
    pub class: AccountClass,
    pub bank: Option<String>,
}

impl Account {
    /// Its account in the books.
    pub fn key(&self) -> AccountKey {
        AccountKey::Account(self.id, self.currency)
    }
}
