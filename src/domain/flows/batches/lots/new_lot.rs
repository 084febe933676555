//! USDT that may be booked.

use crate::domain::kernel::money::{Money, Rate};

/// USDT that may be booked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::domain::flows::batches) struct NewLot {
    pub(in crate::domain::flows::batches) bought: Money,
    pub(in crate::domain::flows::batches) usdt: Money,
    pub(in crate::domain::flows::batches) price: Rate,
    pub(in crate::domain::flows::batches) closes: bool,
}
