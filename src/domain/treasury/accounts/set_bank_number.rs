//! **Añadir número**: the bank's own number of an account that was opened without it.

use serde::{Deserialize, Serialize};

use super::{AccountError, AccountName, bank_line, named_for_update, store};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, recall, remember};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::{AccountId, RequestId};

/// Which account has which number now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankNumberSet {
    pub account: AccountId,
    pub bank: Option<String>,
    pub reference: String,
}

/// Says what an account's number, or a phone, is at its bank. Its owner may, and a superuser; once.
///
/// # Errors
/// [`AccountError::NotAllowed`] and [`AccountError::NotYours`] for others, [`AccountError::Unknown`], [`AccountError::Closed`],
/// [`AccountError::NoBankNumber`], [`AccountError::ReferenceTooLong`], [`AccountError::HasBankNumber`].
pub async fn set_bank_number(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    account: AccountId,
    typed: &str,
) -> Result<BankNumberSet, AccountError> {
    actor.require(Permission::HoldAccounts)?;
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "accounts.set_bank_number", &(actor.member, account, typed));
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        tx.commit().await?;
        return Ok(outcome);
    }
    let found = named_for_update(&mut tx, actor, &AccountName::of_id(account)).await?;
    if found.member != actor.member {
        actor.require(Permission::SetUpDesk)?;
    }
    let reference = bank_line::number(typed)?.ok_or(AccountError::NoBankNumber)?;
    let now = desk.clock.now();
    if found.reference.is_some() || !store::set_reference(&mut tx, account, &reference).await? {
        return Err(AccountError::HasBankNumber { account });
    }
    let details = serde_json::json!({ "reference": reference });
    store::insert_backlog(&mut tx, account, "bank_number", &details, Some(actor.member), now).await?;
    let outcome = BankNumberSet {
        account,
        bank: found.bank,
        reference,
    };
    remember(&mut tx, &asked, &outcome, now).await?;
    tx.commit().await?;
    Ok(outcome)
}
