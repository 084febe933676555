//! Lists of orders: filtered by person and state, newest first.

pub(crate) use super::listing_store::{bound_to_listing, condition_of_listing};
pub use super::listing_store::{count_newer, list_listed};

use super::OrderState;
use crate::ids::MemberId;

/// The filter of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listing {
    pub whose: Whose,
    pub which: Which,
}

/// The person whose orders are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Everybody,
    /// Orders that this member owns or typed.
    Sender(MemberId),
    /// Orders whose current or last cashier is this member.
    Cashier(MemberId),
}

/// The states that are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    All,
    /// Not ended yet.
    Open,
    /// Rejected or cancelled by somebody. Returned orders do not count.
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
