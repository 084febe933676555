//! Centavos: how the API for players counts money, and what amounts of giros are made of. Inside, money has more decimals (docs/BOOKS.md).

use crate::domain::kernel::money::{Currency, Money, MoneyError};

const CENTAVO_DECIMALS: u32 = 2;

/// How many minor units a centavo has. The settings allow only currencies that have centavos.
fn minor_of_one(currency: Currency) -> i64 {
    10_i64.pow(currency.scale().saturating_sub(CENTAVO_DECIMALS))
}

/// # Errors
/// [`MoneyError::Overflow`], which no amount that a call may have reaches.
pub(in crate::http) fn money_of(centavos: i64, currency: Currency) -> Result<Money, MoneyError> {
    let minor = centavos.checked_mul(minor_of_one(currency));
    Ok(Money::from_minor(minor.ok_or(MoneyError::Overflow)?, currency))
}

/// Whole centavos; a part of one is cut, so that nobody is shown more than they have.
pub(in crate::http) fn centavos_of(money: Money) -> i64 {
    money.minor().div_euclid(minor_of_one(money.currency()))
}

#[cfg(test)]
mod tests {
    use super::{centavos_of, money_of};
    use crate::domain::kernel::money::{Currency, Money};

    #[test]
    fn a_centavo_is_a_hundredth() {
        let one = money_of(1, Currency::VES).expect("small");
        assert_eq!(one, Money::from_minor(100, Currency::VES));
        assert_eq!(centavos_of(one), 1);
        assert_eq!(centavos_of(money_of(90_400, Currency::VES).expect("small")), 90_400);
        assert!(money_of(i64::MAX, Currency::VES).is_err());
    }

    #[test]
    fn a_part_of_a_centavo_is_not_shown() {
        assert_eq!(centavos_of(Money::from_minor(199, Currency::VES)), 1);
        assert_eq!(centavos_of(Money::from_minor(-1, Currency::VES)), -1);
    }
}
