//! Sets a price, or asks about it when it is far from the last one.

use serde::{Deserialize, Serialize};

use super::exchange_store::insert_exchange_rates;
use super::usual::is_usual;
use super::{ExchangeRatesSet, FeeSet, PriceError, RatePublished, UsdValueSet, store};
use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::domain::kernel::desk::{Desk, FigureLimits};
use crate::domain::kernel::money::{Exact, Percent, differs_by_more_than};
use crate::domain::kernel::outbox::{self, Notice, PublishedPrice};
use crate::domain::kernel::questions::{self, AsTyped, Asking, NewQuestion, QuestionKind};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::{MemberId, QuestionId, RequestId};

/// A price, and the one that counted before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum PriceChange {
    Rate(RatePublished),
    UsdValue(UsdValueSet),
    Fee(FeeSet),
    Exchange(ExchangeRatesSet),
}

/// What became of a typed price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum PriceOutcome {
    /// It is far from the last one, and must be confirmed.
    Asked(PriceAsked),
    Set(PriceChange),
}

/// A price that waits to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceAsked {
    pub question: QuestionId,
    pub change: PriceChange,
    /// Whether it was confirmed before, when another price had already taken the place of the last one.
    pub again: bool,
}

impl PriceChange {
    fn is_far(&self, limits: &FigureLimits) -> bool {
        let far = |before: Exact, now: Exact, percent: Percent| differs_by_more_than(&before, &now, percent);
        match self {
            PriceChange::Rate(set) => match (set.before, &set.implied) {
                (Some(before), _) => far(before.to_exact(), set.now.to_exact(), limits.rate_change),
                (None, Some(implied)) => far(implied.value.clone(), set.now.to_exact(), limits.first_price),
                (None, None) => false,
            },
            PriceChange::UsdValue(set) => match (set.before, &set.implied) {
                (Some(before), _) => far(before.to_exact(), set.now.to_exact(), limits.usd_value_change),
                (None, Some(implied)) => far(implied.value.clone(), set.now.to_exact(), limits.first_price),
                (None, None) => !is_usual(set.currency, set.now),
            },
            PriceChange::Fee(set) if set.before == Percent::ZERO => limits.first_fee < set.now,
            PriceChange::Fee(set) => far(set.before.as_fraction(), set.now.as_fraction(), limits.fee_change),
            PriceChange::Exchange(set) => {
                let now = [set.now.ask.to_exact(), set.now.bid.to_exact()];
                let is_wide = far(now[0].clone(), now[1].clone(), limits.rate_change);
                let is_changed = match (set.before, &set.implied) {
                    (Some(before), _) => {
                        far(before.ask.to_exact(), now[0].clone(), limits.rate_change)
                            || far(before.bid.to_exact(), now[1].clone(), limits.rate_change)
                    }
                    (None, Some(implied)) => far(implied.value.clone(), now[0].clone(), limits.first_price),
                    (None, None) => false,
                };
                is_wide || is_changed
            }
        }
    }

    /// The same change, compared with the prices that count now.
    async fn looked_up_again(&self, tx: &mut Tx) -> Result<PriceChange, DbError> {
        Ok(match self {
            PriceChange::Rate(set) => PriceChange::Rate(RatePublished::of(tx, set.corridor, set.now).await?),
            PriceChange::UsdValue(set) => PriceChange::UsdValue(UsdValueSet::of(tx, set.currency, set.now).await?),
            PriceChange::Fee(set) => PriceChange::Fee(FeeSet {
                before: store::find_fee_of(tx, &set.code).await?,
                ..set.clone()
            }),
            PriceChange::Exchange(set) => PriceChange::Exchange(ExchangeRatesSet::of(tx, set.currency, set.now).await?),
        })
    }

    /// What people are told; `None` when the price did not change.
    fn published(&self) -> Option<PublishedPrice> {
        match self {
            PriceChange::Rate(set) => (set.before != Some(set.now)).then_some(PublishedPrice::Rate {
                receive: set.corridor.receive,
                send: set.corridor.send,
                before: set.before,
                now: set.now,
            }),
            PriceChange::UsdValue(set) => (set.before != Some(set.now)).then_some(PublishedPrice::UsdValue {
                currency: set.currency,
                before: set.before,
                now: set.now,
            }),
            PriceChange::Fee(set) => (set.before != set.now).then(|| PublishedPrice::Fee {
                country: set.country.clone(),
                before: set.before,
                now: set.now,
            }),
            PriceChange::Exchange(set) => (set.before != Some(set.now)).then_some(PublishedPrice::Exchange {
                currency: set.currency,
                before: set.before.map(|before| (before.ask, before.bid)),
                now: (set.now.ask, set.now.bid),
            }),
        }
    }
}

/// Sets a typed price, or asks about it.
pub(super) async fn set_or_ask(
    tx: &mut Tx,
    desk: &Desk,
    actor: MemberId,
    change: PriceChange,
    as_typed: &AsTyped,
) -> Result<PriceOutcome, DbError> {
    let at = desk.clock.now();
    if change.is_far(&desk.policy.figures) {
        return Ok(PriceOutcome::Asked(
            ask(tx, actor, change, Asking::First(as_typed.clone()), at).await?,
        ));
    }
    write(tx, desk, actor, &change, at).await?;
    Ok(PriceOutcome::Set(change))
}

async fn ask(
    tx: &mut Tx,
    actor: MemberId,
    change: PriceChange,
    asking: Asking,
    at: Moment,
) -> Result<PriceAsked, DbError> {
    let new = NewQuestion {
        kind: QuestionKind::Price,
        member: actor,
        about: &change,
        asking: &asking,
    };
    let question = questions::ask(tx, &new, at).await?;
    Ok(PriceAsked {
        question,
        change,
        again: asking.is_again(),
    })
}

/// Writes the price, and announces it to those who work with it.
async fn write(tx: &mut Tx, desk: &Desk, actor: MemberId, change: &PriceChange, at: Moment) -> Result<(), DbError> {
    match change {
        PriceChange::Rate(set) => store::insert_rate(tx, set.corridor, set.now, actor, at).await?,
        PriceChange::UsdValue(set) => store::insert_usd_value(tx, set.currency, set.now, actor, at).await?,
        PriceChange::Fee(set) => store::insert_fee(tx, &set.code, set.now, actor, at).await?,
        PriceChange::Exchange(set) => insert_exchange_rates(tx, set.currency, set.now, actor, at).await?,
    }
    let published = change.published().filter(|_| desk.policy.figures.announces_prices);
    if let Some(price) = published {
        let notice = Notice::PricePublished { price, by: actor };
        outbox::enqueue(tx, "prices", &notice, at).await?;
    }
    Ok(())
}

/// **Confirmar**: sets a price that was asked about, if what it was compared with is still the same; else asks again.
///
/// # Errors
/// [`PriceError::NotAllowed`] unless a superuser, [`PriceError::Question`].
pub async fn confirm_price(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    question: QuestionId,
) -> Result<PriceOutcome, PriceError> {
    actor.require(Permission::PublishPrices)?;
    let asked = Asked::new(request, "rates.confirm_price", &(actor.member, question));
    once(desk, asked, async |tx, now| {
        let at = now;
        let kinds = [QuestionKind::Price];
        let seen: PriceChange = questions::begin_confirming(tx, &kinds, actor.member, question, at).await?;
        let now = seen.looked_up_again(tx).await?;
        let outcome = if now == seen {
            questions::mark_confirmed(tx, question, at).await?;
            write(tx, desk, actor.member, &now, at).await?;
            PriceOutcome::Set(now)
        } else {
            questions::mark_outdated(tx, question, at).await?;
            PriceOutcome::Asked(ask(tx, actor.member, now, Asking::Again(question), at).await?)
        };
        Ok(outcome)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::{FeeSet, PriceChange, UsdValueSet};
    use crate::domain::kernel::desk::FigureLimits;
    use crate::domain::kernel::money::{Currency, Exact, Percent, Rate};
    use crate::domain::treasury::rates::{Implied, ImpliedBy};

    fn percent(text: &str) -> Percent {
        Percent::from_text(text).unwrap()
    }

    #[test]
    fn a_change_by_more_than_its_limit_is_far_and_a_first_value_is_where_others_say_so() {
        let first = |implied: Option<Implied>, now: &str| {
            PriceChange::UsdValue(UsdValueSet {
                currency: Currency::VES,
                before: None,
                now: Rate::from_text(now).unwrap(),
                implied,
            })
        };
        let ninth = Implied {
            value: Exact::new(1, 0).over(&Exact::new(9, 0)).unwrap(),
            by: ImpliedBy::DollarValues,
        };
        assert!(!first(Some(ninth.clone()), "0.1").is_far(&FigureLimits::example()));
        assert!(first(Some(ninth), "9").is_far(&FigureLimits::example()));
        assert!(!first(None, "38").is_far(&FigureLimits::example()));
        assert!(
            first(None, "9").is_far(&FigureLimits::example()),
            "nothing says so, and it is not usual"
        );
        let value = |before: Option<&str>, now: &str| {
            PriceChange::UsdValue(UsdValueSet {
                currency: Currency::VES,
                before: before.map(|text| Rate::from_text(text).unwrap()),
                now: Rate::from_text(now).unwrap(),
                implied: None,
            })
        };
        assert!(!value(None, "38").is_far(&FigureLimits::example()));
        assert!(!value(Some("38"), "41.8").is_far(&FigureLimits::example()));
        assert!(
            value(Some("38"), "41.81").is_far(&FigureLimits::example())
                && value(Some("38"), "3.8").is_far(&FigureLimits::example())
        );
        let fee = |before: &str, now: &str| {
            PriceChange::Fee(FeeSet {
                country: "Venezuela".into(),
                code: "VE".into(),
                before: percent(before),
                now: percent(now),
            })
        };
        assert!(!fee("0", "5").is_far(&FigureLimits::example()) && fee("0", "5.1").is_far(&FigureLimits::example()));
        assert!(!fee("0.3", "0.45").is_far(&FigureLimits::example()));
        assert!(fee("0.3", "3").is_far(&FigureLimits::example()) && fee("0.3", "0").is_far(&FigureLimits::example()));
    }

    #[test]
    fn what_is_asked_is_read_back_as_what_it_was() {
        let fee = PriceChange::Fee(FeeSet {
            country: "Venezuela".into(),
            code: "VE".into(),
            before: percent("0.3"),
            now: percent("3"),
        });
        let text = serde_json::to_string(&fee).unwrap();
        assert_eq!(serde_json::from_str::<PriceChange>(&text).unwrap(), fee);
    }
}
