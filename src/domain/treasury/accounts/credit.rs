//! `!acreditar @persona VES 5000 remesa de Perú`: money came in for somebody from outside; their account is made when it is
//! missing.

use serde::{Deserialize, Serialize};

use super::deposit::carry_out;
use super::issue::{class_for, ensure_member_account};
use super::{AccountClass, AccountError, AccountName, Deposit, Moved};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::parse_amount;
use crate::domain::kernel::questions::AsTyped;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{self, Actor, Permission};
use crate::domain::treasury::rates::{PlaceOrCurrency, resolve};
use crate::ids::{MemberId, RequestId};

/// What came in for whom, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    pub member: MemberId,
    pub currency: PlaceOrCurrency,
    pub amount: String,
    pub reason: Option<String>,
}

/// Puts money into a person's own account of a currency, and opens it first when they have none.
///
/// # Errors
/// [`AccountError::PaysOrders`] for a cashier, whose accounts are named by their number; [`AccountError::NoRole`] for a
/// guest; otherwise as [`super::deposit`].
pub async fn credit(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    credit: &Credit,
    as_typed: &AsTyped,
) -> Result<Moved, AccountError> {
    actor.require(Permission::AdjustAccounts)?;
    let asked = Asked::new(request, "accounts.credit", &(actor.member, credit));
    once(desk, asked, async |tx, now| {
        let owner = members::get_member_for_update(tx, credit.member).await?;
        if class_for(&owner)? == AccountClass::Bank {
            return Err(AccountError::PaysOrders { name: owner.name });
        }
        let currency = resolve(tx, &credit.currency).await.map_err(AccountError::of_currency)?;
        // A wrong amount opens nothing.
        parse_amount(&credit.amount, currency).map_err(AccountError::Amount)?;
        let account = ensure_member_account(tx, owner.id, currency, actor.member, now).await?;
        let deposit = Deposit {
            account: AccountName::new(&account.to_string()),
            amount: credit.amount.clone(),
            reason: credit.reason.clone(),
        };
        carry_out(tx, (desk, actor), request, (&deposit, as_typed), now).await
    })
    .await
}
