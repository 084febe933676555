//! **Confirmar** on a quote, `POST /api/cambios/cotizaciones/{id}/confirmar`: exchanges at the rates that were shown.

use serde::{Deserialize, Serialize};

use super::find_accounts::{lock_both, require};
use super::post::{NewOperation, post};
use super::quote::{About, Quoted, WhyAgain, ask, compute};
use super::{ExchangeError, Operation, OperationKind, Quote, Side};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::questions::{self, Asking, QuestionKind};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, By, Permission};
use crate::ids::{QuestionId, RequestId};

/// What became of a confirmed quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Exchanged {
    /// It was too late, or other rates had been published: nothing moved, and this quote takes its place.
    Asked(Box<Quoted>),
    Done(Box<Operation>),
}

/// Exchanges what was quoted, once, while the quote is valid and its rates are still the published ones; otherwise
/// answers with another quote.
///
/// # Errors
/// [`ExchangeError::Question`] for an unknown quote, somebody else's or an answered one; otherwise as [`super::quote`].
pub async fn confirm(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    question: QuestionId,
) -> Result<Exchanged, ExchangeError> {
    actor.require(Permission::ExchangeMoney)?;
    let asked = Asked::new(request, "exchange.confirm", &(actor.member, question));
    once(desk, asked, async |tx, now| {
        let kinds = [QuestionKind::Exchange];
        let seen: About = questions::begin_confirming(tx, &kinds, actor.member, question, now).await?;
        let (give, take) = (seen.quote.deal.give, seen.quote.deal.take);
        let present = compute(tx, desk, actor.member, &seen.wanted, now).await;
        if let Err(ExchangeError::Db(fault)) = present {
            return Err(fault.into());
        }
        if let Some(why) = why_again(&seen.quote, present.as_ref().ok(), now) {
            questions::mark_outdated(tx, question, now).await?;
            let about = About {
                wanted: seen.wanted,
                quote: present?,
            };
            let asking = (Asking::Again(question), Some(why));
            return Ok(Exchanged::Asked(Box::new(
                ask(tx, actor.member, about, asking, now).await?,
            )));
        }
        let currencies = (give.currency(), take.currency());
        let (from, to) = lock_both(tx, actor.member, currencies, now).await?;
        require(&from, give)?;
        questions::mark_confirmed(tx, question, now).await?;
        let new = NewOperation {
            kind: match seen.quote.side {
                Side::Buy => OperationKind::Purchase,
                Side::Sell => OperationKind::Sale,
            },
            member: actor.member,
            from: &from.account,
            to: &to,
            deal: &seen.quote.deal,
        };
        let by = By {
            actor: actor.member,
            at: now,
        };
        Ok(Exchanged::Done(Box::new(post(tx, request, by, &new).await?)))
    })
    .await
}

/// Why a quote is not carried out. `present` is the quote of now, when there is one: a balance that no longer suffices is
/// a refusal of its own.
fn why_again(seen: &Quote, present: Option<&Quote>, now: crate::clock::Moment) -> Option<WhyAgain> {
    let is_changed = |present: &Quote| (present.deal.sold, present.deal.bought) != (seen.deal.sold, seen.deal.bought);
    if present.is_some_and(is_changed) {
        return Some(WhyAgain::RatesChanged);
    }
    (seen.valid_until < now).then_some(WhyAgain::Expired)
}
