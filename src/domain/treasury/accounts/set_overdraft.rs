//! `!sobregiro 3 5000`: sets how far below zero an account may go.

use serde::{Deserialize, Serialize};

use super::{AccountError, AccountName, AccountNumber, named_for_update, store};
use crate::domain::books::ledger::{self, FloorChange, LedgerError};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::{AmountError, Money, parse_amount};
use crate::domain::kernel::outbox::{self, AccountChange, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{self, Actor, Permission};
use crate::ids::{AccountId, RequestId};

/// Which account, and how far, as typed. Zero ends an overdraft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverdraftLimit {
    pub account: AccountName,
    pub limit: String,
}

/// The overdraft that an account has now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverdraftSet {
    pub account: AccountId,
    pub number: AccountNumber,
    pub owner: String,
    pub before: Money,
    pub now: Money,
    pub available: Money,
}

/// Sets an account's floor to `−limit`. The change is sealed into the books as `account.floor`.
///
/// # Errors
/// [`AccountError::NotAllowed`] unless a superuser, those of [`super::named`], [`AccountError::Closed`],
/// [`AccountError::Limit`], [`AccountError::AlreadyBelow`].
pub async fn set_overdraft(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    wanted: &OverdraftLimit,
) -> Result<OverdraftSet, AccountError> {
    actor.require(Permission::SetFloors)?;
    let asked = Asked::new(request, "accounts.set_overdraft", &(actor.member, wanted));
    once(desk, asked, async |tx, now| {
        let account = named_for_update(tx, actor, &wanted.account).await?;
        let limit = match parse_amount(&wanted.limit, account.currency) {
            Err(AmountError::Zero) => Money::zero(account.currency),
            limit => limit.map_err(AccountError::Limit)?,
        };
        let floor = limit.checked_neg().map_err(LedgerError::Money)?;
        let before = ledger::find_balance_for_update(tx, account.key(), now).await?.floor;
        if floor != before {
            let change = FloorChange {
                account: account.key(),
                floor,
                request: request.clone(),
                actor: actor.member,
                at: now,
            };
            ledger::set_floor(tx, change).await.map_err(|error| match error {
                LedgerError::BelowNewFloor { available, .. } => AccountError::AlreadyBelow {
                    account: account.id,
                    stands: available,
                    limit,
                },
                other => other.into(),
            })?;
            let details = serde_json::json!({ "before": before, "floor": floor });
            store::insert_backlog(tx, account.id, "floor_set", &details, Some(actor.member), now).await?;
            if account.member != actor.member {
                let notice = Notice::AccountChanged {
                    account: account.id,
                    change: AccountChange::Overdraft { limit },
                };
                outbox::enqueue(tx, &account.outbox_subject(), &notice, now).await?;
            }
        }
        Ok(OverdraftSet {
            account: account.id,
            owner: members::get_member(tx, account.member).await?.name,
            before: before.checked_neg().map_err(LedgerError::Money)?,
            now: limit,
            available: ledger::find_balance(tx, account.key()).await?.available(),
            number: account.number,
        })
    })
    .await
}
