//! Currencies by their codes, and how many decimals each has.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Bytes for a code, stored inline so that a currency is `Copy`. Longer than [`CODE_LENGTH_MAX`] for alignment.
const CODE_BYTES: usize = 8;
/// ISO 4217 codes have 3 characters; `USDT` and `COIN` need 4, and 6 leaves room for the next token.
const CODE_LENGTH_MAX: usize = 6;
const CODE_LENGTH_MIN: usize = 2;
/// Money is kept in ten-thousandths, as specification 004 demands (`decimal(15,4)`).
const MONEY_SCALE: u32 = 4;
const CENTS: u32 = 2;

/// A currency by its code: 2 to 6 upper-case ASCII letters or digits, `VES`, `USDT`.
/// Any well-formed code is a currency; which ones the desk trades is a table, not this type.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency {
    /// The code, padded with zero bytes.
    code: [u8; CODE_BYTES],
}

/// Why a text is not a currency's code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CurrencyError {
    #[error("a currency code has 2 to 6 characters, not {length}")]
    Length { length: usize },
    #[error("a currency code is ASCII letters and digits, not {character:?}")]
    Character { character: char },
}

impl Currency {
    pub const VES: Currency = Currency::known("VES");
    pub const PEN: Currency = Currency::known("PEN");
    pub const COP: Currency = Currency::known("COP");
    pub const USD: Currency = Currency::known("USD");
    pub const EUR: Currency = Currency::known("EUR");
    pub const USDT: Currency = Currency::known("USDT");
    /// Loyalty points: whole, worth no money.
    pub const PTS: Currency = Currency::known("PTS");
    /// The apps' coin: whole.
    pub const COIN: Currency = Currency::known("COIN");

    /// Reads a code as typed or stored: upper or lower case, with or without spaces around it.
    ///
    /// # Errors
    /// [`CurrencyError::Character`] for anything but ASCII letters and digits; [`CurrencyError::Length`] outside 2..=6.
    pub fn parse(text: &str) -> Result<Currency, CurrencyError> {
        let text = text.trim();
        if let Some(character) = text.chars().find(|character| !character.is_ascii_alphanumeric()) {
            return Err(CurrencyError::Character { character });
        }
        let length = text.len();
        if !(CODE_LENGTH_MIN..=CODE_LENGTH_MAX).contains(&length) {
            return Err(CurrencyError::Length { length });
        }
        let mut code = [0; CODE_BYTES];
        for (slot, byte) in code.iter_mut().zip(text.bytes()) {
            *slot = byte.to_ascii_uppercase();
        }
        Ok(Currency { code })
    }

    /// The code, upper-case: the form it is stored in.
    pub fn as_str(&self) -> &str {
        let length = self.code.iter().position(|byte| *byte == 0).unwrap_or(CODE_BYTES);
        str::from_utf8(&self.code[..length]).expect("a code is ASCII since both constructors check it")
    }

    /// How many decimals are kept: an amount of 1 is `10^scale` minor units.
    pub fn scale(self) -> u32 {
        if self.is_whole() { 0 } else { MONEY_SCALE }
    }

    /// How many decimals can be paid and typed; never more than [`Currency::scale`].
    pub fn pay_decimals(self) -> u32 {
        if self.is_whole() {
            return 0;
        }
        if self == Currency::USDT { MONEY_SCALE } else { CENTS }
    }

    /// Whether one unit counts as one US dollar.
    pub fn is_worth_a_dollar(self) -> bool {
        self == Currency::USD || self == Currency::USDT
    }

    /// Points and coins have no fractions.
    fn is_whole(self) -> bool {
        self == Currency::PTS || self == Currency::COIN
    }

    const fn known(text: &str) -> Currency {
        let bytes = text.as_bytes();
        assert!(CODE_LENGTH_MIN <= bytes.len() && bytes.len() <= CODE_LENGTH_MAX);
        let mut code = [0; CODE_BYTES];
        let mut at = 0;
        while at < bytes.len() {
            assert!(bytes[at].is_ascii_uppercase());
            code[at] = bytes[at];
            at += 1;
        }
        Currency { code }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TryFrom<String> for Currency {
    type Error = CurrencyError;

    fn try_from(text: String) -> Result<Currency, CurrencyError> {
        Currency::parse(&text)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_in_either_case_and_without_the_spaces_around_it() {
        assert_eq!(Currency::parse("ves"), Ok(Currency::VES));
        assert_eq!(Currency::parse("  uSdT \n"), Ok(Currency::USDT));
        assert_eq!(Currency::parse("AB"), Ok(Currency::known("AB")));
        assert_eq!(Currency::parse("usdc20").expect("six characters").as_str(), "USDC20");
    }

    #[test]
    fn a_code_too_short_too_long_or_not_ascii_is_refused() {
        assert_eq!(Currency::parse(""), Err(CurrencyError::Length { length: 0 }));
        assert_eq!(Currency::parse("S"), Err(CurrencyError::Length { length: 1 }));
        assert_eq!(Currency::parse("DOLARES"), Err(CurrencyError::Length { length: 7 }));
        assert_eq!(Currency::parse("S/."), Err(CurrencyError::Character { character: '/' }));
        assert_eq!(Currency::parse("SÓL"), Err(CurrencyError::Character { character: 'Ó' }));
        assert_eq!(
            Currency::parse("V\0S"),
            Err(CurrencyError::Character { character: '\0' })
        );
    }

    #[test]
    fn points_and_coins_are_whole_usdt_pays_four_decimals_and_the_rest_pays_cents() {
        let decimals = |currency: Currency| (currency.scale(), currency.pay_decimals());
        assert_eq!(decimals(Currency::PTS), (0, 0));
        assert_eq!(decimals(Currency::COIN), (0, 0));
        assert_eq!(decimals(Currency::USDT), (4, 4));
        assert_eq!(decimals(Currency::VES), (4, 2));
        assert_eq!(decimals(Currency::parse("CLP").expect("a code")), (4, 2));
    }

    #[test]
    fn a_currency_is_stored_as_its_code() {
        assert_eq!(serde_json::to_string(&Currency::USDT).expect("json"), "\"USDT\"");
        assert_eq!(
            serde_json::from_str::<Currency>("\"PEN\"").expect("json"),
            Currency::PEN
        );
        assert!(serde_json::from_str::<Currency>("\"S/.\"").is_err());
    }
}
