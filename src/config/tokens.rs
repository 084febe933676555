//! Settings of tokens of the API for players.

use super::reader::Reader;
use crate::domain::kernel::desk::TokenRules;

pub(super) fn read(reader: &mut Reader<'_>) -> TokenRules {
    TokenRules {
        valid_ms: i64::from(reader.number("tokens.valid_minutes", 1..=60)) * 60_000,
        leeway_ms: i64::from(reader.number("tokens.leeway_seconds", 0..=60)) * 1_000,
    }
}
