//! Sharing an amount out so that nothing is lost and nothing is made up.

use std::cmp::Reverse;

use rust_decimal::Decimal;

use super::amount::{Money, MoneyError};

/// Weights count to this many decimals: worths carry up to 28, and 18 leave room for a weight of 10^20.
const WEIGHT_DECIMALS: u32 = 18;

/// Shares `total` out by `weights`, in their order; the parts sum to it exactly.
/// Each share is cut to what can be paid, and the cents left over go one each to the largest weights, the earlier first
/// among equals. `total` must itself be payable (whole cents, where the currency has cents).
///
/// # Errors
/// [`MoneyError::NegativeShare`] for a negative total or weight; [`MoneyError::Inexact`] when `total` cannot be paid;
/// [`MoneyError::NoShares`] when there is something to share and every weight is zero; [`MoneyError::Overflow`] for
/// weights beyond 10^20.
pub fn split(total: Money, weights: &[Decimal]) -> Result<Vec<Money>, MoneyError> {
    let currency = total.currency();
    let total_minor = u64::try_from(total.minor()).map_err(|_| MoneyError::NegativeShare)?;
    let cent_minor = 10_u64.pow(currency.scale() - currency.pay_decimals());
    if !total_minor.is_multiple_of(cent_minor) {
        return Err(MoneyError::Inexact);
    }
    let weights = weights.iter().map(whole_weight).collect::<Result<Vec<u128>, _>>()?;
    let cents = share_cents(total_minor / cent_minor, &weights)?;
    let to_money = |part: u64| {
        let minor = i64::try_from(part * cent_minor).expect("a part is no larger than the total, which was an i64");
        Money::from_minor(minor, currency)
    };
    Ok(cents.into_iter().map(to_money).collect())
}

fn share_cents(total: u64, weights: &[u128]) -> Result<Vec<u64>, MoneyError> {
    if total == 0 {
        return Ok(vec![0; weights.len()]);
    }
    let weight_sum = weights.iter().try_fold(0_u128, |sum, weight| sum.checked_add(*weight));
    let weight_sum = weight_sum
        .filter(|sum| *sum < u128::MAX / 2)
        .ok_or(MoneyError::Overflow)?;
    if weight_sum == 0 {
        return Err(MoneyError::NoShares);
    }
    let mut parts: Vec<u64> = weights
        .iter()
        .map(|weight| floor_of(total, *weight, weight_sum))
        .collect();
    let left_over = total - parts.iter().sum::<u64>();
    let mut largest_first: Vec<usize> = (0..weights.len()).collect();
    largest_first.sort_by_key(|index| Reverse(weights[*index]));
    // Each floor lost less than one cent, so fewer cents are left over than there are weights above zero.
    for index in largest_first.into_iter().zip(0..left_over).map(|(index, _)| index) {
        parts[index] += 1;
    }
    Ok(parts)
}

/// `total × weight ÷ weight_sum`, rounded down, exactly, by long division bit by bit: the product needs up to 190 bits.
/// Needs `weight <= weight_sum < 2^127`.
fn floor_of(total: u64, weight: u128, weight_sum: u128) -> u64 {
    let mut quotient = 0;
    let mut remainder = 0;
    for bit in (0..u64::BITS).rev() {
        quotient *= 2;
        remainder *= 2;
        if weight_sum <= remainder {
            remainder -= weight_sum;
            quotient += 1;
        }
        if total >> bit & 1 == 1 {
            remainder += weight;
        }
        if weight_sum <= remainder {
            remainder -= weight_sum;
            quotient += 1;
        }
    }
    quotient
}

fn whole_weight(weight: &Decimal) -> Result<u128, MoneyError> {
    let weight = weight.trunc_with_scale(WEIGHT_DECIMALS).normalize();
    let mantissa = u128::try_from(weight.mantissa()).map_err(|_| MoneyError::NegativeShare)?;
    let missing_decimals = WEIGHT_DECIMALS - weight.scale();
    mantissa
        .checked_mul(10_u128.pow(missing_decimals))
        .ok_or(MoneyError::Overflow)
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, proptest};

    use super::*;
    use crate::domain::money::{Currency, sum};

    fn weights(texts: &[&str]) -> Vec<Decimal> {
        texts
            .iter()
            .map(|text| Decimal::from_str_exact(text).expect("a decimal"))
            .collect()
    }

    fn split_cents(total_cents: i64, texts: &[&str]) -> Result<Vec<i64>, MoneyError> {
        let parts = split(Money::from_minor(total_cents * 100, Currency::USD), &weights(texts))?;
        Ok(parts.into_iter().map(|part| part.minor() / 100).collect())
    }

    #[test]
    fn one_cashier_gets_all_of_it() {
        assert_eq!(split_cents(276, &["48.03842"]), Ok(vec![276]));
        assert_eq!(split_cents(276, &["0", "48.03842"]), Ok(vec![0, 276]));
    }

    #[test]
    fn cents_left_over_go_one_each_to_the_largest_weights() {
        assert_eq!(split_cents(100, &["1", "1", "1"]), Ok(vec![34, 33, 33]));
        assert_eq!(split_cents(101, &["1", "1", "1"]), Ok(vec![34, 34, 33]));
        assert_eq!(split_cents(10, &["1", "2"]), Ok(vec![3, 7]));
        assert_eq!(split_cents(1, &["1", "3", "2"]), Ok(vec![0, 1, 0]));
    }

    #[test]
    fn a_currency_is_split_to_what_it_can_pay() {
        let part = |minor, currency| Money::from_minor(minor, currency);
        let thirds = weights(&["1", "1", "1"]);
        let coins = split(part(10, Currency::COIN), &thirds).expect("whole");
        assert_eq!(coins, [4, 3, 3].map(|minor| part(minor, Currency::COIN)));
        let usdt = split(part(10, Currency::USDT), &thirds).expect("payable");
        assert_eq!(usdt, [4, 3, 3].map(|minor| part(minor, Currency::USDT)));
        assert_eq!(split(part(10, Currency::USD), &thirds), Err(MoneyError::Inexact));
    }

    #[test]
    fn nothing_is_split_into_nothings_and_something_needs_a_share() {
        assert_eq!(split_cents(0, &["1", "2"]), Ok(vec![0, 0]));
        assert_eq!(split_cents(0, &["0"]), Ok(vec![0]));
        assert_eq!(split_cents(1, &["0", "0"]), Err(MoneyError::NoShares));
        assert_eq!(split_cents(1, &[]), Err(MoneyError::NoShares));
    }

    #[test]
    fn a_negative_total_or_weight_is_refused() {
        assert_eq!(split_cents(-1, &["1"]), Err(MoneyError::NegativeShare));
        assert_eq!(split_cents(1, &["2", "-1"]), Err(MoneyError::NegativeShare));
    }

    #[test]
    fn absurd_weights_are_an_error_and_never_wrap() {
        let most = Decimal::MAX;
        assert_eq!(
            split(Money::from_minor(100, Currency::USD), &[most, most]),
            Err(MoneyError::Overflow)
        );
    }

    fn any_weight() -> impl Strategy<Value = Decimal> {
        (0_i64..1_000_000_000_000_000, 0_u32..=18).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale))
    }

    proptest! {
        #[test]
        fn the_parts_sum_to_the_whole_and_each_is_within_a_cent_of_its_share(
            total_cents in 0_i64..=i64::MAX / 100, weights in vec(any_weight(), 1..9),
        ) {
            let total = Money::from_minor(total_cents * 100, Currency::USD);
            let Ok(parts) = split(total, &weights) else {
                prop_assert!(weights.iter().all(Decimal::is_zero));
                return Ok(());
            };
            prop_assert_eq!(sum(Currency::USD, parts.iter().copied()), Ok(total));
            let whole: Vec<u128> = weights.iter().map(|weight| whole_weight(weight).expect("small")).collect();
            let weight_sum: u128 = whole.iter().sum();
            for (part, weight) in parts.iter().zip(&whole) {
                let floor = floor_of(total_cents as u64, *weight, weight_sum) as i64;
                prop_assert!(part.minor() == floor * 100 || part.minor() == (floor + 1) * 100);
                prop_assert!(*weight != 0 || part.is_zero());
            }
        }

        #[test]
        fn the_long_division_agrees_with_plain_division(
            total in 0_u64.., weight in 0_u128..1 << 60, rest in 1_u128..1 << 60,
        ) {
            let plain = u128::from(total) * weight / (weight + rest);
            prop_assert_eq!(u128::from(floor_of(total, weight, weight + rest)), plain);
        }
    }
}
