//! How large and how small numbers may be that somebody types, so that everything that is computed from them later is in
//! range: an amount is kept in an `i64` of ten-thousandths, which is 922 million millions of a unit.

use rust_decimal::Decimal;

use super::amount::Money;
use super::currency::Currency;
use super::exact::Exact;
use super::rate::Rate;

/// The largest amount that can be typed, or be paid by one order, in whole units. Twelve digits are more than any desk moves
/// at once, and nine hundred of them still fit into a balance.
pub const AMOUNT_MAX_WHOLE: i64 = 999_999_999_999;

/// The smallest rate, price or dollar value: a bolívar of 2021 was 0.00000024 dollars, and this is a twentieth of it.
pub const RATE_MIN: Decimal = Decimal::from_parts(1, 0, 0, false, 8);

/// The largest rate, price or dollar value: a dollar of 2021 was 4 200 000 bolívares, and this is twenty times as many.
pub const RATE_MAX: Decimal = Decimal::from_parts(100_000_000, 0, 0, false, 0);

/// The most one order may be worth, and one purchase of USDT may be, in dollars: a thousand million. Times the most points per
/// dollar it is still a ten-thousandth of what a balance holds.
pub const DOLLARS_MAX_WHOLE: i64 = 1_000_000_000;

impl Rate {
    /// Whether it is one that could be typed today. Books may hold others, from before there were bounds.
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

/// Whether one order may be worth so many dollars.
pub fn are_dollars_in_bounds(dollars: &Exact) -> bool {
    *dollars <= Exact::new(i128::from(DOLLARS_MAX_WHOLE), 0)
}
