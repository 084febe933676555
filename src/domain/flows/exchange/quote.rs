//! `!comprar 100 usd`, `!vender 100 usd`: answers with a quote, which its person confirms in time (S4-9…S4-13, Q-35).

use serde::{Deserialize, Serialize};

use super::find_accounts::{Own, giving, own, require};
use super::{AmountOf, Deal, ExchangeError, Fixed, Priced, Side, Wanted};
use crate::clock::Moment;
use crate::db::Tx;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::{Currency, Money, parse_kept_amount};
use crate::domain::kernel::questions::{self, AsTyped, Asking, NewQuestion, QuestionKind};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, Permission};
use crate::domain::treasury::accounts::{self, AccountNumber};
use crate::domain::treasury::rates::{self, PlaceOrCurrency, resolve};
use crate::ids::{AccountId, MemberId, QuestionId, RequestId};

/// One account in a quote: what it has now, and what it will have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotedAccount {
    /// `None` for an account that will be opened.
    pub account: Option<(AccountId, AccountNumber)>,
    pub before: Money,
    pub after: Money,
}

/// What an exchange would come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    pub side: Side,
    pub deal: Deal,
    pub from: QuotedAccount,
    pub to: QuotedAccount,
    /// The last moment at which it can be confirmed.
    pub valid_until: Moment,
}

/// A quote that waits for its person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quoted {
    /// The quote's id.
    pub question: QuestionId,
    pub quote: Quote,
    /// Why it takes the place of another one that was confirmed.
    pub again: Option<WhyAgain>,
}

/// Why a confirmed quote was not carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WhyAgain {
    Expired,
    RatesChanged,
}

/// What a question of this kind is about.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct About {
    pub(super) wanted: Wanted,
    pub(super) quote: Quote,
}

/// Computes a quote and stores it until its person confirms it. Nothing moves.
///
/// # Errors
/// [`ExchangeError::NotAllowed`] for cashiers and guests, [`ExchangeError::UnknownCurrency`],
/// [`ExchangeError::SameCurrency`], [`ExchangeError::NoRates`], [`ExchangeError::Amount`], [`ExchangeError::TooSmall`],
/// [`ExchangeError::NoAccount`], [`ExchangeError::InsufficientFunds`].
pub async fn quote(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    wanted: &Wanted,
    as_typed: &AsTyped,
) -> Result<Quoted, ExchangeError> {
    actor.require(Permission::ExchangeMoney)?;
    let asked = Asked::new(request, "exchange.quote", &(actor.member, wanted));
    once(desk, asked, async |tx, now| {
        let about = About {
            quote: compute(tx, desk, actor.member, wanted, now).await?,
            wanted: wanted.clone(),
        };
        ask(tx, actor.member, about, (Asking::First(as_typed.clone()), None), now).await
    })
    .await
}

/// Stores the quote as a question.
pub(super) async fn ask(
    tx: &mut Tx,
    member: MemberId,
    about: About,
    (asking, again): (Asking, Option<WhyAgain>),
    at: Moment,
) -> Result<Quoted, ExchangeError> {
    let new = NewQuestion {
        kind: QuestionKind::Exchange,
        member,
        about: &about,
        asking: &asking,
    };
    Ok(Quoted {
        question: questions::ask(tx, &new, at).await?,
        quote: about.quote,
        again,
    })
}

/// The quote at the rates and balances of now.
pub(super) async fn compute(
    tx: &mut Tx,
    desk: &Desk,
    member: MemberId,
    wanted: &Wanted,
    at: Moment,
) -> Result<Quote, ExchangeError> {
    let (give, take) = (currency(tx, &wanted.give).await?, currency(tx, &wanted.take).await?);
    if give == take {
        return Err(ExchangeError::SameCurrency(give));
    }
    let (sold, bought) = (priced(tx, give).await?, priced(tx, take).await?);
    let from = giving(tx, member, give).await?;
    let fixed = match &wanted.amount {
        AmountOf::All => Fixed::Give(from.all),
        AmountOf::Exactly(fixed) => *fixed,
        AmountOf::Give(typed) => Fixed::Give(parse_kept_amount(typed, give).map_err(ExchangeError::Amount)?),
        AmountOf::Take(typed) => Fixed::Take(parse_kept_amount(typed, take).map_err(ExchangeError::Amount)?),
    };
    if let Fixed::Give(give) = fixed
        && !give.is_positive()
    {
        return Err(ExchangeError::InsufficientFunds {
            account: from.account.id,
            asked: give,
            available: from.all,
        });
    }
    let deal = Deal::of(sold, bought, fixed)?;
    require(&from, deal.give)?;
    let to = match accounts::find_own(tx, member, take).await? {
        Some(account) => Some(own(tx, account).await?),
        None => None,
    };
    let before = to.as_ref().map_or(Money::zero(take), |to| to.balance);
    Ok(Quote {
        side: wanted.side,
        from: QuotedAccount {
            before: from.balance,
            after: from.balance.checked_sub(deal.give)?,
            account: Some(named(from)),
        },
        to: QuotedAccount {
            before,
            after: before.checked_add(deal.take)?,
            account: to.map(named),
        },
        deal,
        valid_until: at.plus_ms(desk.policy.exchange.quote_ms),
    })
}

fn named(own: Own) -> (AccountId, AccountNumber) {
    (own.account.id, own.account.number)
}

async fn currency(tx: &mut Tx, typed: &PlaceOrCurrency) -> Result<Currency, ExchangeError> {
    match resolve(tx, typed).await {
        Ok(currency) => Ok(currency),
        Err(error) => Err(ExchangeError::of_currency(error, with_rates(tx).await?)),
    }
}

/// The published rates of a currency; `None` for VES itself.
pub(super) async fn priced(tx: &mut Tx, currency: Currency) -> Result<Option<Priced>, ExchangeError> {
    if currency == Currency::VES {
        return Ok(None);
    }
    match rates::find_exchange_rates(tx, currency).await? {
        Some(found) => Ok(Some(Priced {
            currency,
            rates: found.rates,
        })),
        None => Err(ExchangeError::NoRates {
            currency,
            known: with_rates(tx).await?,
        }),
    }
}

async fn with_rates(tx: &mut Tx) -> Result<Vec<Currency>, ExchangeError> {
    let all = rates::list_exchange_rates(tx).await?;
    Ok(all.into_iter().map(|rates| rates.currency).collect())
}
