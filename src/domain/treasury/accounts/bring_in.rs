//! Brings accounts of an older book in, many in one unit: with the numbers that they had, or with new ones.

use std::collections::HashSet;

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
    let mut numbered = Vec::with_capacity(brought.len());
    for account in brought {
        let number = match account.number {
            Some(number) => number.clone(),
            None => draw(tx, account.currency, drawn).await?,
        };
        numbered.push(Numbered { account, number });
    }
    let ids = tx.next_row_ids(RowsOf::Accounts, brought.len()).await?;
    let ids: Vec<AccountId> = ids.into_iter().map(AccountId::new).collect();
    tx.write_now(store::rows(&ids, &numbered, by)).await?;
    Ok(ids)
}

async fn draw(tx: &mut Tx, currency: Currency, drawn: &mut HashSet<AccountNumber>) -> Result<AccountNumber, DbError> {
    let prefix = accounts::prefix_of(tx, currency).await?;
    for _ in 0..DRAWS_MAX {
        let number = AccountNumber::draw(&prefix);
        let is_free = accounts::find_account_numbered(tx, &number).await?.is_none();
        if is_free && drawn.insert(number.clone()) {
            return Ok(number);
        }
    }
    Err(DbError::Corrupt("no account number is free".to_owned()))
}
