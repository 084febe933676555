//! **Aprobar**: a superuser approves the account that somebody asked for (S0-61).

use serde::{Deserialize, Serialize};

use super::issue::{class_for, issue, post_opening, refuse_second};
use super::store::NewAccount;
use super::{AccountError, AccountNumber};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::{self, AccountChange, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{self, Actor, Permission};
use crate::domain::people::requests::{self, Details, RequestError};
use crate::ids::{AccountId, RequestId, RequestNumber};

/// What was opened, and for whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountApproved {
    pub request: RequestNumber,
    pub account: AccountId,
    pub number: AccountNumber,
    pub owner: String,
    pub balance: Money,
}

/// Approves a request for an account and opens it with its opening balance.
///
/// # Errors
/// [`AccountError::NotAllowed`] unless a superuser; [`AccountError::Request`] when there is no such request or it is
/// decided already; [`AccountError::AlreadyOpen`] and [`AccountError::NoRole`] when the person's accounts or role
/// changed since.
pub async fn approve(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    number: RequestNumber,
) -> Result<AccountApproved, AccountError> {
    actor.require(Permission::DecideRequests)?;
    let asked = Asked::new(request, "accounts.approve", &(actor.member, number));
    once(desk, asked, async |tx, now| {
        let found = requests::begin_decision(tx, number).await?;
        let Details::Account(wanted) = &found.details else {
            return Err(RequestError::Unknown(number).into());
        };
        let owner = members::get_member_for_update(tx, found.member).await?;
        let class = class_for(&owner)?;
        refuse_second(tx, &owner, class, wanted.currency).await?;
        requests::approve(tx, &found, actor.member, now).await?;
        let new = NewAccount {
            member: owner.id,
            currency: wanted.currency,
            class,
            account_type: wanted.account_type,
            bank: wanted.bank.clone(),
            reference: wanted.reference.clone(),
            holder: Some(wanted.holder.clone()),
            opened_by: actor.member,
        };
        let account = issue(tx, &new, now).await?;
        let balance = wanted.opening_balance;
        post_opening(tx, request, actor.member, &account, balance, now).await?;
        let notice = Notice::AccountChanged {
            account: account.id,
            change: AccountChange::Opened { balance },
        };
        outbox::enqueue(tx, &account.outbox_subject(), &notice, now).await?;
        Ok(AccountApproved {
            request: number,
            account: account.id,
            number: account.number,
            owner: owner.name,
            balance,
        })
    })
    .await
}
