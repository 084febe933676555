//! Settings of exchanges (specification 004).

use super::reader::Reader;

/// How exchanges are offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExchangeConfig {
    /// How long a quote can be confirmed, in seconds.
    pub quote_seconds: u32,
}

impl ExchangeConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> ExchangeConfig {
        ExchangeConfig {
            // Half an hour is how long any question waits for its answer.
            quote_seconds: reader.number("exchange.quote_seconds", 10..=1_800),
        }
    }
}
