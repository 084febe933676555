//! Settings of orders.

use super::reader::Reader;
use crate::domain::kernel::desk::BeneficiaryRule;

/// How long an order may lie with a cashier before they are rung and before another one gets it, and what orders must
/// say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrdersConfig {
    pub remind_after_seconds: u32,
    /// Never less than `remind_after_seconds`.
    pub reassign_after_seconds: u32,
    /// The first wait before people are told again that nobody can pay an order; each further wait is twice as long.
    pub float_again_after_seconds: u32,
    /// The longest such wait. Never less than `float_again_after_seconds`.
    pub float_again_max_seconds: u32,
    /// Whether an order must name its beneficiary.
    pub beneficiary: BeneficiaryRule,
    /// How long after a transfer an identical one must be confirmed; 0 means never.
    pub repeat_within_minutes: u32,
}

impl OrdersConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> OrdersConfig {
        let orders = OrdersConfig {
            remind_after_seconds: reader.number("orders.remind_after_seconds", 30..=86_400),
            reassign_after_seconds: reader.number("orders.reassign_after_seconds", 30..=604_800),
            float_again_after_seconds: reader.number("orders.float_again_after_seconds", 60..=604_800),
            float_again_max_seconds: reader.number("orders.float_again_max_seconds", 60..=604_800),
            beneficiary: reader.read(
                "orders.beneficiary",
                "\"required\", \"asked\" or \"optional\"",
                |value| BeneficiaryRule::from_code(value.text()?.trim()).ok(),
            ),
            repeat_within_minutes: reader.number("orders.repeat_within_minutes", 0..=10_080),
        };
        if orders.float_again_max_seconds < orders.float_again_after_seconds {
            let expected = format!(
                "at least orders.float_again_after_seconds, {}",
                orders.float_again_after_seconds
            );
            reader.refuse("orders.float_again_max_seconds", &expected);
        }
        if orders.reassign_after_seconds < orders.remind_after_seconds {
            let expected = format!("at least orders.remind_after_seconds, {}", orders.remind_after_seconds);
            reader.refuse("orders.reassign_after_seconds", &expected);
        }
        orders
    }
}
