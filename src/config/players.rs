//! Settings of players (specification 003).

use super::reader::Reader;
use crate::domain::kernel::desk::PlayerAlarmRules;
use crate::domain::kernel::money::Currency;

/// A centavo has two decimals.
const CENTAVO_DECIMALS: u32 = 2;
const HOUR_MS: i64 = 3_600_000;
const MINUTE_MS: i64 = 60_000;

/// What players' money is, and from when on the alerts channel is told of their transactions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlayersConfig {
    /// A currency with centavos.
    pub currency: Currency,
    pub alarms: PlayerAlarmRules,
}

impl PlayersConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> PlayersConfig {
        let expected = "the code of a currency with centavos, such as VES";
        let mut number = |key: &'static str, range| i64::from(reader.number(key, range));
        let alarms = PlayerAlarmRules {
            pending_ms: number("players.pending_alarm_hours", 1..=8_760) * HOUR_MS,
            failures: number("players.failures_alarm", 1..=1_000),
            failures_within_ms: number("players.failures_alarm_minutes", 1..=10_080) * MINUTE_MS,
            rejections_minimum: number("players.rejections_alarm_minimum", 1..=1_000),
            rejections_percent: number("players.rejections_alarm_percent", 0..=99),
            rejections_within_ms: number("players.rejections_alarm_hours", 1..=720) * HOUR_MS,
        };
        PlayersConfig {
            currency: reader.read("players.currency", expected, |value| {
                let currency = Currency::parse(value.text()?).ok()?;
                (CENTAVO_DECIMALS <= currency.scale()).then_some(currency)
            }),
            alarms,
        }
    }
}
