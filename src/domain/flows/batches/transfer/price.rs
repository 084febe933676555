//! Prices a transfer and checks its rate and its size.

use rust_decimal::Decimal;

use super::RateChoice;
use crate::db::Tx;
use crate::domain::flows::batches::{NamedPrice, TransferError};
use crate::domain::kernel::desk::Corridor;
use crate::domain::kernel::money::{
    Currency, Exact, Money, MoneyError, Percent, RATE_DECIMALS_MAX, Rate, are_dollars_in_bounds, convert, fee_on,
    parse_amount, worth,
};
use crate::domain::treasury::rates;

/// The prices that apply to a transfer.
pub(super) struct Prices {
    pub(super) corridor: Corridor,
    published: Option<Rate>,
    fee: Percent,
    pub(super) usd_value: Rate,
    /// How far a typed rate may lie from the published one.
    band: Percent,
}

pub(super) async fn prices(tx: &mut Tx, corridor: Corridor, band: Percent) -> Result<Prices, TransferError> {
    let send = corridor.send;
    let published = rates::find_rate(tx, corridor).await?;
    let fee = rates::find_fee_for(tx, send).await?;
    let usd_value = rates::find_usd_value(tx, send)
        .await?
        .ok_or(TransferError::NoUsdValue(send))?;
    Ok(Prices {
        corridor,
        published,
        fee,
        usd_value,
        band,
    })
}

/// A transfer with its amounts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Priced {
    pub(super) received: Money,
    pub(super) rate: Rate,
    pub(super) amount: Money,
    pub(super) fee: Money,
    /// Amount and fee.
    pub(super) total: Money,
    /// Set when the typed rate is outside the band: a reseller cannot decide it alone.
    pub(super) outside: Option<Outside>,
}

/// A rate outside the band, and the published one beside it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Outside {
    pub(super) published: Rate,
    /// What would be sent at the published rate.
    pub(super) amount: Money,
    /// The band, both ends included.
    pub(super) low: Decimal,
    pub(super) high: Decimal,
}

/// Computes the amounts: `received × rate`, rounded half-up to what can be paid, and the fee on top (S0-27, S0-28).
pub(super) fn price(amount: &str, choice: RateChoice, prices: &Prices) -> Result<Priced, TransferError> {
    let received = parse_amount(amount, prices.corridor.receive).map_err(TransferError::Amount)?;
    let published = prices
        .published
        .ok_or(TransferError::NoPublishedRate(prices.corridor))?;
    let send = prices.corridor.send;
    let too_large = |_| TransferError::TooLarge {
        received,
        max: Money::most(send),
    };
    refuse_out_of_bounds(NamedPrice::Rate(prices.corridor), published)?;
    refuse_out_of_bounds(NamedPrice::UsdValue(send), prices.usd_value)?;
    let (rate, outside) = match choice {
        RateChoice::Published => (published, None),
        RateChoice::Typed(rate) => match band_missed(rate, published, prices.band).map_err(too_large)? {
            None => (rate, None),
            Some((low, high)) => {
                let amount = convert(received, published, send).map_err(too_large)?;
                let outside = Outside {
                    published,
                    amount,
                    low,
                    high,
                };
                (rate, Some(outside))
            }
        },
    };
    let amount = convert(received, rate, send).map_err(too_large)?;
    if !amount.is_positive() {
        return Err(TransferError::TooSmall { received });
    }
    let fee = fee_on(amount, prices.fee).map_err(too_large)?;
    let total = amount.checked_add(fee).map_err(too_large)?;
    refuse_too_much(received, total, prices.usd_value)?;
    Ok(Priced {
        received,
        rate,
        amount,
        fee,
        total,
        outside,
    })
}

/// Refuses a price that is older than the bounds and outside them: the results could be too large to count.
fn refuse_out_of_bounds(price: NamedPrice, value: Rate) -> Result<(), TransferError> {
    if value.is_in_bounds() {
        Ok(())
    } else {
        Err(TransferError::PriceOutOfBounds { price, value })
    }
}

/// Refuses an order that pays or is worth too much, so that all sums over orders stay in range.
pub(super) fn refuse_too_much(received: Money, total: Money, usd_value: Rate) -> Result<(), TransferError> {
    let max = Money::most(total.currency());
    if max.minor() < total.minor() {
        return Err(TransferError::TooLarge { received, max });
    }
    if !are_dollars_in_bounds(&worth(total, usd_value)) {
        let max = Money::most_dollars(Currency::USD);
        return Err(TransferError::WorthTooMuch { total, usd_value, max });
    }
    Ok(())
}

/// The rate guard: a typed rate may be up to `band` percent above or below the published one. Returns the band if
/// the rate is outside it.
fn band_missed(typed: Rate, published: Rate, band: Percent) -> Result<Option<(Decimal, Decimal)>, MoneyError> {
    let one = Exact::new(1, 0);
    let low = published.to_exact().times(&one.minus(&band.as_fraction()));
    let high = published.to_exact().times(&one.plus(&band.as_fraction()));
    if low <= typed.to_exact() && typed.to_exact() <= high {
        return Ok(None);
    }
    // Rounded inwards, so that every rate shown as inside the band is inside.
    let (low, high) = (low.rounded_up(RATE_DECIMALS_MAX)?, high.truncated(RATE_DECIMALS_MAX)?);
    Ok(Some((low.normalize(), high.normalize())))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};
    use rust_decimal::Decimal;

    use super::{NamedPrice, Prices, RateChoice, TransferError, band_missed, price, worth};
    use crate::domain::kernel::desk::Corridor;
    use crate::domain::kernel::money::{Currency, Money, Percent, Rate};

    fn rate(text: &str) -> Rate {
        Rate::from_text(text).unwrap()
    }

    fn percent(text: &str) -> Percent {
        Percent::from_text(text).unwrap()
    }

    fn ves(minor: i64) -> Money {
        Money::from_minor(minor, Currency::VES)
    }

    fn prices() -> Prices {
        Prices {
            corridor: Corridor {
                receive: Currency::PEN,
                send: Currency::VES,
            },
            published: Some(rate("9")),
            fee: percent("0.3"),
            usd_value: rate("38"),
            band: percent("5"),
        }
    }

    #[test]
    fn the_published_rate_gives_900_and_a_fee_of_2_70() {
        let priced = price("100", RateChoice::Published, &prices()).unwrap();
        assert_eq!(
            (priced.amount, priced.fee, priced.total),
            (ves(9_000_000), ves(27_000), ves(9_027_000))
        );
        assert_eq!(priced.outside, None);
    }

    #[test]
    fn a_typed_rate_gives_920_and_a_fee_of_2_76() {
        let priced = price("100", RateChoice::Typed(rate("9.2")), &prices()).unwrap();
        assert_eq!((priced.amount, priced.fee), (ves(9_200_000), ves(27_600)));
    }

    #[test]
    fn a_rate_outside_the_band_is_priced_beside_the_published_one() {
        let priced = price("100", RateChoice::Typed(rate("12")), &prices()).unwrap();
        assert_eq!((priced.amount, priced.fee), (ves(12_000_000), ves(36_000)));
        let outside = priced.outside.unwrap();
        assert_eq!((outside.published, outside.amount), (rate("9"), ves(9_000_000)));
    }

    #[test]
    fn the_band_includes_its_edges_and_nothing_beyond() {
        assert_eq!(band_missed(rate("9.45"), rate("9"), percent("5")), Ok(None));
        assert_eq!(band_missed(rate("8.55"), rate("9"), percent("5")), Ok(None));
        assert!(band_missed(rate("9.451"), rate("9"), percent("5")).unwrap().is_some());
    }

    #[test]
    fn without_a_published_rate_even_a_typed_one_is_refused() {
        let prices = Prices {
            published: None,
            ..prices()
        };
        let refused = price("100", RateChoice::Typed(rate("9")), &prices);
        assert!(matches!(refused, Err(TransferError::NoPublishedRate(_))));
    }

    #[test]
    fn an_amount_that_pays_nothing_is_refused() {
        let prices = Prices {
            published: Some(rate("0.0001")),
            ..prices()
        };
        let refused = price("1", RateChoice::Published, &prices);
        assert!(matches!(refused, Err(TransferError::TooSmall { .. })));
    }

    #[test]
    fn a_price_from_before_the_bounds_is_named_and_not_used() {
        let (rates, values) = (["0.000000001", "100000001"], ["0.000000000001", "100000000.5"]);
        for text in rates {
            let prices = Prices {
                published: Some(rate(text)),
                ..prices()
            };
            let refused = price("100", RateChoice::Published, &prices).unwrap_err();
            let named = |price| matches!(price, NamedPrice::Rate(_));
            assert!(
                matches!(refused, TransferError::PriceOutOfBounds { price, value } if named(price) && value == rate(text))
            );
        }
        for text in values {
            let prices = Prices {
                usd_value: rate(text),
                ..prices()
            };
            let refused = price("100", RateChoice::Published, &prices).unwrap_err();
            let named = |price| matches!(price, NamedPrice::UsdValue(Currency::VES));
            assert!(matches!(refused, TransferError::PriceOutOfBounds { price, .. } if named(price)));
        }
    }

    #[test]
    fn an_order_pays_and_is_worth_so_much_and_no_more() {
        let at = |published: &str, usd_value: &str| {
            let prices = Prices {
                published: Some(rate(published)),
                usd_value: rate(usd_value),
                ..prices()
            };
            price("1000000", RateChoice::Published, &prices)
        };
        // 0.3 % on top of 997 008 973 080 is 999 999 999 999.24.
        assert!(at("997008", "38000").is_ok());
        let refused = at("997009", "38000").unwrap_err();
        assert!(matches!(refused, TransferError::TooLarge { max, .. } if max == Money::most(Currency::VES)));
        // 9 027 000 at 0.009027 are exactly the most.
        assert!(at("9", "0.009027").is_ok());
        let refused = at("9", "0.009026").unwrap_err();
        assert!(matches!(refused, TransferError::WorthTooMuch { max, .. } if max.minor() == 10_000_000_000_000));
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_in_range_whatever_the_prices(
            amount in 1_i64..=99_999_999_999_999, rate_digits in 1_i64..=999, rate_scale in -5_i32..=8,
            value_digits in 1_i64..=999, value_scale in -5_i32..=8, fee in 0_i64..=10_000,
        ) {
            let at = |digits: i64, scale: i32| {
                let whole = digits * 10_i64.pow((-scale).max(0).unsigned_abs());
                Rate::new(Decimal::new(whole, scale.max(0).unsigned_abs())).expect("positive")
            };
            let prices = Prices {
                published: Some(at(rate_digits, rate_scale)),
                usd_value: at(value_digits, value_scale),
                fee: Percent::new(Decimal::new(fee, 2)).expect("0 to 100"),
                ..prices()
            };
            let typed = format!("{}.{:02}", amount / 100, amount % 100);
            match price(&typed, RateChoice::Published, &prices) {
                Ok(priced) => {
                    prop_assert!(priced.total.minor() <= Money::most(Currency::VES).minor());
                    let dollars = worth(priced.total, prices.usd_value);
                    prop_assert!(Money::truncate_to_cents(&dollars, Currency::USD).expect("in range").minor() <= 10_000_000_000_000);
                }
                Err(error) => prop_assert!(matches!(
                    error,
                    TransferError::TooSmall { .. }
                        | TransferError::TooLarge { .. }
                        | TransferError::WorthTooMuch { .. }
                        | TransferError::PriceOutOfBounds { .. }
                ), "{error}"),
            }
        }
    }
}
