//! Exact fractions. A quotient may have no finite decimal form, so it stays a fraction until somebody cuts or rounds
//! it.

use std::fmt;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::amount::MoneyError;

/// An exact number, as a fraction of whole numbers: 902.70 VES at 38 VES per dollar are 90270/3800 dollars. Sums,
/// differences, products and quotients lose nothing; only [`Exact::truncated`], [`Exact::rounded`] and
/// [`Exact::rounded_up`] do, and they say to how many decimals.
///
/// Stored as text, `9027/380`. A plain decimal is read too: receipts of older versions hold one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Exact(BigRational);

impl Exact {
    pub fn zero() -> Exact {
        Exact(BigRational::zero())
    }

    /// `mantissa × 10^-decimals`.
    pub fn new(mantissa: i128, decimals: u32) -> Exact {
        Exact(BigRational::new(BigInt::from(mantissa), ten_to(decimals)))
    }

    /// The sum of many numbers. They are added in pairs, then the pairs in pairs: with many different denominators this
    /// keeps most intermediate fractions small.
    pub fn sum(numbers: impl IntoIterator<Item = Exact>) -> Exact {
        let mut numbers: Vec<Exact> = numbers.into_iter().collect();
        while 1 < numbers.len() {
            numbers = numbers.chunks(2).map(sum_of_pair).collect();
        }
        numbers.pop().unwrap_or_else(Exact::zero)
    }

    pub fn plus(&self, other: &Exact) -> Exact {
        Exact(&self.0 + &other.0)
    }

    pub fn minus(&self, other: &Exact) -> Exact {
        Exact(&self.0 - &other.0)
    }

    pub fn times(&self, other: &Exact) -> Exact {
        Exact(&self.0 * &other.0)
    }

    /// `None` when `divisor` is zero.
    pub fn over(&self, divisor: &Exact) -> Option<Exact> {
        if divisor.0.is_zero() {
            return None;
        }
        Some(Exact(&self.0 / &divisor.0))
    }

    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    pub fn is_positive(&self) -> bool {
        self.0.is_positive()
    }

    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// Cut to `decimals`, towards zero: 48.03842… to two is 48.03.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] beyond what a decimal holds (28 digits).
    pub fn truncated(&self, decimals: u32) -> Result<Decimal, MoneyError> {
        decimal(&self.shifted(decimals).trunc(), decimals)
    }

    /// Rounded to `decimals`, a half away from zero.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] beyond what a decimal holds (28 digits).
    pub fn rounded(&self, decimals: u32) -> Result<Decimal, MoneyError> {
        decimal(&self.shifted(decimals).round(), decimals)
    }

    /// Rounded up to `decimals`, towards plus infinity.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] beyond what a decimal holds (28 digits).
    pub fn rounded_up(&self, decimals: u32) -> Result<Decimal, MoneyError> {
        decimal(&self.shifted(decimals).ceil(), decimals)
    }

    fn shifted(&self, decimals: u32) -> BigRational {
        &self.0 * BigRational::from_integer(ten_to(decimals))
    }
}

fn sum_of_pair(pair: &[Exact]) -> Exact {
    match pair {
        [one, other] => one.plus(other),
        [one] => one.clone(),
        _ => Exact::zero(),
    }
}

fn ten_to(decimals: u32) -> BigInt {
    BigInt::from(10).pow(decimals)
}

fn decimal(whole: &BigRational, decimals: u32) -> Result<Decimal, MoneyError> {
    let mantissa = whole.to_integer().to_i128().ok_or(MoneyError::Overflow)?;
    Decimal::try_from_i128_with_scale(mantissa, decimals).map_err(|_| MoneyError::Overflow)
}

impl From<Decimal> for Exact {
    fn from(value: Decimal) -> Exact {
        Exact::new(value.mantissa(), value.scale())
    }
}

/// Why a text is no exact number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is neither a fraction nor a decimal")]
pub struct NotExact(String);

impl TryFrom<String> for Exact {
    type Error = NotExact;

    fn try_from(text: String) -> Result<Exact, NotExact> {
        let read = || -> Option<Exact> {
            let Some((numerator, denominator)) = text.split_once('/') else {
                return Decimal::from_str_exact(&text).ok().map(Exact::from);
            };
            let (numerator, denominator): (BigInt, BigInt) = (numerator.parse().ok()?, denominator.parse().ok()?);
            denominator
                .is_positive()
                .then(|| Exact(BigRational::new(numerator, denominator)))
        };
        read().ok_or(NotExact(text))
    }
}

impl From<Exact> for String {
    fn from(exact: Exact) -> String {
        exact.to_string()
    }
}

/// The storage form, also used in logs: `9027/380`, and `5/1` for a whole number.
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.0.numer(), self.0.denom())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
    use rust_decimal::Decimal;

    use super::Exact;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).expect("a decimal")
    }

    fn exact(text: &str) -> Exact {
        Exact::try_from(text.to_owned()).expect("a number")
    }

    fn third() -> Exact {
        Exact::new(1, 0).over(&Exact::new(3, 0)).expect("three is not zero")
    }

    #[test]
    fn three_thirds_are_one_and_not_a_little_less() {
        let one = Exact::sum([third(), third(), third()]);
        assert_eq!(one.truncated(2), Ok(decimal("1")));
        assert_eq!(third().plus(&third()).truncated(4), Ok(decimal("0.6666")));
        assert_eq!(third().plus(&third()).rounded(4), Ok(decimal("0.6667")));
        assert_eq!(third().rounded_up(2), Ok(decimal("0.34")));
        assert_eq!(Exact::sum([]), Exact::zero());
    }

    #[test]
    fn cutting_goes_towards_zero_and_a_half_goes_away_from_it() {
        assert_eq!(exact("-48.03842").truncated(2), Ok(decimal("-48.03")));
        assert_eq!(exact("-2.705").rounded(2), Ok(decimal("-2.71")));
        assert_eq!(exact("2.705").rounded(2), Ok(decimal("2.71")));
        assert_eq!(exact("-0.001").truncated(2), Ok(decimal("0")));
    }

    #[test]
    fn what_no_decimal_holds_is_an_error() {
        let huge = Exact::from(Decimal::MAX).times(&Exact::new(10, 0));
        assert!(huge.truncated(0).is_err() && huge.rounded(0).is_err());
        assert_eq!(Exact::new(1, 0).over(&Exact::zero()), None);
    }

    #[test]
    fn a_fraction_is_stored_in_lowest_terms_and_an_old_decimal_is_read() {
        assert_eq!(serde_json::to_string(&third()).expect("json"), "\"1/3\"");
        assert_eq!(serde_json::from_str::<Exact>("\"2/6\"").expect("json"), third());
        assert_eq!(
            serde_json::from_str::<Exact>("\"23.750\"").expect("json"),
            exact("95/4")
        );
        for wrong in ["\"\"", "\"1/0\"", "\"1/-3\"", "\"1/3/4\"", "\"x\"", "0.5"] {
            assert!(serde_json::from_str::<Exact>(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_sum_does_not_depend_on_how_its_parts_are_grouped(
            parts in proptest::collection::vec((any::<i64>(), 1_i64..1_000_000_000_000), 0..12), cut in 0_usize..12,
        ) {
            let numbers: Vec<Exact> = parts
                .iter()
                .map(|(n, d)| Exact::new(i128::from(*n), 4).over(&Exact::new(i128::from(*d), 6)).expect("positive"))
                .collect();
            let (left, right) = numbers.split_at(cut.min(numbers.len()));
            let grouped = Exact::sum(left.to_vec()).plus(&Exact::sum(right.to_vec()));
            prop_assert_eq!(Exact::sum(numbers.clone()), grouped.clone());
            prop_assert_eq!(numbers.iter().fold(Exact::zero(), |sum, number| sum.plus(number)), grouped);
        }

        #[test]
        fn a_decimal_comes_back_as_it_was(mantissa in any::<i64>(), scale in 0_u32..=12) {
            let value = Decimal::new(mantissa, scale);
            prop_assert_eq!(Exact::from(value).truncated(scale), Ok(value));
            prop_assert_eq!(Exact::from(value).rounded(scale), Ok(value));
            prop_assert!(Exact::try_from(Exact::from(value).to_string()) == Ok(Exact::from(value)));
        }
    }
}
