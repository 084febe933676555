//! Brings accounts of an older book in, many in one unit: with the numbers that they had, or with new ones.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashSet};

use super::bring_in_store as store;
use super::{AccountNumber, store as accounts};
use crate::clock::Moment;
use crate::db::{DbError, RowsOf, Tx};
use crate::domain::kernel::money::Currency;
use crate::domain::people::members::By;
use crate::domain::people::requests::AccountType;
use crate::ids::{AccountId, MemberId};

/// How often numbers are drawn until all are free.
const DRAWS_MAX: usize = 8;

/// A member's own account of an older book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BroughtAccount<'a> {
    pub(crate) member: MemberId,
    pub(crate) currency: Currency,
    /// `None`: a new one.
    pub(crate) number: Option<&'a AccountNumber>,
    pub(crate) account_type: AccountType,
    pub(crate) opened_at: Moment,
    pub(crate) is_closed: bool,
}

/// An account with the number that it got.
pub(super) struct Numbered<'a> {
    pub(super) account: &'a BroughtAccount<'a>,
    pub(super) number: AccountNumber,
}

/// Opens them, each with a row in the backlog. Returns their ids, in order. `drawn`: numbers that this unit gave out.
pub(crate) async fn bring_in(
    tx: &mut Tx,
    brought: &[BroughtAccount<'_>],
    drawn: &mut HashSet<AccountNumber>,
    by: By,
) -> Result<Vec<AccountId>, DbError> {
    let mut numbers = drawn_for(tx, brought, drawn).await?.into_iter();
    let mut numbered = Vec::with_capacity(brought.len());
    for account in brought {
        let number = match account.number {
            Some(number) => number.clone(),
            None => numbers.next().ok_or_else(no_number)?,
        };
        numbered.push(Numbered { account, number });
    }
    let ids = tx.next_row_ids(RowsOf::Accounts, brought.len()).await?;
    let ids: Vec<AccountId> = ids.into_iter().map(AccountId::new).collect();
    tx.write_now(store::rows(&ids, &numbered, by)).await?;
    Ok(ids)
}

/// A free number for each account that has none, in order.
async fn drawn_for(
    tx: &mut Tx,
    brought: &[BroughtAccount<'_>],
    drawn: &mut HashSet<AccountNumber>,
) -> Result<Vec<AccountNumber>, DbError> {
    let mut prefixes: BTreeMap<Currency, String> = BTreeMap::new();
    for account in brought.iter().filter(|account| account.number.is_none()) {
        if let Entry::Vacant(slot) = prefixes.entry(account.currency) {
            slot.insert(accounts::prefix_of(tx, account.currency).await?);
        }
    }
    let wanted = brought.iter().filter(|account| account.number.is_none());
    let wanted: Vec<&String> = wanted.filter_map(|account| prefixes.get(&account.currency)).collect();
    for _ in 0..DRAWS_MAX {
        let numbers: Vec<AccountNumber> = wanted.iter().map(|prefix| AccountNumber::draw(prefix)).collect();
        let is_fresh =
            numbers.iter().all(|number| !drawn.contains(number)) && !store::is_any_taken(tx, &numbers).await?;
        let different: HashSet<AccountNumber> = numbers.iter().cloned().collect();
        if is_fresh && different.len() == numbers.len() {
            drawn.extend(different);
            return Ok(numbers);
        }
    }
    Err(no_number())
}

fn no_number() -> DbError {
    DbError::Corrupt("no account number is free".to_owned())
}
