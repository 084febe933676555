//! Conversion between currencies, fees and percentages. Each function names its rounding.
//!
//! Products and quotients are exact ([`Exact`]): each is rounded once, by the name of the function, or not at all.

use super::amount::{Money, MoneyError};
use super::currency::Currency;
use super::exact::Exact;
use super::rate::{Percent, Rate};

/// Converts `received` at `rate`, rounded half-up to payable decimals: 100 PEN at 9 is 900.00 VES. Zero when it is less
/// than half of the smallest payable amount; the caller must refuse to pay that.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn convert(received: Money, rate: Rate, target: Currency) -> Result<Money, MoneyError> {
    Money::round_half_up(&received.to_exact().times(&rate.to_exact()), target)
}

/// The fee on top of `amount`, rounded half-up to payable decimals: 0.3 % of 900 is 2.70.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn fee_on(amount: Money, percent: Percent) -> Result<Money, MoneyError> {
    Money::round_half_up(&amount.to_exact().times(&percent.as_fraction()), amount.currency())
}

/// A percentage of `amount`, cut to cents so that shares never exceed the whole: 40 % of 4.60 is 1.84.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn percent_of(amount: Money, percent: Percent) -> Result<Money, MoneyError> {
    Money::truncate_to_cents(&amount.to_exact().times(&percent.as_fraction()), amount.currency())
}

/// What `amount` is worth in dollars when one dollar is `usd_value` of its currency; not rounded.
/// 902.70 VES at 38 is 23.75526…
pub fn worth(amount: Money, usd_value: Rate) -> Exact {
    let dollars = amount.to_exact().over(&usd_value.to_exact());
    dollars.expect("a rate is more than zero, which its constructor checks")
}

/// What one unit of `paid_for` cost in the currency of `bought`: 200 PEN for 52.63 USDT is 3.80011… to 28 digits. It is
/// shown and kept as the history of prices; no amount is computed from it.
///
/// # Errors
/// [`MoneyError::NotPositive`] unless both are more than zero; [`MoneyError::Overflow`].
pub fn price(bought: Money, paid_for: Money) -> Result<Rate, MoneyError> {
    if !bought.is_positive() || !paid_for.is_positive() {
        return Err(MoneyError::NotPositive);
    }
    let units = bought
        .to_decimal()
        .checked_div(paid_for.to_decimal())
        .ok_or(MoneyError::Overflow)?;
    Rate::new(units).map_err(|_| MoneyError::NotPositive)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
    use rust_decimal::Decimal;

    use super::*;

    fn money(text: &str, currency: Currency) -> Money {
        Money::from_decimal(decimal(text), currency).expect("an amount")
    }

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).expect("a decimal")
    }

    fn rate(text: &str) -> Rate {
        Rate::from_text(text).expect("a rate")
    }

    fn percent(text: &str) -> Percent {
        Percent::from_text(text).expect("a percentage")
    }

    #[test]
    fn the_batch_of_the_specification_comes_out_to_the_cent() {
        let (received, fee_percent, usd_value) = (money("100", Currency::PEN), percent("0.3"), rate("38"));

        let published = convert(received, rate("9"), Currency::VES).expect("small");
        assert_eq!(published, money("900", Currency::VES));
        let published_fee = fee_on(published, fee_percent).expect("small");
        assert_eq!(published_fee, money("2.70", Currency::VES));
        let first = published.checked_add(published_fee).expect("small");
        assert_eq!(first, money("902.70", Currency::VES));
        assert_eq!(worth(first, usd_value).truncated(3), Ok(decimal("23.755")));

        let explicit = convert(received, rate("9.2"), Currency::VES).expect("small");
        assert_eq!(explicit, money("920", Currency::VES));
        let explicit_fee = fee_on(explicit, fee_percent).expect("small");
        assert_eq!(explicit_fee, money("2.76", Currency::VES));
        let second = explicit.checked_add(explicit_fee).expect("small");
        assert_eq!(second, money("922.76", Currency::VES));

        let sent = first.checked_add(second).expect("small");
        assert_eq!(sent, money("1825.46", Currency::VES));
        let sent_usd = Money::truncate_to_cents(&worth(sent, usd_value), Currency::USD).expect("small");
        assert_eq!(sent_usd, money("48.03", Currency::USD));

        let gain = money("52.63", Currency::USD).checked_sub(sent_usd).expect("small");
        assert_eq!(gain, money("4.60", Currency::USD));
        let cut = percent_of(gain, percent("40")).expect("small");
        assert_eq!(cut, money("1.84", Currency::USD));
        assert_eq!(gain.checked_sub(cut), Ok(money("2.76", Currency::USD)));
    }

    #[test]
    fn the_price_of_the_dollars_bought_is_not_rounded() {
        let price = price(money("200", Currency::PEN), money("52.63", Currency::USDT)).expect("positive");
        assert_eq!(price.as_decimal().trunc_with_scale(4), decimal("3.8001"));
        assert!(20 < price.as_decimal().scale());
    }

    #[test]
    fn nothing_bought_or_nothing_paid_has_no_price() {
        let (pen, usdt) = (money("200", Currency::PEN), money("52.63", Currency::USDT));
        assert_eq!(price(Money::zero(Currency::PEN), usdt), Err(MoneyError::NotPositive));
        assert_eq!(price(pen, Money::zero(Currency::USDT)), Err(MoneyError::NotPositive));
        assert_eq!(
            price(pen.checked_neg().expect("small"), usdt),
            Err(MoneyError::NotPositive)
        );
    }

    #[test]
    fn a_conversion_rounds_half_a_cent_up_and_a_share_is_cut() {
        assert_eq!(
            convert(money("0.01", Currency::PEN), rate("0.5"), Currency::VES),
            Ok(money("0.01", Currency::VES))
        );
        assert_eq!(
            convert(money("0.01", Currency::PEN), rate("0.49"), Currency::VES),
            Ok(Money::zero(Currency::VES))
        );
        assert_eq!(
            convert(money("10", Currency::USD), rate("12.5"), Currency::PTS),
            Ok(money("125", Currency::PTS))
        );
        assert_eq!(
            convert(money("1", Currency::PTS), rate("0.00015"), Currency::USDT),
            Ok(money("0.0002", Currency::USDT))
        );
        assert_eq!(
            percent_of(money("0.99", Currency::USD), percent("99.9")),
            Ok(money("0.98", Currency::USD))
        );
        assert_eq!(
            percent_of(money("4.60", Currency::USD), Percent::HUNDRED),
            Ok(money("4.60", Currency::USD))
        );
    }

    #[test]
    fn a_conversion_too_large_to_keep_is_an_error() {
        let most = Money::from_minor(i64::MAX, Currency::PEN);
        assert_eq!(convert(most, rate("1.01"), Currency::VES), Err(MoneyError::Overflow));
        assert_eq!(
            convert(most, Rate::new(Decimal::MAX).expect("positive"), Currency::VES),
            Err(MoneyError::Overflow)
        );
        let dollars = worth(most, rate("0.0000000000000000000000000001"));
        assert_eq!(
            Money::truncate_to_cents(&dollars, Currency::USD),
            Err(MoneyError::Overflow)
        );
    }

    proptest! {
        #[test]
        fn a_conversion_is_within_half_a_cent_or_says_it_is_too_large(
            minor in any::<i64>(), mantissa in 1_i64..1_000_000_000_000, scale in 0_u32..=12,
        ) {
            let rate = Rate::new(Decimal::new(mantissa, scale)).expect("positive");
            // In units of 10^-(4 + scale) both sides are whole numbers, so this check needs no rounding of its own.
            let exact = i128::from(minor) * i128::from(mantissa);
            let unit = 10_i128.pow(scale);
            match convert(Money::from_minor(minor, Currency::PEN), rate, Currency::VES) {
                Ok(sent) => {
                    prop_assert!((i128::from(sent.minor()) * unit - exact).abs() <= 50 * unit);
                    prop_assert_eq!(sent.minor() % 100, 0);
                }
                Err(error) => {
                    prop_assert_eq!(error, MoneyError::Overflow);
                    prop_assert!((i128::from(i64::MAX) - 100) * unit < exact.abs());
                }
            }
        }

        #[test]
        fn a_share_is_never_more_than_the_whole(minor in 0_i64.., mantissa in 0_i64..=10_000) {
            let whole = Money::from_minor(minor, Currency::USD);
            let percent = Percent::new(Decimal::new(mantissa, 2)).expect("0 to 100");
            let share = percent_of(whole, percent).expect("no larger");
            prop_assert!(!share.is_negative());
            prop_assert!(share.minor() <= minor);
        }
    }
}
