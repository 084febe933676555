//! Which prices of USDT are usual for a batch: those near its break-even or near the last prices in its currency.

use super::read::Standing;
use crate::domain::kernel::desk::FigureLimits;
use crate::domain::kernel::money::{Exact, Percent, Rate};
use crate::domain::kernel::outbox::BatchFigures;

/// How many of the last prices are looked at. Only the middle one counts, so that one odd price does not make another
/// one usual.
pub(super) const LAST_PRICES: i64 = 5;

/// Whether a price is in the band around the usual ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Distance {
    Usual,
    Outside,
    /// Outside the wider band.
    Far,
}

/// What a price is compared with.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct References {
    /// The break-even of the whole batch. That of the rest alone may be far off after good purchases.
    pub(super) break_even: Option<Exact>,
    /// The middle one of the last prices. `None` when it is itself far from the break-even, because rates have moved
    /// since.
    pub(super) last: Option<Rate>,
}

impl References {
    pub(super) fn of(standing: &Standing, limits: &FigureLimits) -> References {
        let break_even = break_even(&standing.figures);
        let mut prices = standing.prices.clone();
        prices.sort();
        let middle = prices.get(prices.len().saturating_sub(1) / 2).copied();
        let is_near = |last: &Rate| match &break_even {
            Some(even) => is_within(&last.to_exact(), even, even, limits.purchase_band_wide),
            None => true,
        };
        References {
            last: middle.filter(is_near),
            break_even,
        }
    }

    /// Whether there is a price to compare with.
    pub(super) fn is_there(&self) -> bool {
        self.break_even.is_some() || self.last.is_some()
    }

    /// The bands reach from below the lower to above the higher of the two references.
    pub(super) fn distance(&self, price: Rate, limits: &FigureLimits) -> Distance {
        let last = self.last.map(Rate::to_exact);
        let points = || [&self.break_even, &last].into_iter().flatten();
        let (Some(low), Some(high)) = (points().min(), points().max()) else {
            return Distance::Usual;
        };
        let price = price.to_exact();
        if is_within(&price, low, high, limits.purchase_band) {
            Distance::Usual
        } else if is_within(&price, low, high, limits.purchase_band_wide) {
            Distance::Outside
        } else {
            Distance::Far
        }
    }
}

/// Whether a price lies between `low` minus `band` percent and `high` plus `band` percent, both ends included.
fn is_within(price: &Exact, low: &Exact, high: &Exact, band: Percent) -> bool {
    let one = Exact::new(1, 0);
    let least = low.times(&one.minus(&band.as_fraction()));
    let most = high.times(&one.plus(&band.as_fraction()));
    least <= *price && *price <= most
}

/// The price at which the whole batch neither gains nor loses.
fn break_even(figures: &BatchFigures) -> Option<Exact> {
    figures.received.to_exact().over(&figures.sent_usd)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop, prop_assert, prop_assert_eq, proptest};
    use rust_decimal::Decimal;

    use super::{Distance, References};
    use crate::domain::flows::batches::purchase::read::Standing;
    use crate::domain::kernel::desk::FigureLimits;
    use crate::domain::kernel::money::{Currency, Exact, Money, Rate};
    use crate::domain::kernel::outbox::BatchFigures;

    fn rate(text: &str) -> Rate {
        Rate::from_text(text).unwrap()
    }

    /// The worked example's batch: 200 soles, 1 825.46 at 38.
    fn standing(prices: &[&str]) -> Standing {
        Standing {
            figures: BatchFigures {
                received: Money::from_minor(2_000_000, Currency::PEN),
                sent: Money::from_minor(18_254_600, Currency::VES),
                sent_usd: Exact::new(182_546, 2).over(&Exact::new(38, 0)).unwrap(),
                orders_done: 2,
                orders_pending: 0,
                bought: Money::zero(Currency::PEN),
                usdt: Money::zero(Currency::USDT),
            },
            open: Vec::new(),
            prices: prices.iter().map(|price| rate(price)).collect(),
        }
    }

    fn distance(prices: &[&str], price: &str) -> Distance {
        References::of(&standing(prices), &FigureLimits::example()).distance(rate(price), &FigureLimits::example())
    }

    #[test]
    fn the_worked_example_is_usual_with_and_without_earlier_prices() {
        // Break-even 4.1633: from 3.3307 to 4.9960.
        for prices in [&[][..], &["3.8"], &["4.2", "0.0409"]] {
            assert_eq!(distance(prices, "3.800114"), Distance::Usual, "{prices:?}");
        }
    }

    #[test]
    fn a_digit_swapped_is_outside_and_a_point_forgotten_is_far() {
        assert_eq!(distance(&[], "3.2"), Distance::Outside);
        assert_eq!(distance(&[], "5.5"), Distance::Outside);
        assert_eq!(distance(&[], "0.0409"), Distance::Far);
        assert_eq!(distance(&[], "38.0011"), Distance::Far);
    }

    #[test]
    fn the_middle_one_of_the_last_prices_widens_the_band_and_an_odd_one_does_not() {
        assert_eq!(distance(&["3.5"], "2.9"), Distance::Usual);
        assert_eq!(distance(&["0.0409"], "0.05"), Distance::Far);
        assert_eq!(distance(&["0.0409", "3.8", "3.9"], "3.2"), Distance::Usual);
        assert_eq!(distance(&["0.0409", "0.05", "3.8"], "3.2"), Distance::Outside);
    }

    #[test]
    fn without_anything_to_compare_with_every_price_is_usual() {
        let mut young = standing(&[]);
        young.figures.sent_usd = Exact::zero();
        let references = References::of(&young, &FigureLimits::example());
        assert!(!references.is_there());
        assert_eq!(
            references.distance(rate("0.01"), &FigureLimits::example()),
            Distance::Usual
        );
    }

    proptest! {
        #[test]
        fn further_off_is_never_nearer(
            prices in prop::collection::vec(1_i64..1_000_000, 0..6), price in 1_i64..1_000_000, more in 0_i64..1_000_000,
        ) {
            let mut standing = standing(&[]);
            standing.prices = prices.iter().map(|minor| Rate::new(Decimal::new(*minor, 4)).unwrap()).collect();
            let references = References::of(&standing, &FigureLimits::example());
            let at = |minor: i64| references.distance(Rate::new(Decimal::new(minor, 4)).unwrap(), &FigureLimits::example());
            let rank = |distance| match distance { Distance::Usual => 0, Distance::Outside => 1, Distance::Far => 2 };
            // Above the break-even everything only gets further.
            let from = price + 41_634;
            if references.last.is_none_or(|last| last.as_decimal() <= Decimal::new(from, 4)) {
                prop_assert!(rank(at(from)) <= rank(at(from + more)));
            }
            prop_assert_eq!(at(41_633), Distance::Usual);
        }
    }
}
