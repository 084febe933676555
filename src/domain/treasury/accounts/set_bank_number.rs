//! **Añadir número**: adds the bank's own number to an account that was opened without it.

use serde::{Deserialize, Serialize};

use super::{AccountError, AccountName, bank_line, named_for_update, store};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::{AccountId, RequestId};

/// The number that was set, and its account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankNumberSet {
    pub account: AccountId,
    pub bank: Option<String>,
    pub reference: String,
}

/// Sets an account's number, or a phone, at its bank. Only its owner or a superuser may, and only once.
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
    let asked = Asked::new(request, "accounts.set_bank_number", &(actor.member, account, typed));
    once(desk, asked, async |tx, now| {
        let found = named_for_update(tx, actor, &AccountName::of_id(account)).await?;
        if found.member != actor.member {
            actor.require(Permission::SetUpDesk)?;
        }
        let reference = bank_line::number(typed)?.ok_or(AccountError::NoBankNumber)?;
        if found.reference.is_some() || !store::set_reference(tx, account, &reference).await? {
            return Err(AccountError::HasBankNumber { account });
        }
        let details = serde_json::json!({ "reference": reference });
        store::insert_backlog(tx, account, "bank_number", &details, Some(actor.member), now).await?;
        Ok(BankNumberSet {
            account,
            bank: found.bank,
            reference,
        })
    })
    .await
}
