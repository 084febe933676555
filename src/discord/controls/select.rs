//! Menus and their custom ids.

use super::number::{order_id, parts};
use crate::ids::OrderId;

/// Values of choices: no reseller brought this client, and the prefix of "more" (the next part of the list).
pub(in crate::discord) const NOBODY: &str = "-";
pub(in crate::discord) const MORE: &str = "more:";

/// A menu and what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discord) enum Select {
    /// The reseller who brought this client.
    Referrer,
    /// The saved payee of a new giro.
    Payee,
    /// The account of the cashier that paid this order.
    PayFrom(OrderId),
}

impl Select {
    pub(in crate::discord) fn custom_id(self) -> String {
        match self {
            Select::Referrer => "referrer".to_owned(),
            Select::Payee => "payee".to_owned(),
            Select::PayFrom(order) => format!("pay_from:{order}"),
        }
    }

    pub(in crate::discord) fn parse(custom_id: &str) -> Option<Select> {
        Some(match parts(custom_id).as_slice() {
            ["referrer"] => Select::Referrer,
            ["payee"] => Select::Payee,
            ["pay_from", order] => Select::PayFrom(order_id(order)?),
            _ => return None,
        })
    }
}
