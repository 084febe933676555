//! The orders of a period, read for reports.

pub use super::period_store::list_changed_in;

use super::Order;
use crate::clock::Moment;

/// An order that was made or changed in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedIn {
    pub order: Order,
    /// When it was completed, if that was in the period and still counts.
    pub paid_at: Option<Moment>,
    /// When the cashier who paid it got it.
    pub given_at: Option<Moment>,
}
