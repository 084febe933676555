//! Settings of players (specification 003).

use super::reader::Reader;
use crate::domain::kernel::money::Currency;

/// A centavo has two decimals.
const CENTAVO_DECIMALS: u32 = 2;

/// What players' money is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlayersConfig {
    /// A currency with centavos.
    pub currency: Currency,
}

impl PlayersConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> PlayersConfig {
        let expected = "the code of a currency with centavos, such as VES";
        PlayersConfig {
            currency: reader.read("players.currency", expected, |value| {
                let currency = Currency::parse(value.text()?).ok()?;
                (CENTAVO_DECIMALS <= currency.scale()).then_some(currency)
            }),
        }
    }
}
