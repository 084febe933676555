//! A purchase of USDT that passed all checks.

use crate::domain::kernel::money::{Money, Rate};

/// A purchase that may be booked. `closes`: it leaves nothing, so it closes the batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::domain::flows::batches) struct NewLot {
    pub(in crate::domain::flows::batches) bought: Money,
    pub(in crate::domain::flows::batches) usdt: Money,
    pub(in crate::domain::flows::batches) price: Rate,
    pub(in crate::domain::flows::batches) closes: bool,
}
