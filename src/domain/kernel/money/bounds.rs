//! Bounds of typed numbers. They keep everything that is computed from such numbers in range: an amount is an `i64` of
//! ten-thousandths, at most 922 million million units.

use rust_decimal::Decimal;

use super::amount::Money;
use super::currency::Currency;
use super::exact::Exact;
use super::rate::Rate;

/// The largest amount that can be typed, or be paid by one order, in whole units. Twelve digits are more than any desk
/// moves at once, and a balance still holds nine hundred such amounts.
pub const AMOUNT_MAX_WHOLE: i64 = 999_999_999_999;

/// The smallest rate, price or dollar value: a bolívar of 2021 was 0.00000024 dollars, and this is a twentieth of it.
pub const RATE_MIN: Decimal = Decimal::from_parts(1, 0, 0, false, 8);

/// The largest rate, price or dollar value: a dollar of 2021 was 4 200 000 bolívares, and this is twenty times as many.
pub const RATE_MAX: Decimal = Decimal::from_parts(100_000_000, 0, 0, false, 0);

/// The most that one order, or one purchase of USDT, may be worth, in dollars: a thousand million. Even with the most
/// points per dollar, its points are a ten-thousandth of what a balance holds.
pub const DOLLARS_MAX_WHOLE: i64 = 1_000_000_000;

impl Rate {
    /// Whether this rate could be typed today. Books may hold rates from before there were bounds.
    pub fn is_in_bounds(self) -> bool {
        RATE_MIN <= self.as_decimal() && self.as_decimal() <= RATE_MAX
    }
}

impl Money {
    /// The smallest amount of a currency that can be paid: a cent, a coin.
    pub fn least(currency: Currency) -> Money {
        Money::from_minor(10_i64.pow(currency.scale() - currency.pay_decimals()), currency)
    }

    /// The largest amount of a currency that can be typed, or be paid by one order.
    pub fn most(currency: Currency) -> Money {
        Money::from_minor(AMOUNT_MAX_WHOLE * 10_i64.pow(currency.scale()), currency)
    }

    /// The most dollars, or USDT, of one order or purchase.
    pub fn most_dollars(currency: Currency) -> Money {
        Money::from_minor(DOLLARS_MAX_WHOLE * 10_i64.pow(currency.scale()), currency)
    }
}

/// Whether one order may be worth this many dollars.
pub fn are_dollars_in_bounds(dollars: &Exact) -> bool {
    *dollars <= Exact::new(i128::from(DOLLARS_MAX_WHOLE), 0)
}
