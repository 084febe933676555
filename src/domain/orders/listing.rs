//! Orders in lists: whose, in which states, newest first.

pub use super::listing_store::{Sum, count_listed, count_newer, list_listed};
pub(crate) use super::listing_store::{bound_to_listing, condition_of_listing};

use super::OrderState;
use crate::ids::MemberId;

/// Which orders are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listing {
    pub whose: Whose,
    pub which: Which,
}

/// Whose orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Everybody,
    /// Those of a reseller or client, and those this person typed.
    Sender(MemberId),
    /// Those this cashier has or had last.
    Cashier(MemberId),
}

/// Orders in which states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    All,
    /// Somebody still has to do something about them.
    Open,
    /// They ended without being paid, because somebody said so.
    Stopped,
    In(OrderState),
}

impl Which {
    pub fn states(self) -> Vec<OrderState> {
        match self {
            Which::All => OrderState::ALL.to_vec(),
            Which::Open => OrderState::ALL
                .iter()
                .copied()
                .filter(|state| state.is_open())
                .collect(),
            Which::Stopped => vec![OrderState::Rejected, OrderState::Cancelled],
            Which::In(state) => vec![state],
        }
    }
}
