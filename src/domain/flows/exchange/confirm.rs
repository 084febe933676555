//! **Confirmar** on a quote, `POST /api/cambios/cotizaciones/{id}/confirmar`: exchanges at the rates that were shown.

use serde::{Deserialize, Serialize};

use super::find_accounts::{lock_both, require};
use super::post::{NewOperation, post};
use super::quote::{About, Quoted, WhyAgain, ask, compute, priced};
use super::{ExchangeError, Operation, OperationKind, Quote, Side};
use crate::clock::Moment;
use crate::db::Tx;
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
        if let Some(why) = why_again(tx, &seen.quote, now).await? {
            // What cannot be quoted any more is refused, and the unit keeps nothing.
            let quote = compute(tx, desk, actor.member, &seen.wanted, now).await?;
            questions::mark_outdated(tx, question, now).await?;
            let about = About {
                wanted: seen.wanted,
                quote,
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

/// Why a quote is not carried out: its rates are compared with the published ones, whatever the accounts have by now.
async fn why_again(tx: &mut Tx, seen: &Quote, now: Moment) -> Result<Option<WhyAgain>, ExchangeError> {
    let deal = &seen.deal;
    let now_published = (
        priced(tx, deal.give.currency()).await?,
        priced(tx, deal.take.currency()).await?,
    );
    if now_published != (deal.sold, deal.bought) {
        return Ok(Some(WhyAgain::RatesChanged));
    }
    Ok((seen.valid_until < now).then_some(WhyAgain::Expired))
}
