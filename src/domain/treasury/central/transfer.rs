//! Money of a bank's central balance goes into a cashier's bank account.

use serde::{Deserialize, Serialize};

use super::CentralError;
use crate::domain::books::ledger::{self, LedgerError, Line, Posting};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::{self, AccountChange, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{self, Actor, Permission};
use crate::domain::people::requests::checked_reason;
use crate::domain::treasury::accounts::{AccountClass, AccountName, AccountNumber, named_for_update};
use crate::domain::treasury::banks::{BankError, find_bank};
use crate::ids::{AccountId, BankId, JournalId, RequestId};

/// What goes where. The account may be at another bank, but is in the same currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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

/// Posts both sides in one row, and tells the account's cashier.
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
        let bank = find_bank(tx, transfer.bank).await?;
        let bank = bank.ok_or(BankError::UnknownId(transfer.bank))?;
        let account = named_for_update(tx, actor, &AccountName::of_id(transfer.account)).await?;
        if account.class != AccountClass::Bank || account.currency != bank.currency {
            return Err(CentralError::NoBankAccount {
                account: account.id,
                currency: bank.currency,
            });
        }
        let reason = transfer.reference.as_deref().map(checked_reason).transpose()?;
        let posting = Posting {
            kind: "bank.transferred",
            request: request.clone(),
            actor: Some(actor.member),
            at: now,
            details: serde_json::json!({ "bank": bank.id, "account": account.id, "reason": reason }),
            lines: vec![
                Line::take(bank.central(), transfer.amount)?,
                Line::add(account.key(), transfer.amount),
            ],
        };
        let journal = ledger::post(tx, posting).await;
        let journal = journal.map_err(|error| CentralError::of_books(error, bank.id))?;
        let central = ledger::find_balance(tx, bank.central()).await?.balance;
        let current = ledger::find_balance(tx, account.key()).await?.balance;
        let owner = members::get_member(tx, account.member).await?;
        if owner.id != actor.member {
            let change = AccountChange::Moved {
                amount: transfer.amount,
                current,
                reason,
            };
            let notice = Notice::AccountChanged {
                account: account.id,
                change,
            };
            outbox::enqueue(tx, &account.outbox_subject(), &notice, now).await?;
        }
        Ok(CentralTransferred {
            bank: bank.id,
            bank_name: bank.name,
            account: account.id,
            number: account.number.clone(),
            owner: owner.name,
            amount: transfer.amount,
            central_previous: central.checked_add(transfer.amount).map_err(LedgerError::Money)?,
            central_current: central,
            account_previous: current.checked_sub(transfer.amount).map_err(LedgerError::Money)?,
            account_current: current,
            journal,
        })
    })
    .await
}
