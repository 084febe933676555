//! Splitting an amount by weights, without losing or inventing a cent.

use std::cmp::Reverse;

use super::amount::{Money, MoneyError};
use super::exact::Exact;

/// Splits `total` by `weights`, in their order; the parts sum to it exactly. Each part is cut to payable decimals, and
/// the cents left over go one each to the largest weights, the earlier first among equals. `total` must itself be
/// payable (whole cents, where the currency has cents).
///
/// # Errors
/// [`MoneyError::NegativeShare`] for a negative total or weight; [`MoneyError::Inexact`] when `total` cannot be paid;
/// [`MoneyError::NoShares`] when there is something to share and every weight is zero.
pub fn split(total: Money, weights: &[Exact]) -> Result<Vec<Money>, MoneyError> {
    let currency = total.currency();
    let cent_minor = 10_i64.pow(currency.scale() - currency.pay_decimals());
    if total.is_negative() || weights.iter().any(Exact::is_negative) {
        return Err(MoneyError::NegativeShare);
    }
    if total.minor() % cent_minor != 0 {
        return Err(MoneyError::Inexact);
    }
    if total.is_zero() {
        return Ok(vec![total; weights.len()]);
    }
    let whole = Exact::sum(weights.iter().cloned());
    let mut parts = Vec::with_capacity(weights.len());
    for weight in weights {
        let share = total
            .to_exact()
            .times(weight)
            .over(&whole)
            .ok_or(MoneyError::NoShares)?;
        let cut = Money::from_decimal(share.truncated(currency.pay_decimals())?, currency)?;
        parts.push(cut.minor());
    }
    if parts.is_empty() {
        return Err(MoneyError::NoShares);
    }
    let left_over = total.minor() - parts.iter().sum::<i64>();
    let mut largest_first: Vec<usize> = (0..weights.len()).collect();
    largest_first.sort_by_key(|index| Reverse(&weights[*index]));
    // Each share lost less than one cent, so fewer cents are left over than there are weights above zero.
    let cents_left = usize::try_from(left_over / cent_minor).unwrap_or(usize::MAX);
    for index in largest_first.into_iter().take(cents_left) {
        parts[index] += cent_minor;
    }
    Ok(parts
        .into_iter()
        .map(|minor| Money::from_minor(minor, currency))
        .collect())
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, proptest};
    use rust_decimal::Decimal;

    use super::*;
    use crate::domain::kernel::money::{Currency, sum};

    fn weights(texts: &[&str]) -> Vec<Exact> {
        texts
            .iter()
            .map(|text| Exact::try_from((*text).to_owned()).expect("a number"))
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
    fn weights_of_any_size_and_closeness_are_told_apart() {
        let huge = Exact::from(Decimal::MAX).times(&Exact::from(Decimal::MAX));
        let a_little_more = huge.plus(&Exact::new(1, 28));
        let parts = split(Money::from_minor(100, Currency::USD), &[huge, a_little_more]).expect("a cent");
        assert_eq!([parts[0].minor(), parts[1].minor()], [0, 100]);
    }

    fn any_weight() -> impl Strategy<Value = (i64, i64)> {
        (0_i64..1_000_000_000, 1_i64..1_000_000)
    }

    proptest! {
        #[test]
        fn the_parts_sum_to_the_whole_and_each_is_within_a_cent_of_its_share(
            total_cents in 0_i64..=i64::MAX / 100, weights in vec(any_weight(), 1..9),
        ) {
            let total = Money::from_minor(total_cents * 100, Currency::USD);
            let weights: Vec<Exact> = weights
                .into_iter()
                .map(|(n, d)| Exact::new(i128::from(n), 0).over(&Exact::new(i128::from(d), 0)).expect("positive"))
                .collect();
            let Ok(parts) = split(total, &weights) else {
                prop_assert!(weights.iter().all(Exact::is_zero));
                return Ok(());
            };
            prop_assert_eq!(sum(Currency::USD, parts.iter().copied()), Ok(total));
            let whole = Exact::sum(weights.clone());
            for (part, weight) in parts.iter().zip(&weights) {
                // part − share, times all weights: between −1 cent and 1 cent, without a quotient.
                let off = part.to_exact().times(&whole).minus(&total.to_exact().times(weight));
                let cent = Exact::new(1, 2).times(&whole);
                prop_assert!(off < cent && off.plus(&cent).is_positive() || whole.is_zero());
                prop_assert!(!weight.is_zero() || part.is_zero());
            }
        }
    }
}
