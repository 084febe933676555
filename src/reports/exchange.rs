//! Exchanges and transfers between accounts, as they are shown: receipts and lists of them.

use crate::clock::Moment;
use crate::db::{DbError, Paged, Place, Reader};
use crate::domain::flows::exchange::{self, Moved, Operation, OperationFilter, OperationKind, Voucher};
use crate::domain::kernel::money::{Money, Rate};
use crate::domain::people::members::{self, Actor, Permission};
use crate::domain::treasury::accounts::AccountNumber;
use crate::ids::{AccountId, JournalId};

use super::ReadError;
use super::postings::{UndoneBy, undone_by};

/// The receipt of an operation, as one person may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub voucher: Voucher,
    pub kind: OperationKind,
    pub at: Moment,
    pub journal: JournalId,
    pub from: Side,
    pub to: Side,
    /// VES for one unit of what was given; `None` for VES and for a transfer.
    pub bid: Option<Rate>,
    /// VES for one unit of what was got; `None` for VES and for a transfer.
    pub ask: Option<Rate>,
    /// What the desk earned, in VES.
    pub spread: Money,
    pub is_undone: bool,
    /// By whom, when and why, if it was.
    pub undone: Option<UndoneBy>,
}

/// One account of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    pub account: AccountId,
    pub number: AccountNumber,
    pub owner: String,
    /// What left it, or came into it; never negative.
    pub amount: Money,
    /// *Anterior* and *actual*; `None` for whoever may not see this account.
    pub balances: Option<(Money, Money)>,
}

/// A page of operations, newest first, each with its key in the list; for the person themselves and whoever may see
/// everybody's accounts.
///
/// # Errors
/// [`ReadError::NotAllowed`].
pub async fn operations_page(
    reader: &mut Reader,
    actor: &Actor,
    filter: OperationFilter,
    place: Place,
    page_rows: i64,
) -> Result<Paged<(i64, Receipt)>, ReadError> {
    require(actor, filter)?;
    let found = exchange::list_operations(reader, filter, place, page_rows).await?;
    Ok(Paged {
        rows: receipts(reader, actor, found.rows).await?,
        skipped: found.skipped,
        total: found.total,
    })
}

/// The operations that are older than the one with the key `after`, newest first, each with its key; for the same people.
/// Empty when there are no more.
///
/// # Errors
/// [`ReadError::NotAllowed`].
pub async fn operations_after(
    reader: &mut Reader,
    actor: &Actor,
    filter: OperationFilter,
    after: Option<i64>,
    rows_max: i64,
) -> Result<Vec<(i64, Receipt)>, ReadError> {
    require(actor, filter)?;
    let found = exchange::list_operations_after(reader, filter, after, rows_max).await?;
    Ok(receipts(reader, actor, found).await?)
}

fn require(actor: &Actor, filter: OperationFilter) -> Result<(), ReadError> {
    Ok(actor.require(match filter.member == actor.member {
        true => Permission::SeeOwn,
        false => Permission::SeeAccounts,
    })?)
}

async fn receipts(
    reader: &mut Reader,
    actor: &Actor,
    found: Vec<(i64, Operation)>,
) -> Result<Vec<(i64, Receipt)>, DbError> {
    let mut rows = Vec::new();
    for (key, operation) in found {
        rows.push((key, receipt_for(reader, actor, operation).await?));
    }
    Ok(rows)
}

/// The receipt with this voucher; `None` when there is none, or when no account of it is the actor's and they may not see
/// everybody's.
///
/// # Errors
/// [`ReadError::NotAllowed`].
pub async fn receipt(reader: &mut Reader, actor: &Actor, voucher: &Voucher) -> Result<Option<Receipt>, ReadError> {
    actor.require(Permission::SeeOwn)?;
    let Some(operation) = exchange::find_operation(reader, voucher).await? else {
        return Ok(None);
    };
    let is_theirs = [operation.from.owner, operation.to.owner].contains(&actor.member);
    if !is_theirs && !actor.may(Permission::SeeAccounts) {
        return Ok(None);
    }
    Ok(Some(receipt_for(reader, actor, operation).await?))
}

/// What this person may see of an operation: balances only of accounts that they may see.
async fn receipt_for(reader: &mut Reader, actor: &Actor, operation: Operation) -> Result<Receipt, DbError> {
    Ok(Receipt {
        undone: match operation.is_undone {
            true => undone_by(reader, operation.journal).await?,
            false => None,
        },
        from: side(reader, actor, operation.from).await?,
        to: side(reader, actor, operation.to).await?,
        voucher: operation.voucher,
        kind: operation.kind,
        at: operation.at,
        journal: operation.journal,
        bid: operation.bid,
        ask: operation.ask,
        spread: operation.spread,
        is_undone: operation.is_undone,
    })
}

async fn side(reader: &mut Reader, actor: &Actor, moved: Moved) -> Result<Side, DbError> {
    let may_see = moved.owner == actor.member || actor.may(Permission::SeeAccounts);
    Ok(Side {
        owner: members::get_member(reader, moved.owner).await?.name,
        account: moved.account,
        number: moved.number,
        amount: moved.amount,
        balances: may_see.then_some((moved.previous, moved.current)),
    })
}
