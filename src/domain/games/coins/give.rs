//! `!dar @x <monto> <motivo>`: a superuser gives coins.

use serde::{Deserialize, Serialize};

use super::{CoinError, readable_reason, tell_receiver, typed_coins};
use crate::domain::books::ledger::{self, AccountKey, Line, Posting};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{self, Actor, Permission};
use crate::ids::{MemberId, RequestId};

/// Who gets how much and why, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GiveCoins {
    pub to: MemberId,
    pub amount: String,
    pub reason: String,
}

/// Who got how much, and what they have now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoinsGiven {
    pub name: String,
    pub amount: Money,
    pub reason: String,
    pub has: Money,
}

/// Gives somebody new coins.
///
/// # Errors
/// [`CoinError::NotAllowed`] unless a superuser; [`CoinError::Amount`], [`CoinError::NoReason`],
/// [`CoinError::ReasonTooLong`], [`CoinError::NotHere`].
pub async fn give(desk: &Desk, actor: &Actor, request: &RequestId, typed: &GiveCoins) -> Result<CoinsGiven, CoinError> {
    actor.require(Permission::GiveCoins)?;
    let asked = Asked::new(request, "coins.give", &(actor.member, typed));
    once(desk, asked, async |tx, now| {
        let amount = typed_coins(&typed.amount).map_err(|error| CoinError::Amount {
            error,
            currency: Currency::COIN,
        })?;
        let reason = readable_reason(&typed.reason)?.ok_or(CoinError::NoReason)?;
        let member = members::get_member(tx, typed.to).await?;
        member.require_here()?;
        let (account, now) = (AccountKey::Coins(member.id), now);
        let posting = Posting {
            kind: "coins.given",
            request: request.clone(),
            actor: Some(actor.member),
            at: now,
            details: serde_json::json!({ "member": member.id, "reason": reason }),
            lines: vec![
                Line::take(AccountKey::Issuance(Currency::COIN), amount)?,
                Line::add(account, amount),
            ],
        };
        ledger::post(tx, posting).await?;
        tell_receiver(tx, (actor.member, member.id), amount, Some(&reason), now).await?;
        Ok(CoinsGiven {
            name: member.name,
            amount,
            reason,
            has: ledger::find_balance(tx, account).await?.available(),
        })
    })
    .await
}
