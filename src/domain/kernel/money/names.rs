//! The names that people use for currencies, and for the countries that pay in them. No other table has such names.
//!
//! Which currencies the desk trades is a table of the database; this table only says what a word means.

use super::currency::Currency;
use crate::domain::kernel::letters;

/// A currency and its usual names, as [`plain_word`] leaves them.
struct Names {
    currency: Currency,
    /// Signs and words beside an amount: `50 soles`, `S/ 50`. When several currencies share one (`$`), it means the
    /// currency that is expected if that is among them, and else the first in this table.
    beside_amounts: &'static [&'static str],
    /// The code of the country that pays in it, and the country's names.
    country: Option<(&'static str, &'static [&'static str])>,
}

const NAMES: &[Names] = &[
    Names {
        currency: Currency::VES,
        beside_amounts: &[
            "bs",
            "bsf",
            "bss",
            "bsd",
            "ves",
            "vef",
            "bolivar",
            "bolivares",
            "bolo",
            "bolos",
        ],
        country: Some(("VE", &["ve", "ven", "venezuela", "vzla", "vnzla", "venez"])),
    },
    Names {
        currency: Currency::PEN,
        beside_amounts: &["s/", "pen", "sol", "soles", "nuevo sol", "nuevos soles"],
        country: Some(("PE", &["pe", "per", "peru"])),
    },
    Names {
        currency: Currency::USD,
        beside_amounts: &[
            "$",
            "us$",
            "u$s",
            "usd$",
            "usd",
            "dolar",
            "dolares",
            "dolares americanos",
        ],
        country: Some(("US", &["us", "usa", "eua", "eeuu", "ee uu", "estados unidos"])),
    },
    Names {
        currency: Currency::USDT,
        beside_amounts: &["usdt", "tether", "₮", "$"],
        country: None,
    },
    Names {
        currency: Currency::COP,
        beside_amounts: &[
            "cop",
            "cop$",
            "col$",
            "peso",
            "pesos",
            "peso colombiano",
            "pesos colombianos",
            "$",
        ],
        country: Some(("CO", &["co", "col", "colombia"])),
    },
    Names {
        currency: Currency::EUR,
        beside_amounts: &["€", "eur", "euro", "euros"],
        country: Some(("ES", &["es", "esp", "espana"])),
    },
    Names {
        currency: Currency::PTS,
        beside_amounts: &["pts", "punto", "puntos"],
        country: None,
    },
    Names {
        currency: Currency::COIN,
        beside_amounts: &["coin", "coins", "moneda", "monedas"],
        country: None,
    },
];

/// How many words the longest name has: `dólares americanos`.
pub const NAME_WORDS_MAX: usize = 2;

/// What a sign or word beside an amount means, where a certain currency is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// It can mean the expected currency.
    Expected,
    /// It means this other currency.
    Other(Currency),
    /// It is not the name of a currency.
    Nothing,
}

/// Reads a sign or word beside an amount.
pub(super) fn says(word: &str, expected: Currency) -> Says {
    let plain = plain_word(word);
    let mut meant = NAMES
        .iter()
        .filter(|names| names.beside_amounts.contains(&plain.as_str()));
    let Some(first) = meant.next() else {
        // A currency that is not in this table is known only by its code, and only where it is expected.
        let is_code = Currency::parse(&plain).is_ok_and(|code| code == expected);
        return if is_code { Says::Expected } else { Says::Nothing };
    };
    if first.currency == expected || meant.any(|names| names.currency == expected) {
        Says::Expected
    } else {
        Says::Other(first.currency)
    }
}

/// Whether a sign or word can stand beside an amount of some currency.
pub(super) fn is_beside_amounts(word: &str) -> bool {
    let plain = plain_word(word);
    NAMES.iter().any(|names| names.beside_amounts.contains(&plain.as_str()))
}

/// The currency that a word means where a currency or a country is asked for: `soles`, `Perú`, `vzla`.
pub fn currency_called(name: &str) -> Option<Currency> {
    let plain = plain_word(name);
    let is_it = |names: &&Names| {
        let of_place = names
            .country
            .is_some_and(|(_, places)| places.contains(&plain.as_str()));
        of_place || names.beside_amounts.contains(&plain.as_str())
    };
    NAMES.iter().find(is_it).map(|names| names.currency)
}

/// The code of the country that a word means: `Venezuela`, `vzla`, `VE`.
pub fn country_called(name: &str) -> Option<&'static str> {
    let plain = plain_word(name);
    let mut countries = NAMES.iter().filter_map(|names| names.country);
    let found = countries.find(|(_, places)| places.contains(&plain.as_str()));
    found.map(|(code, _)| code)
}

/// Plain letters without full stops, and with one space between words: `EE. UU.` is `ee uu`, `S/.` is `s/`.
fn plain_word(text: &str) -> String {
    let letters = letters::plain(text).replace('.', "");
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Says, country_called, currency_called, says};
    use crate::domain::kernel::money::Currency;

    #[test]
    fn currencies_and_countries_go_by_any_usual_name() {
        for (name, currency) in [
            ("soles", Currency::PEN),
            ("Sol", Currency::PEN),
            ("S/.", Currency::PEN),
            ("Perú", Currency::PEN),
            ("pe", Currency::PEN),
            ("bolívares", Currency::VES),
            ("BOLÍVAR", Currency::VES),
            ("Bs.", Currency::VES),
            ("vzla", Currency::VES),
            ("Venezuela", Currency::VES),
            ("dólares", Currency::USD),
            ("$", Currency::USD),
            ("EE.UU.", Currency::USD),
            ("Estados  Unidos", Currency::USD),
            ("pesos", Currency::COP),
            ("Colombia", Currency::COP),
            ("€", Currency::EUR),
            ("ESPAÑA", Currency::EUR),
            ("Tether", Currency::USDT),
        ] {
            assert_eq!(currency_called(name), Some(currency), "{name}");
        }
        for nothing in ["", ".", "zloty", "VENEZUELAA", "p"] {
            assert_eq!(currency_called(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn a_country_is_found_by_its_name_and_a_currency_is_none() {
        assert_eq!(country_called("vzla"), Some("VE"));
        assert_eq!(country_called("peru"), Some("PE"));
        assert_eq!(country_called("ee. uu."), Some("US"));
        assert_eq!(country_called("soles"), None);
    }

    #[test]
    fn a_sign_that_several_currencies_have_fits_each_of_them() {
        for currency in [Currency::USD, Currency::USDT, Currency::COP] {
            assert_eq!(says("$", currency), Says::Expected, "{currency}");
        }
        assert_eq!(says("$", Currency::PEN), Says::Other(Currency::USD));
        assert_eq!(says("usd", Currency::USDT), Says::Other(Currency::USD));
        assert_eq!(says("Soles", Currency::PEN), Says::Expected);
        assert_eq!(says("Venezuela", Currency::VES), Says::Nothing);
        let added_later = Currency::parse("CLP").expect("a code");
        assert_eq!(says("clp", added_later), Says::Expected);
        assert_eq!(says("clp", Currency::PEN), Says::Nothing);
    }
}
