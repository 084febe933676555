//! Menus, and how their custom ids write them.

use super::number::{order_id, parts};
use crate::ids::OrderId;

/// The choice of somebody whom no reseller brought, and of those further down the list.
pub(in crate::discord) const NOBODY: &str = "-";
pub(in crate::discord) const MORE: &str = "more:";

/// A menu to choose from, and what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discord) enum Select {
    /// Which reseller brought this client.
    Referrer,
    /// Which of the cashier's accounts paid this order.
    PayFrom(OrderId),
}

impl Select {
    pub(in crate::discord) fn custom_id(self) -> String {
        match self {
            Select::Referrer => "referrer".to_owned(),
            Select::PayFrom(order) => format!("pay_from:{order}"),
        }
    }

    pub(in crate::discord) fn parse(custom_id: &str) -> Option<Select> {
        Some(match parts(custom_id).as_slice() {
            ["referrer"] => Select::Referrer,
            ["pay_from", order] => Select::PayFrom(order_id(order)?),
            _ => return None,
        })
    }
}
