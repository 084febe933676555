//! Posts money that came into an account or left it outside the desk, as an admin says: `world ∓x, account ±x`.

use serde::{Deserialize, Serialize};

use super::figure::FigureAsked;
use super::{Account, AccountError, AccountNumber};
use crate::db::{DbError, Tx};
use crate::domain::books::ledger::{self, AccountKey, LedgerError, Line, Posting};
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::{self, AccountChange, Notice};
use crate::domain::people::members::{self, By};
use crate::ids::{AccountId, JournalId, RequestId};

/// What moved, and the balance before and after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountMoved {
    pub account: AccountId,
    pub number: AccountNumber,
    pub owner: String,
    /// Negative when it was taken.
    pub amount: Money,
    pub previous: Money,
    pub current: Money,
    /// The journal row, by whose number it can be undone; receipts of older versions have none.
    #[serde(default)]
    pub movement: Option<JournalId>,
}

/// What became of a typed deposit or adjustment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Moved {
    /// It looks like a slip, and must be confirmed.
    Asked(FigureAsked),
    Moved(AccountMoved),
}

/// What is to be moved.
pub(super) struct Moving {
    pub(super) kind: &'static str,
    pub(super) account: Account,
    pub(super) amount: Money,
    pub(super) reason: Option<String>,
}

/// Posts it, and tells the owner unless they did it themselves.
///
/// # Errors
/// [`AccountError::BelowFloor`], or what else the books refuse.
pub(super) async fn post(
    tx: &mut Tx,
    request: &RequestId,
    by: By,
    moving: Moving,
) -> Result<AccountMoved, AccountError> {
    let Moving {
        kind,
        account,
        amount,
        reason,
    } = moving;
    let posting = Posting {
        kind,
        request: request.clone(),
        actor: Some(by.actor),
        at: by.at,
        details: serde_json::json!({ "account": account.id, "reason": reason }),
        lines: vec![
            Line::take(AccountKey::World(account.currency), amount)?,
            Line::add(account.key(), amount),
        ],
    };
    let movement = ledger::post(tx, posting).await.map_err(|error| match error {
        LedgerError::InsufficientFunds { asked, available, .. } => AccountError::BelowFloor {
            account: account.id,
            asked,
            available,
        },
        other => other.into(),
    })?;
    let current = ledger::find_balance(tx, account.key()).await?.balance;
    let owner = tell_moved(tx, &account, (amount, current), reason, by).await?;
    Ok(AccountMoved {
        account: account.id,
        number: account.number.clone(),
        owner,
        amount,
        previous: current.checked_sub(amount).map_err(LedgerError::Money)?,
        current,
        movement: Some(movement),
    })
}

/// Tells the owner of an account what somebody else moved in it, and what it has now; returns the owner's name.
pub(in crate::domain::treasury) async fn tell_moved(
    tx: &mut Tx,
    account: &Account,
    (amount, current): (Money, Money),
    reason: Option<String>,
    by: By,
) -> Result<String, DbError> {
    let owner = members::get_member(tx, account.member).await?;
    if owner.id != by.actor {
        let change = AccountChange::Moved {
            amount,
            current,
            reason,
        };
        let notice = Notice::AccountChanged {
            account: account.id,
            change,
        };
        outbox::enqueue(tx, &account.outbox_subject(), &notice, by.at).await?;
    }
    Ok(owner.name)
}
