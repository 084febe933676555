//! **Pagado**: a superuser has paid somebody's earnings, and the payout is posted (S0-69, S0-70).

use serde::{Deserialize, Serialize};

use super::{PayoutError, store};
use crate::domain::books::ledger::{self, AccountKey, Line, Posting};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{self, Actor, Permission};
use crate::domain::people::requests::{self, Details};
use crate::ids::{RequestId, RequestNumber};

/// The paid payout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayoutPaid {
    pub number: RequestNumber,
    pub name: String,
    pub amount: Money,
}

/// Settles the hold and posts the payout. The person is told, with the capture.
///
/// # Errors
/// [`PayoutError::NotAllowed`] unless the actor is a superuser; [`PayoutError::NotAPayout`];
/// [`PayoutError::NoCapture`]; [`PayoutError::Request`] when there is no such request or it was already decided.
pub async fn pay(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    number: RequestNumber,
) -> Result<PayoutPaid, PayoutError> {
    actor.require(Permission::DecideRequests)?;
    let asked = Asked::new(request, "payouts.pay", &(actor.member, number));
    once(desk, asked, async |tx, now| {
        let found = requests::begin_decision(tx, number).await?;
        let Details::Payout(payout) = &found.details else {
            return Err(PayoutError::NotAPayout(number));
        };
        if !store::has_proof(tx, number).await? {
            return Err(PayoutError::NoCapture(number));
        }
        let name = members::get_member(tx, found.member).await?.name;
        requests::approve(tx, &found, actor.member, now).await?;
        let posting = Posting {
            kind: "payout.paid",
            request: request.clone(),
            actor: Some(actor.member),
            at: now,
            details: serde_json::json!({ "request": number, "member": found.member }),
            lines: vec![
                Line::take(AccountKey::Earnings(found.member), payout.amount)?,
                Line::add(AccountKey::Payouts, payout.amount),
            ],
        };
        ledger::settle(tx, payout.hold, posting).await?;
        Ok(PayoutPaid {
            number,
            name,
            amount: payout.amount,
        })
    })
    .await
}
