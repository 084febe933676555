//! `!transferir <cuenta> <monto>`: from one's own account to another one of the same currency, one's own or somebody
//! else's (S4-20). It is always asked about first, with the name of whoever gets it.

use serde::{Deserialize, Serialize};

use super::ExchangeError;
use super::find_accounts::{Own, giving, require};
use super::typed::is_all;
use crate::clock::Moment;
use crate::db::Tx;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::{Money, parse_kept_amount};
use crate::domain::kernel::questions::{self, AsTyped, Asking, NewQuestion, QuestionKind};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{self, Actor, Permission};
use crate::domain::treasury::accounts::{self, Account, AccountClass, AccountNumber, AccountState};
use crate::ids::{AccountId, QuestionId, RequestId};

/// What somebody wants to transfer, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedTransfer {
    /// The number of the account that gets it.
    pub to: String,
    pub amount: String,
}

/// What a transfer would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferQuote {
    pub from: (AccountId, AccountNumber),
    pub to: (AccountId, AccountNumber),
    /// The name of whoever has the other account.
    pub owner: String,
    pub amount: Money,
    /// Of the account that gives.
    pub before: Money,
    pub after: Money,
}

/// A transfer that waits for its person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferAsked {
    pub question: QuestionId,
    pub transfer: TransferQuote,
    /// Whether it was confirmed before, when an account or the balance had already changed.
    pub again: bool,
}

/// What a question of this kind is about.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct About {
    pub(super) wanted: WantedTransfer,
    pub(super) transfer: TransferQuote,
}

/// A transfer that may be done.
pub(super) struct Ready {
    pub(super) from: Own,
    pub(super) to: Account,
    pub(super) transfer: TransferQuote,
}

/// Asks about a transfer. Nothing moves.
///
/// # Errors
/// [`ExchangeError::NotAllowed`] for cashiers and guests, [`ExchangeError::UnknownAccount`],
/// [`ExchangeError::TakesNone`], [`ExchangeError::NoAccount`], [`ExchangeError::SameAccount`],
/// [`ExchangeError::Amount`], [`ExchangeError::InsufficientFunds`].
pub async fn ask_transfer(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    wanted: &WantedTransfer,
    as_typed: &AsTyped,
) -> Result<TransferAsked, ExchangeError> {
    actor.require(Permission::ExchangeMoney)?;
    let asked = Asked::new(request, "exchange.ask_transfer", &(actor.member, wanted));
    once(desk, asked, async |tx, now| {
        let transfer = ready(tx, actor, wanted).await?.transfer;
        let about = About {
            wanted: wanted.clone(),
            transfer,
        };
        ask(tx, actor, about, Asking::First(as_typed.clone()), now).await
    })
    .await
}

pub(super) async fn ask(
    tx: &mut Tx,
    actor: &Actor,
    about: About,
    asking: Asking,
    at: Moment,
) -> Result<TransferAsked, ExchangeError> {
    let new = NewQuestion {
        kind: QuestionKind::AccountTransfer,
        member: actor.member,
        about: &about,
        asking: &asking,
    };
    Ok(TransferAsked {
        question: questions::ask(tx, &new, at).await?,
        transfer: about.transfer,
        again: asking.is_again(),
    })
}

/// What a transfer would do now.
pub(super) async fn ready(tx: &mut Tx, actor: &Actor, wanted: &WantedTransfer) -> Result<Ready, ExchangeError> {
    let unknown = || ExchangeError::UnknownAccount {
        typed: wanted.to.clone(),
    };
    let number = AccountNumber::parse(&wanted.to).map_err(|_| unknown())?;
    let to = accounts::find_account_numbered(tx, &number)
        .await?
        .ok_or_else(unknown)?;
    if to.class != AccountClass::Member || to.state != AccountState::Active {
        return Err(ExchangeError::TakesNone(to.id));
    }
    let from = giving(tx, actor.member, to.currency).await?;
    if from.account.id == to.id {
        return Err(ExchangeError::SameAccount(to.id));
    }
    let amount = match is_all(&wanted.amount) {
        true if from.all.is_positive() => from.all,
        true => {
            return Err(ExchangeError::InsufficientFunds {
                account: from.account.id,
                asked: Money::zero(to.currency),
                available: from.all,
            });
        }
        false => parse_kept_amount(&wanted.amount, to.currency).map_err(ExchangeError::Amount)?,
    };
    require(&from, amount)?;
    let transfer = TransferQuote {
        from: (from.account.id, from.account.number.clone()),
        to: (to.id, to.number.clone()),
        owner: members::get_member(tx, to.member).await?.name,
        amount,
        before: from.balance,
        after: from.balance.checked_sub(amount)?,
    };
    Ok(Ready { from, to, transfer })
}
