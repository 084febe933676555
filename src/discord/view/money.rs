//! Numbers as people read them here: `1.825,46 Bs`.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::domain::money::{Currency, Exact, Money, Percent, Rate};

/// Dollars in the running embed are shown with a third decimal.
const RUNNING_DECIMALS: u32 = 3;
/// Prices of USDT.
const PRICE_DECIMALS: u32 = 4;
const CENTS: u32 = 2;
/// In place of a number with more than 28 digits: no price that can be typed leads to one.
const BEYOND_NUMBERS: &str = "—";

/// An amount with its symbol: two decimals, more only where they are not zero.
pub(crate) fn money(amount: Money) -> String {
    let currency = amount.currency();
    let least = currency.scale().min(CENTS);
    format!(
        "{} {}",
        number(amount.to_decimal(), least, currency.scale()),
        symbol(currency)
    )
}

/// The same; a dash where there is no such amount because a price out of bounds made it.
pub(crate) fn money_or_beyond(amount: Option<Money>) -> String {
    amount.map_or_else(|| BEYOND_NUMBERS.to_owned(), money)
}

/// An amount as somebody can type it in a command: `902.70`, without a separator of thousands and without a symbol.
pub(crate) fn typed(amount: Money) -> String {
    let decimals = amount.currency().pay_decimals().min(CENTS);
    let units = amount.to_decimal().normalize();
    let shown = units.scale().max(decimals);
    format!("{:.*}", usize::try_from(shown).unwrap_or(0), units)
}

/// What was sent, in dollars, while the batch runs: three decimals, the rest cut off.
pub(crate) fn running_dollars(dollars: &Exact) -> String {
    match dollars.truncated(RUNNING_DECIMALS) {
        Ok(cut) => format!("{} $", number(cut, RUNNING_DECIMALS, RUNNING_DECIMALS)),
        Err(_) => BEYOND_NUMBERS.to_owned(),
    }
}

/// A price of USDT: four decimals.
pub(crate) fn price(price: &Exact) -> String {
    match price.rounded(PRICE_DECIMALS) {
        Ok(rounded) => number(rounded, PRICE_DECIMALS, PRICE_DECIMALS),
        Err(_) => BEYOND_NUMBERS.to_owned(),
    }
}

/// A rate with exactly the decimals it has.
pub(crate) fn rate(rate: Rate) -> String {
    exact(rate.as_decimal())
}

pub(crate) fn percent(percent: Percent) -> String {
    format!("{} %", exact(percent.as_decimal()))
}

/// A number with exactly the decimals it has.
pub(crate) fn exact(value: Decimal) -> String {
    number(value.normalize(), 0, u32::MAX)
}

/// What stands after an amount.
pub(crate) fn symbol(currency: Currency) -> String {
    let known = match currency {
        Currency::VES => "Bs",
        Currency::PEN => "S/",
        Currency::USD => "$",
        Currency::EUR => "€",
        other => return other.to_string(),
    };
    known.to_owned()
}

/// What the account is called that receives this currency.
pub(crate) fn receiving_account(currency: Currency) -> String {
    let known = match currency {
        Currency::VES => "Bolívares",
        Currency::PEN => "Soles",
        Currency::COP => "Pesos",
        Currency::USD => "Dólares",
        Currency::EUR => "Euros",
        other => return format!("Cuenta {other}"),
    };
    format!("Cuenta {known}")
}

/// What the account is called that this currency is sent from: its country's name.
pub(crate) fn sending_account(currency: Currency) -> String {
    let known = match currency {
        Currency::VES => "Venezuela",
        Currency::PEN => "Perú",
        Currency::COP => "Colombia",
        Currency::USD => "Estados Unidos",
        Currency::EUR => "España",
        other => return format!("Cuenta {other}"),
    };
    format!("Cuenta {known}")
}

/// Currencies as a list of codes.
pub(crate) fn codes(currencies: &[Currency]) -> Vec<String> {
    currencies.iter().map(|currency| format!("`{currency}`")).collect()
}

/// `value` with points between thousands and a comma before the decimals: at least `least` of them, at most `most`.
fn number(value: Decimal, least: u32, most: u32) -> String {
    let value = value.normalize();
    let decimals = value.scale().clamp(least, most);
    let rounded = value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    let text = format!("{:.*}", usize::try_from(decimals).unwrap_or(0), rounded.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let sign = if rounded.is_sign_negative() && !rounded.is_zero() {
        "-"
    } else {
        ""
    };
    let grouped = group(whole);
    if fraction.is_empty() {
        format!("{sign}{grouped}")
    } else {
        format!("{sign}{grouped},{fraction}")
    }
}

fn group(whole: &str) -> String {
    let mut grouped = String::with_capacity(whole.len() + whole.len() / 3);
    for (place, digit) in whole.chars().enumerate() {
        if 0 < place && (whole.len() - place).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::{exact, money, percent, price, running_dollars, typed};
    use crate::domain::money::{Currency, Exact, Money, Percent};

    fn of(units: &str, currency: Currency) -> String {
        money(Money::from_decimal(units.parse().unwrap(), currency).unwrap())
    }

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn of_text(text: &str) -> Exact {
        Exact::from(decimal(text))
    }

    #[test]
    fn amounts_read_as_in_the_worked_example() {
        assert_eq!(of("1825.46", Currency::VES), "1.825,46 Bs");
        assert_eq!(of("902.7", Currency::VES), "902,70 Bs");
        assert_eq!(of("200", Currency::PEN), "200,00 S/");
        assert_eq!(of("52.63", Currency::USDT), "52,63 USDT");
        assert_eq!(of("52.6312", Currency::USDT), "52,6312 USDT");
        assert_eq!(of("4.6", Currency::USD), "4,60 $");
        assert_eq!(of("-1234567.5", Currency::COP), "-1.234.567,50 COP");
        assert_eq!(of("1234", Currency::PTS), "1.234 PTS");
        assert_eq!(of("0", Currency::VES), "0,00 Bs");
    }

    #[test]
    fn an_amount_to_type_reads_back_as_it_was() {
        let typed_of = |units: &str, currency| typed(Money::from_decimal(units.parse().unwrap(), currency).unwrap());
        assert_eq!(typed_of("1902.7", Currency::VES), "1902.70");
        assert_eq!(typed_of("-1000000", Currency::VES), "-1000000.00");
        assert_eq!(typed_of("52.6312", Currency::USDT), "52.6312");
        assert_eq!(typed_of("25", Currency::COIN), "25");
    }

    #[test]
    fn running_dollars_are_cut_and_prices_have_four_decimals() {
        assert_eq!(running_dollars(&of_text("23.75526")), "23,755 $");
        assert_eq!(running_dollars(&of_text("48.03842")), "48,038 $");
        assert_eq!(running_dollars(&of_text("0")), "0,000 $");
        assert_eq!(price(&of_text("3.80011400")), "3,8001");
        assert_eq!(price(&of_text("4")), "4,0000");
    }

    #[test]
    fn rates_and_percentages_show_what_they_have() {
        assert_eq!(exact(decimal("9.20")), "9,2");
        assert_eq!(exact(decimal("1234.5")), "1.234,5");
        assert_eq!(percent(Percent::new(decimal("0.3")).unwrap()), "0,3 %");
        assert_eq!(percent(Percent::HUNDRED), "100 %");
    }
}
