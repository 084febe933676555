//! An exact amount of one currency, and the only arithmetic allowed on it.

use std::cmp::Ordering;
use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::currency::Currency;
use super::exact::Exact;

/// Profit figures are kept in cents (Q-1 of the requirements).
const CENT_DECIMALS: u32 = 2;

/// An exact amount: whole minor units of one currency. 902.70 VES is 9 027 000 minor units, 5 PTS is 5.
/// May be negative; whoever forbids that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

/// Why an amount cannot be made or computed. Always a bug or an absurd size, never something a person typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    #[error("the amount is too large to be stored")]
    Overflow,
    #[error("amounts of two currencies were mixed")]
    MixedCurrencies,
    #[error("the amount has more decimals than its currency keeps")]
    Inexact,
    #[error("the amount must be more than zero")]
    NotPositive,
    #[error("a negative amount or weight cannot be shared out")]
    NegativeShare,
    #[error("an amount is to be shared out and nobody has a share")]
    NoShares,
}

impl Money {
    /// `minor` is in units of `10^-scale`: 10 000 of them are one VES, one of them is one PTS.
    pub const fn from_minor(minor: i64, currency: Currency) -> Money {
        Money { minor, currency }
    }

    pub const fn zero(currency: Currency) -> Money {
        Money { minor: 0, currency }
    }

    /// The amount in minor units, as the database keeps it.
    pub const fn minor(self) -> i64 {
        self.minor
    }

    pub const fn currency(self) -> Currency {
        self.currency
    }

    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    pub const fn is_positive(self) -> bool {
        0 < self.minor
    }

    pub const fn is_negative(self) -> bool {
        self.minor < 0
    }

    /// # Errors
    /// [`MoneyError::MixedCurrencies`]: USD + EUR is a bug, not a sum; [`MoneyError::Overflow`].
    pub fn checked_add(self, other: Money) -> Result<Money, MoneyError> {
        self.require_same_currency(other)?;
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Money { minor, ..self })
    }

    /// # Errors
    /// [`MoneyError::MixedCurrencies`]; [`MoneyError::Overflow`].
    pub fn checked_sub(self, other: Money) -> Result<Money, MoneyError> {
        self.require_same_currency(other)?;
        let minor = self.minor.checked_sub(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Money { minor, ..self })
    }

    /// # Errors
    /// [`MoneyError::Overflow`] for the one amount without an opposite, `i64::MIN`.
    pub fn checked_neg(self) -> Result<Money, MoneyError> {
        let minor = self.minor.checked_neg().ok_or(MoneyError::Overflow)?;
        Ok(Money { minor, ..self })
    }

    /// Compares two amounts. There is no `<`, because amounts of two currencies cannot be compared.
    ///
    /// # Errors
    /// [`MoneyError::MixedCurrencies`].
    pub fn checked_cmp(self, other: Money) -> Result<Ordering, MoneyError> {
        self.require_same_currency(other)?;
        Ok(self.minor.cmp(&other.minor))
    }

    /// The amount in units of its currency, exactly.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.minor, self.currency.scale())
    }

    /// The amount in units of its currency, for products and quotients.
    pub fn to_exact(self) -> Exact {
        Exact::new(i128::from(self.minor), self.currency.scale())
    }

    /// The amount that is exactly `units` of `currency`; never rounds.
    ///
    /// # Errors
    /// [`MoneyError::Inexact`] with more decimals than [`Currency::scale`]; [`MoneyError::Overflow`].
    pub fn from_decimal(units: Decimal, currency: Currency) -> Result<Money, MoneyError> {
        let units = units.normalize();
        let missing_decimals = currency.scale().checked_sub(units.scale()).ok_or(MoneyError::Inexact)?;
        let minor = units
            .mantissa()
            .checked_mul(10_i128.pow(missing_decimals))
            .ok_or(MoneyError::Overflow)?;
        let minor = i64::try_from(minor).map_err(|_| MoneyError::Overflow)?;
        Ok(Money { minor, currency })
    }

    /// Rounds to payable decimals ([`Currency::pay_decimals`]), a half away from zero.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn round_half_up(units: &Exact, currency: Currency) -> Result<Money, MoneyError> {
        Money::from_decimal(units.rounded(currency.pay_decimals())?, currency)
    }

    /// Cuts to cents (to whole units in a currency without cents), towards zero: 48.03842 is 48.03.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn truncate_to_cents(units: &Exact, currency: Currency) -> Result<Money, MoneyError> {
        let decimals = currency.pay_decimals().min(CENT_DECIMALS);
        Money::from_decimal(units.truncated(decimals)?, currency)
    }

    fn require_same_currency(self, other: Money) -> Result<(), MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::MixedCurrencies);
        }
        Ok(())
    }
}

/// The sum of amounts that are all in `currency`; zero when there are none.
///
/// # Errors
/// [`MoneyError::MixedCurrencies`]; [`MoneyError::Overflow`].
pub fn sum(currency: Currency, amounts: impl IntoIterator<Item = Money>) -> Result<Money, MoneyError> {
    amounts
        .into_iter()
        .try_fold(Money::zero(currency), |total, amount| total.checked_add(amount))
}

/// For logs: every decimal kept, then the code. People read `discord/view/`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.to_decimal(), self.currency)
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str(text).expect("a decimal")
    }

    fn ves(minor: i64) -> Money {
        Money::from_minor(minor, Currency::VES)
    }

    #[test]
    fn two_currencies_are_never_added_subtracted_or_compared() {
        let (ves, usd) = (ves(1), Money::from_minor(1, Currency::USD));
        assert_eq!(ves.checked_add(usd), Err(MoneyError::MixedCurrencies));
        assert_eq!(ves.checked_sub(usd), Err(MoneyError::MixedCurrencies));
        assert_eq!(ves.checked_cmp(usd), Err(MoneyError::MixedCurrencies));
        assert_eq!(sum(Currency::VES, [ves, usd]), Err(MoneyError::MixedCurrencies));
    }

    #[test]
    fn an_amount_too_large_to_keep_is_an_error_and_never_wraps() {
        assert_eq!(ves(i64::MAX).checked_add(ves(1)), Err(MoneyError::Overflow));
        assert_eq!(ves(i64::MIN).checked_sub(ves(1)), Err(MoneyError::Overflow));
        assert_eq!(ves(i64::MIN).checked_neg(), Err(MoneyError::Overflow));
        assert_eq!(
            Money::from_decimal(Decimal::MAX, Currency::VES),
            Err(MoneyError::Overflow)
        );
        assert_eq!(
            Money::from_decimal(Decimal::from(i64::MAX), Currency::VES),
            Err(MoneyError::Overflow)
        );
    }

    #[test]
    fn an_exact_amount_is_never_rounded_in_silence() {
        assert_eq!(
            Money::from_decimal(decimal("902.70000"), Currency::VES),
            Ok(ves(9_027_000))
        );
        assert_eq!(
            Money::from_decimal(decimal("0.00001"), Currency::VES),
            Err(MoneyError::Inexact)
        );
        assert_eq!(
            Money::from_decimal(decimal("1.5"), Currency::PTS),
            Err(MoneyError::Inexact)
        );
        assert_eq!(
            Money::from_decimal(decimal("7"), Currency::PTS),
            Ok(Money::from_minor(7, Currency::PTS))
        );
    }

    #[test]
    fn half_a_cent_rounds_away_from_zero_to_what_can_be_paid() {
        let rounded = |text, currency| {
            Money::round_half_up(&decimal(text).into(), currency)
                .expect("small")
                .to_string()
        };
        assert_eq!(rounded("2.705", Currency::VES), "2.7100 VES");
        assert_eq!(rounded("2.7049999", Currency::VES), "2.7000 VES");
        assert_eq!(rounded("-2.705", Currency::VES), "-2.7100 VES");
        assert_eq!(rounded("2.70505", Currency::USDT), "2.7051 USDT");
        assert_eq!(rounded("2.5", Currency::PTS), "3 PTS");
    }

    #[test]
    fn truncation_goes_to_cents_towards_zero() {
        let cut = |text, currency| {
            Money::truncate_to_cents(&decimal(text).into(), currency)
                .expect("small")
                .to_string()
        };
        assert_eq!(cut("48.03842", Currency::USD), "48.0300 USD");
        assert_eq!(cut("48.03999", Currency::USDT), "48.0300 USDT");
        assert_eq!(cut("-48.03999", Currency::USD), "-48.0300 USD");
        assert_eq!(cut("9.99", Currency::COIN), "9 COIN");
    }

    #[test]
    fn the_log_form_shows_every_decimal_kept() {
        assert_eq!(ves(9_027_000).to_string(), "902.7000 VES");
        assert_eq!(ves(-5).to_string(), "-0.0005 VES");
        assert_eq!(Money::from_minor(12, Currency::COIN).to_string(), "12 COIN");
    }

    #[test]
    fn money_is_stored_as_minor_units_and_code() {
        let json = r#"{"minor":9027000,"currency":"VES"}"#;
        assert_eq!(serde_json::to_string(&ves(9_027_000)).expect("json"), json);
        assert_eq!(serde_json::from_str::<Money>(json).expect("json"), ves(9_027_000));
    }

    proptest! {
        #[test]
        fn what_is_added_and_taken_back_leaves_the_amount_as_it_was(a in any::<i64>(), b in any::<i64>()) {
            if let Ok(total) = ves(a).checked_add(ves(b)) {
                prop_assert_eq!(total.checked_sub(ves(b)), Ok(ves(a)));
                prop_assert_eq!(sum(Currency::VES, [ves(a), ves(b)]), Ok(total));
            } else {
                prop_assert!(a.checked_add(b).is_none());
            }
        }

        #[test]
        fn an_amount_survives_its_decimal_form(minor in any::<i64>()) {
            for currency in [Currency::VES, Currency::USDT, Currency::PTS] {
                let money = Money::from_minor(minor, currency);
                prop_assert_eq!(Money::from_decimal(money.to_decimal(), currency), Ok(money));
            }
        }
    }
}
