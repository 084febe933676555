//! **Confirmar** on a transfer: moves the money, and tells whoever gets it.

use serde::{Deserialize, Serialize};

use super::find_accounts::lock;
use super::post::{NewOperation, post};
use super::transfer::{About, Ready, TransferAsked, ask, ready};
use super::{Deal, ExchangeError, Operation, OperationKind};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::kernel::outbox::{self, AccountChange, Notice};
use crate::domain::kernel::questions::{self, Asking, QuestionKind};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, By, Permission};
use crate::ids::{QuestionId, RequestId};

/// What became of a confirmed transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum TransferDone {
    /// The balance had changed: it is asked about again.
    Asked(TransferAsked),
    Done(Box<Operation>),
}

/// Does the transfer, once, when it still does what was shown; otherwise asks again.
///
/// # Errors
/// [`ExchangeError::Question`]; otherwise as [`super::ask_transfer`].
pub async fn confirm_transfer(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    question: QuestionId,
) -> Result<TransferDone, ExchangeError> {
    actor.require(Permission::ExchangeMoney)?;
    let asked = Asked::new(request, "exchange.confirm_transfer", &(actor.member, question));
    once(desk, asked, async |tx, now| {
        let kinds = [QuestionKind::AccountTransfer];
        let seen: About = questions::begin_confirming(tx, &kinds, actor.member, question, now).await?;
        let first = ready(tx, actor, &seen.wanted).await?;
        lock(tx, [&first.from.account, &first.to]).await?;
        let Ready { from, to, transfer } = ready(tx, actor, &seen.wanted).await?;
        if transfer != seen.transfer {
            questions::mark_outdated(tx, question, now).await?;
            let about = About {
                wanted: seen.wanted,
                transfer,
            };
            return Ok(TransferDone::Asked(
                ask(tx, actor, about, Asking::Again(question), now).await?,
            ));
        }
        questions::mark_confirmed(tx, question, now).await?;
        let new = NewOperation {
            kind: OperationKind::Transfer,
            member: actor.member,
            from: &from.account,
            to: &to,
            deal: &unchanged(transfer.amount),
        };
        let by = By {
            actor: actor.member,
            at: now,
        };
        let done = post(tx, request, by, &new).await?;
        if to.member != actor.member {
            let change = AccountChange::Received {
                amount: done.to.amount,
                current: done.to.current,
                from: actor.member,
            };
            let notice = Notice::AccountChanged { account: to.id, change };
            outbox::enqueue(tx, &to.outbox_subject(), &notice, now).await?;
        }
        Ok(TransferDone::Done(Box::new(done)))
    })
    .await
}

/// The same amount on both sides: nothing is exchanged.
fn unchanged(amount: Money) -> Deal {
    Deal {
        give: amount,
        take: amount,
        sold: None,
        bought: None,
        ves: amount,
        spread: Money::zero(Currency::VES),
    }
}
