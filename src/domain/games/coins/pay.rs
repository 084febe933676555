//! `!pagar @x <monto> [motivo]`: pays coins to another person.

use serde::{Deserialize, Serialize};

use super::{CoinError, readable_reason, store, tell_receiver, typed_coins};
use crate::clock::Moment;
use crate::db::Tx;
use crate::domain::books::ledger::{self, AccountKey, Line, Posting};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{self, Actor, Permission};
use crate::ids::{CoinOfferId, MemberId, RequestId};

/// Who gets how much and what for, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PayCoins {
    pub to: MemberId,
    pub amount: String,
    pub reason: String,
}

/// Who got how much, and what the payer has now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    pub to: MemberId,
    pub name: String,
    pub amount: Money,
    pub reason: Option<String>,
    pub left: Money,
}

/// A payment that its payer has to confirm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    pub offer: CoinOfferId,
    pub name: String,
    pub amount: Money,
    pub reason: Option<String>,
}

/// What became of a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum CoinsPaid {
    Paid(Paid),
    Offered(Offered),
}

/// Pays at once up to the limit; above it only stores an offer that its payer must confirm.
///
/// # Errors
/// [`CoinError::NotAllowed`] for somebody who left the guild; [`CoinError::Amount`], [`CoinError::ReasonTooLong`],
/// [`CoinError::ToOneself`], [`CoinError::NotHere`], [`CoinError::InsufficientFunds`].
pub async fn pay(desk: &Desk, actor: &Actor, request: &RequestId, typed: &PayCoins) -> Result<CoinsPaid, CoinError> {
    actor.require(Permission::MoveCoins)?;
    let asked = Asked::new(request, "coins.pay", &(actor.member, typed));
    once(desk, asked, async |tx, now| {
        let amount = typed_coins(&typed.amount).map_err(|error| CoinError::Amount {
            error,
            currency: Currency::COIN,
        })?;
        let payment = Payment {
            from: actor.member,
            to: typed.to,
            amount,
            reason: readable_reason(&typed.reason)?,
        };
        if payment.from == payment.to {
            return Err(CoinError::ToOneself);
        }
        let payee = members::get_member(tx, payment.to).await?;
        payee.require_here()?;
        let balance = ledger::find_balance_for_update(tx, AccountKey::Coins(payment.from), now).await?;
        let available = balance.available();
        if available.checked_cmp(amount)?.is_lt() {
            return Err(CoinError::InsufficientFunds {
                asked: amount,
                available,
            });
        }
        let needs_word = desk.policy.confirm_coins_above.checked_cmp(amount)?.is_lt();
        let outcome = if needs_word {
            let offer = store::insert_offer(tx, &payment, now).await?;
            CoinsPaid::Offered(Offered {
                offer,
                name: payee.name,
                amount,
                reason: payment.reason,
            })
        } else {
            CoinsPaid::Paid(post(tx, &payment, request, now).await?)
        };
        Ok(outcome)
    })
    .await
}

/// A payment from one member to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Payment {
    pub(super) from: MemberId,
    pub(super) to: MemberId,
    pub(super) amount: Money,
    pub(super) reason: Option<String>,
}

pub(super) async fn post(tx: &mut Tx, payment: &Payment, request: &RequestId, now: Moment) -> Result<Paid, CoinError> {
    let payee = members::get_member(tx, payment.to).await?;
    // The payee may have left since the payment was offered.
    payee.require_here()?;
    let posting = Posting {
        kind: "coins.paid",
        request: request.clone(),
        actor: Some(payment.from),
        at: now,
        details: serde_json::json!({ "reason": payment.reason }),
        lines: vec![
            Line::take(AccountKey::Coins(payment.from), payment.amount)?,
            Line::add(AccountKey::Coins(payment.to), payment.amount),
        ],
    };
    ledger::post(tx, posting).await?;
    let people = (payment.from, payment.to);
    tell_receiver(tx, people, payment.amount, payment.reason.as_deref(), now).await?;
    Ok(Paid {
        to: payment.to,
        name: payee.name,
        amount: payment.amount,
        reason: payment.reason.clone(),
        left: ledger::find_balance(tx, AccountKey::Coins(payment.from))
            .await?
            .available(),
    })
}
