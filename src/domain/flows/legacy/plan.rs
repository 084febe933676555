//! What an import will write.

use std::collections::HashMap;

use super::CURRENCIES;
use crate::clock::Moment;
use crate::domain::kernel::money::Currency;
use crate::domain::people::requests::AccountType;
use crate::domain::treasury::accounts::AccountNumber;

/// A client of the old book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedClient {
    pub old_id: i64,
    pub name: String,
    /// As they are stored.
    pub stored: StoredClient,
    /// What they will be known by.
    pub cedula: Option<String>,
    pub phone: Option<String>,
    pub is_active: bool,
}

/// What the old book says of a client, as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredClient {
    pub name: Option<String>,
    pub cedula: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub born: Option<String>,
    pub referred_by: Option<String>,
}

/// An account that will be opened. Its owner is the client of that place in [`Plan::clients`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedAccount {
    pub client: usize,
    pub currency: Currency,
    /// `None`: a new one is drawn.
    pub number: Option<AccountNumber>,
    pub account_type: AccountType,
    /// `None`: the moment of the import.
    pub opened_at: Option<Moment>,
    pub is_closed: bool,
    /// What it will hold, in ten-thousandths.
    pub balance: i64,
    /// How far below zero it goes while it is written; 0 when nothing negative comes in.
    pub negative: i64,
}

/// A row of the old table of accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedRow {
    pub old_id: i64,
    /// The client's place in [`Plan::clients`].
    pub client: usize,
    /// As it is stored.
    pub number: Option<String>,
    pub state: Option<String>,
    pub created: Option<String>,
    /// The account that bears its number.
    pub own: usize,
    /// Per currency: the account that the money comes into first, and how much, in ten-thousandths.
    pub parts: Vec<(usize, i64)>,
    /// What goes on from [`PlannedRow::own`] to the client's open account in the same currency.
    pub merged: Option<(usize, i64)>,
    /// The client's account in each of [`CURRENCIES`], for the old transactions of this row.
    pub history: [Option<usize>; CURRENCIES.len()],
}

/// Sums of one currency, in ten-thousandths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// In the old book, as people saw it.
    pub before: i128,
    /// What decisions added or left behind.
    pub decided: i128,
    /// In the desk.
    pub after: i128,
}

/// Everything that will be written, but for the transactions, which are read again.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    pub clients: Vec<PlannedClient>,
    pub accounts: Vec<PlannedAccount>,
    pub rows: Vec<PlannedRow>,
    /// The place of an old account in [`Plan::rows`].
    pub(super) place_of_row: HashMap<i64, usize>,
    pub totals: [Totals; CURRENCIES.len()],
    /// Per client, what was seen in the old book in each currency.
    pub(super) before_of_client: Vec<[i128; CURRENCIES.len()]>,
    pub transactions: u64,
}

impl Plan {
    /// What a client had and will have in each currency that is not zero in both, in ten-thousandths.
    pub fn of_client(&self, client: usize) -> Vec<(Currency, i128, i128)> {
        let mut after = [0_i128; CURRENCIES.len()];
        for account in self.accounts_of(client) {
            if let Some(slot) = super::slot(account.currency) {
                after[slot] += i128::from(account.balance);
            }
        }
        let before = self.before_of_client.get(client).copied().unwrap_or_default();
        let all = CURRENCIES.into_iter().zip(before).zip(after);
        all.map(|((currency, before), after)| (currency, before, after))
            .filter(|(_, before, after)| (*before, *after) != (0, 0))
            .collect()
    }

    /// The accounts of a client, those of one client next to each other.
    pub fn accounts_of(&self, client: usize) -> &[PlannedAccount] {
        let from = self.accounts.partition_point(|account| account.client < client);
        let to = self.accounts.partition_point(|account| account.client <= client);
        &self.accounts[from..to]
    }
}
