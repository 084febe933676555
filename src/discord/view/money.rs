//! Numbers in the local format: `1.825,46 Bs`.

use rust_decimal::Decimal;

use crate::domain::kernel::money::{Currency, Exact, Money, Percent, Rate};
use crate::reports::numbers::number;
pub(crate) use crate::reports::numbers::symbol;

/// The dollars in the embed of an open batch have a third decimal.
const RUNNING_DECIMALS: u32 = 3;
/// Decimals of USDT prices.
const PRICE_DECIMALS: u32 = 4;
const CENTS: u32 = 2;
/// Shown for a number with more than 28 digits. Prices within the bounds never lead to one.
const BEYOND_NUMBERS: &str = "—";

/// With exactly three decimals, `4,125` could be read as 4125. Such a number is shown with four, so that nothing the
/// desk shows can be read, or typed back, as another number.
const NO_THOUSANDS: u32 = 4;
const OF_THOUSANDS: u32 = 3;

/// An amount with its symbol. It has two decimals, and more only if they are not zero.
pub(crate) fn money(amount: Money) -> String {
    with_decimals(amount, clear_decimals(amount.to_decimal(), CENTS))
}

/// An amount as it was understood, with only the decimals it has: `1,234 Bs`. Used where the reading itself is in
/// question.
pub(crate) fn money_as_read(amount: Money) -> String {
    with_decimals(amount, CENTS)
}

fn with_decimals(amount: Money, least: u32) -> String {
    let currency = amount.currency();
    let most = currency.scale();
    format!(
        "{} {}",
        number(amount.to_decimal(), least.min(most), most),
        symbol(currency)
    )
}

/// The same; a dash if there is no such amount, because a price out of bounds led to it.
pub(crate) fn money_or_beyond(amount: Option<Money>) -> String {
    amount.map_or_else(|| BEYOND_NUMBERS.to_owned(), money)
}

/// An amount in a form that can be typed in a command: `902.70`, without symbol and thousands separators.
pub(crate) fn typed(amount: Money) -> String {
    let units = amount.to_decimal().normalize();
    let least = clear_decimals(units, amount.currency().pay_decimals().min(CENTS));
    let shown = units.scale().max(least);
    format!("{:.*}", usize::try_from(shown).unwrap_or(0), units)
}

/// The dollars sent in an open batch: three decimals, the rest cut off.
pub(crate) fn running_dollars(dollars: &Exact) -> String {
    match dollars.truncated(RUNNING_DECIMALS) {
        Ok(cut) => format!("{} $", number(cut, RUNNING_DECIMALS, RUNNING_DECIMALS)),
        Err(_) => BEYOND_NUMBERS.to_owned(),
    }
}

/// A price of USDT, with four decimals.
pub(crate) fn price(price: &Exact) -> String {
    match price.rounded(PRICE_DECIMALS) {
        Ok(rounded) => number(rounded, PRICE_DECIMALS, PRICE_DECIMALS),
        Err(_) => BEYOND_NUMBERS.to_owned(),
    }
}

/// A rate with all its decimals.
pub(crate) fn rate(rate: Rate) -> String {
    exact(rate.as_decimal())
}

/// A percentage with exactly its decimals. Three are no problem here, because a percentage has no thousands.
pub(crate) fn percent(percent: Percent) -> String {
    format!("{} %", number(percent.as_decimal(), 0, u32::MAX))
}

/// A number with all its decimals.
pub(crate) fn exact(value: Decimal) -> String {
    number(value, clear_decimals(value, 0), u32::MAX)
}

/// A number in a form that can be typed without ambiguity: `4100`, `4,1`, `4,1250`.
pub(crate) fn to_type(value: Decimal) -> String {
    exact(value).replace('.', "")
}

/// The number of decimals that keeps the value from being read as thousands; at least `least`.
fn clear_decimals(value: Decimal, least: u32) -> u32 {
    let value = value.normalize();
    let has_two_readings =
        value.scale() == OF_THOUSANDS && Decimal::ONE <= value.abs() && value.abs() < Decimal::ONE_THOUSAND;
    if has_two_readings { NO_THOUSANDS } else { least }
}

/// The name of a currency, used to distinguish two.
pub(crate) fn named(currency: Currency) -> String {
    let known = match currency {
        Currency::VES => "bolívares (VES)",
        Currency::PEN => "soles (PEN)",
        Currency::COP => "pesos colombianos (COP)",
        Currency::USD => "dólares (USD)",
        Currency::EUR => "euros (EUR)",
        Currency::PTS => "puntos",
        Currency::COIN => "monedas",
        other => return other.to_string(),
    };
    known.to_owned()
}

/// The name of the account that receives this currency.
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

/// The name of the account from which this currency is sent: the name of its country.
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

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};
    use rust_decimal::Decimal;

    use super::{
        exact, money, named, percent, price, rate, receiving_account, running_dollars, sending_account, to_type, typed,
    };
    use crate::domain::kernel::money::{
        Currency, Exact, Money, Percent, Rate, currency_called, parse_amount, parse_percent, parse_rate,
        parse_signed_amount,
    };

    /// The codes that the migrations insert into this table.
    fn inserted_into(table: &str) -> Vec<Currency> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite");
        let mut found = Vec::new();
        for file in folder.read_dir().unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            for statement in text.split(&format!("insert into {table} (")).skip(1) {
                let statement = statement.split(';').next().unwrap_or_default();
                let quoted = statement.split('\'').skip(1).step_by(2);
                found.extend(
                    quoted.filter_map(|code| Currency::parse(code).ok().filter(|known| known.as_str() == code)),
                );
            }
        }
        found
    }

    #[test]
    fn every_currency_of_the_migrations_is_read_by_its_code_and_has_words() {
        let currencies = inserted_into("currencies");
        assert!(
            currencies.contains(&Currency::VES) && 7 < currencies.len(),
            "{currencies:?}"
        );
        for currency in currencies {
            assert_eq!(
                currency_called(currency.as_str()),
                Some(currency),
                "names.rs has no row for it"
            );
            let has_words = named(currency) != currency.as_str() || currency == Currency::USDT;
            assert!(has_words, "{currency} has no words here");
        }
        // What a country pays in: accounts in it are called by their words.
        for currency in inserted_into("countries")
            .into_iter()
            .filter(|code| code.as_str().len() == 3)
        {
            for words in [receiving_account(currency), sending_account(currency)] {
                assert_ne!(words, format!("Cuenta {currency}"));
            }
        }
    }

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

    #[test]
    fn nothing_is_printed_that_could_be_thousands_as_well() {
        assert_eq!(of("52.631", Currency::USDT), "52,6310 USDT");
        assert_eq!(of("-1.5", Currency::USDT), "-1,50 USDT");
        assert_eq!(of("0.125", Currency::USDT), "0,125 USDT");
        assert_eq!(of("1234.125", Currency::USDT), "1.234,125 USDT");
        assert_eq!(exact(decimal("9.125")), "9,1250");
        assert_eq!(to_type(decimal("4100")), "4100");
        assert_eq!(to_type(decimal("1234567.5")), "1234567,5");
        assert_eq!(to_type(decimal("4.100")), "4,1");
        assert_eq!(percent(Percent::new(decimal("2.125")).unwrap()), "2,125 %");
    }

    proptest! {
        /// What the desk shows can be typed back, including the currency symbol.
        #[test]
        fn an_amount_is_read_back_as_it_is_printed(payable in 1_i64..=999_999_999_999) {
            for currency in ["VES", "PEN", "COP", "USD", "EUR", "USDT", "PTS", "COIN", "CLP"] {
                let currency = Currency::parse(currency).unwrap();
                let step = 10_i64.pow(currency.scale() - currency.pay_decimals());
                let amount = Money::from_minor(payable * step, currency);
                prop_assert_eq!(parse_amount(&money(amount), currency), Ok(amount));
                prop_assert_eq!(parse_amount(&typed(amount), currency), Ok(amount));
                let taken = amount.checked_neg().unwrap();
                prop_assert_eq!(parse_signed_amount(&money(taken), currency), Ok(taken));
            }
        }

        #[test]
        fn rates_prices_and_percentages_are_read_back_as_they_are_printed(mantissa in 1_i64..=i64::MAX / 1_000_000, scale in 0_u32..=12) {
            let value = Decimal::new(mantissa, scale);
            if let Ok(known) = Rate::new(value) && known.is_in_bounds() {
                prop_assert_eq!(parse_rate(&rate(known)), Ok(known));
                prop_assert_eq!(parse_rate(&to_type(value)), Ok(known));
            }
            let four = Decimal::new(mantissa, 4);
            if let Ok(known) = Rate::new(four) && known.is_in_bounds() {
                prop_assert_eq!(parse_rate(&price(&Exact::from(four))), Ok(known));
            }
            if let Ok(known) = Percent::new(Decimal::new(mantissa % 1_000_000, 4)) {
                prop_assert_eq!(parse_percent(&percent(known)), Ok(known));
            }
        }
    }
}
