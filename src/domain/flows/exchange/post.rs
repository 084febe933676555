//! Posts an operation: its journal row, and the row that keeps its figures.

use super::operation::Moved;
use super::store;
use super::{Deal, ExchangeError, Operation, OperationKind};
use crate::db::{DbError, Tx};
use crate::domain::books::ledger::{self, LedgerError, Posting};
use crate::domain::kernel::money::Money;
use crate::domain::people::members::By;
use crate::domain::treasury::accounts::Account;
use crate::ids::{MemberId, RequestId};

/// What is to be done, between accounts that the caller has locked.
pub(super) struct NewOperation<'a> {
    pub(super) kind: OperationKind,
    pub(super) member: MemberId,
    pub(super) from: &'a Account,
    pub(super) to: &'a Account,
    pub(super) deal: &'a Deal,
}

/// The kind of its journal row (docs/BOOKS.md).
fn posting_kind(kind: OperationKind) -> &'static str {
    match kind {
        OperationKind::Purchase => "exchange.bought",
        OperationKind::Sale => "exchange.sold",
        OperationKind::Transfer => "account.transferred",
    }
}

/// # Errors
/// [`ExchangeError::InsufficientFunds`], or what else the books refuse.
pub(super) async fn post(
    tx: &mut Tx,
    request: &RequestId,
    by: By,
    new: &NewOperation<'_>,
) -> Result<Operation, ExchangeError> {
    let voucher = store::draw_voucher(tx).await?;
    let posting = Posting {
        kind: posting_kind(new.kind),
        request: request.clone(),
        actor: Some(by.actor),
        at: by.at,
        details: serde_json::json!({
            "voucher": voucher,
            "from": new.from.id,
            "to": new.to.id,
            "from_number": new.from.number,
            "to_number": new.to.number,
            "bid": new.deal.sold.map(|sold| sold.rates.bid),
            "ask": new.deal.bought.map(|bought| bought.rates.ask),
        }),
        lines: new.deal.lines(new.from.key(), new.to.key())?,
    };
    let journal = ledger::post(tx, posting).await.map_err(|error| match error {
        LedgerError::InsufficientFunds { asked, available, .. } => ExchangeError::InsufficientFunds {
            account: new.from.id,
            asked,
            available,
        },
        other => other.into(),
    })?;
    let operation = Operation {
        voucher,
        kind: new.kind,
        member: new.member,
        journal,
        from: moved(tx, new.from, new.deal.give, true).await?,
        to: moved(tx, new.to, new.deal.take, false).await?,
        bid: new.deal.sold.map(|sold| sold.rates.bid),
        ask: new.deal.bought.map(|bought| bought.rates.ask),
        spread: new.deal.spread,
        at: by.at,
        is_undone: false,
    };
    store::insert_operation(tx, &operation, by.actor).await?;
    Ok(operation)
}

async fn moved(tx: &mut Tx, account: &Account, amount: Money, is_given: bool) -> Result<Moved, ExchangeError> {
    let current = ledger::find_balance(tx, account.key()).await?.balance;
    let previous = match is_given {
        true => current.checked_add(amount)?,
        false => current.checked_sub(amount)?,
    };
    if account.state != crate::domain::treasury::accounts::AccountState::Active {
        return Err(DbError::Raced("an account").into());
    }
    Ok(Moved {
        account: account.id,
        number: account.number.clone(),
        owner: account.member,
        amount,
        previous,
        current,
    })
}
