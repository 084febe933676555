//! `!traspasar 0134 3 5000`: money of a bank's central balance goes into a cashier's bank account.

use serde::{Deserialize, Serialize};

use super::figure::{About, CentralAsked, CentralFigure, Typed, ask};
use super::{CentralError, the_bank};
use crate::db::Tx;
use crate::domain::books::ledger::{self, LedgerError, Line, Posting};
use crate::domain::kernel::desk::{Desk, FigureLimits};
use crate::domain::kernel::money::Money;
use crate::domain::kernel::questions::{AsTyped, Asking};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, By, Permission};
use crate::domain::people::requests::checked_reason;
use crate::domain::treasury::accounts::{
    Account, AccountClass, AccountName, AccountNumber, named_for_update, tell_moved,
};
use crate::domain::treasury::banks::Bank;
use crate::ids::{AccountId, BankId, JournalId, RequestId};

/// The kind of its journal row.
pub(super) const TRANSFERRED: &str = "bank.transferred";

/// What goes where. The account may be at another bank, but is in the same currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CentralToAccount {
    pub bank: BankId,
    pub account: AccountId,
    pub amount: Money,
    pub reference: Option<String>,
}

/// What moved, and both balances before and after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CentralTransferred {
    pub bank: BankId,
    pub bank_name: String,
    pub account: AccountId,
    pub number: AccountNumber,
    pub owner: String,
    pub amount: Money,
    pub central_previous: Money,
    pub central_current: Money,
    pub account_previous: Money,
    pub account_current: Money,
    pub journal: JournalId,
}

/// What became of a typed transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum TransferOutcome {
    /// It looks like a slip, and must be confirmed.
    Asked(CentralAsked),
    Transferred(CentralTransferred),
}

/// A transfer that can be made: its account is locked.
pub(super) struct Ready {
    bank: Bank,
    account: Account,
    reason: Option<String>,
}

/// Posts both sides in one row for a caller of the API, and tells the account's cashier.
///
/// # Errors
/// [`CentralError::NotAllowed`] unless admin or superuser; [`CentralError::Bank`], [`CentralError::Account`] for one that
/// is unknown or closed; [`CentralError::NoBankAccount`]; [`CentralError::Reason`]; [`CentralError::InsufficientFunds`].
pub async fn transfer_to_account(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    transfer: &CentralToAccount,
) -> Result<CentralTransferred, CentralError> {
    actor.require(Permission::AdjustAccounts)?;
    let asked = Asked::new(request, "central.transfer", &(actor.member, transfer));
    once(desk, asked, async |tx, now| {
        let ready = ready(tx, actor, transfer).await?;
        let by = By {
            actor: actor.member,
            at: now,
        };
        post(tx, request, by, ready, transfer.amount).await
    })
    .await
}

/// The same as somebody types it: what looks like a slip is asked first.
///
/// # Errors
/// As [`transfer_to_account`].
pub async fn transfer_typed(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    transfer: &CentralToAccount,
    as_typed: &AsTyped,
) -> Result<TransferOutcome, CentralError> {
    actor.require(Permission::AdjustAccounts)?;
    let asked = Asked::new(request, "central.transfer_typed", &(actor.member, transfer));
    once(desk, asked, async |tx, now| {
        let ready = ready(tx, actor, transfer).await?;
        let by = By {
            actor: actor.member,
            at: now,
        };
        let (figure, is_far) = ready.figure(tx, transfer.amount, &desk.policy.figures).await?;
        if is_far {
            let typed = Typed::Transfer(transfer.clone());
            let asking = Asking::First(as_typed.clone());
            return Ok(TransferOutcome::Asked(
                ask(tx, by, About { typed, figure }, asking).await?,
            ));
        }
        let done = post(tx, request, by, ready, transfer.amount).await?;
        Ok(TransferOutcome::Transferred(done))
    })
    .await
}

impl Ready {
    /// What the transfer does to the account, and whether it looks like a slip.
    pub(super) async fn figure(
        &self,
        tx: &mut Tx,
        amount: Money,
        limits: &FigureLimits,
    ) -> Result<(CentralFigure, bool), CentralError> {
        CentralFigure::of_transfer(tx, &self.bank, &self.account, amount, limits).await
    }
}

/// Finds the bank, and locks the account.
pub(super) async fn ready(tx: &mut Tx, actor: &Actor, transfer: &CentralToAccount) -> Result<Ready, CentralError> {
    let bank = the_bank(tx, transfer.bank).await?;
    let account = named_for_update(tx, actor, &AccountName::of_id(transfer.account)).await?;
    if account.class != AccountClass::Bank || account.currency != bank.currency {
        return Err(CentralError::NoBankAccount {
            account: account.id,
            currency: bank.currency,
        });
    }
    let reason = transfer.reference.as_deref().map(checked_reason).transpose()?;
    Ok(Ready { bank, account, reason })
}

pub(super) async fn post(
    tx: &mut Tx,
    request: &RequestId,
    by: By,
    ready: Ready,
    amount: Money,
) -> Result<CentralTransferred, CentralError> {
    let Ready { bank, account, reason } = ready;
    let posting = Posting {
        kind: TRANSFERRED,
        request: request.clone(),
        actor: Some(by.actor),
        at: by.at,
        details: serde_json::json!({ "bank": bank.id, "account": account.id, "reason": reason }),
        lines: vec![Line::take(bank.central(), amount)?, Line::add(account.key(), amount)],
    };
    let journal = ledger::post(tx, posting).await;
    let journal = journal.map_err(|error| CentralError::of_books(error, bank.id))?;
    let central = ledger::find_balance(tx, bank.central()).await?.balance;
    let current = ledger::find_balance(tx, account.key()).await?.balance;
    let owner = tell_moved(tx, &account, (amount, current), reason, by).await?;
    Ok(CentralTransferred {
        bank: bank.id,
        bank_name: bank.name,
        account: account.id,
        number: account.number.clone(),
        owner,
        amount,
        central_previous: central.checked_add(amount).map_err(LedgerError::Money)?,
        central_current: central,
        account_previous: current.checked_sub(amount).map_err(LedgerError::Money)?,
        account_current: current,
        journal,
    })
}
