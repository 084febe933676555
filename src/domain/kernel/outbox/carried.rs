//! What notices carry: figures and people of the moment in which something happened.

use serde::{Deserialize, Serialize};

use crate::domain::kernel::money::{Currency, Exact, Money, Percent, Rate};
use crate::ids::{BatchId, MemberId, OrderId, RequestNumber};

/// A price, with the one that counted before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum PublishedPrice {
    Rate {
        receive: Currency,
        send: Currency,
        before: Option<Rate>,
        now: Rate,
    },
    /// Units of the currency per dollar.
    UsdValue {
        currency: Currency,
        before: Option<Rate>,
        now: Rate,
    },
    Fee {
        /// The country's name.
        country: String,
        before: Percent,
        now: Percent,
    },
}

/// Who undid something, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    pub by: MemberId,
    pub reason: String,
}

/// What was taken back with a closing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBack {
    /// In USD; negative was a loss.
    pub gain: Money,
    /// Purchases, oldest first: for how much, and how many USDT.
    pub lots: Vec<(Money, Money)>,
    /// Opened again beside another open batch.
    pub is_apart: bool,
}

/// As what somebody has a share of a gain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GainPart {
    Reseller,
    Referrer,
    Cashier,
}

/// What a capture proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaptureUse {
    Order(OrderId),
    Payout(RequestNumber),
}

/// What became of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum AccountChange {
    /// It was asked for and is there now.
    Opened {
        balance: Money,
    },
    /// Somebody of the desk put money in or (negative) took it out.
    Moved {
        amount: Money,
        current: Money,
        reason: Option<String>,
    },
    /// It may go this far below zero.
    Overdraft {
        limit: Money,
    },
    Closed,
    /// It was closed, and is open again: the money of an order that was undone came back to it.
    Reopened {
        order: OrderId,
        balance: Money,
    },
    /// The same: the closing of a batch was undone whose money passes through it.
    ReopenedForBatch {
        batch: BatchId,
    },
    /// Something that was posted to it was undone: `amount` came in or (negative) went out.
    Undone {
        amount: Money,
        current: Money,
        undone: Undone,
    },
}

/// The figures of a batch at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchFigures {
    /// Received from the reseller's customers by completed orders.
    pub received: Money,
    /// Sent by completed orders, fees included (*saldo enviado*).
    pub sent: Money,
    /// What was sent, in dollars, exactly.
    pub sent_usd: Exact,
    pub orders_done: i64,
    pub orders_pending: i64,
    /// For how much of `received` USDT were bought.
    pub bought: Money,
    pub usdt: Money,
}

impl BatchFigures {
    /// The USDT price, in received currency per USDT, at which what is not yet bought for neither gains nor loses.
    /// `None` while there is nothing left to buy for, or when what was bought already pays for all that was sent.
    pub fn break_even(&self) -> Option<Exact> {
        let left = self.received.to_exact().minus(&self.bought.to_exact());
        let needed = self.sent_usd.minus(&self.usdt.to_exact());
        if left.is_positive() && needed.is_positive() {
            left.over(&needed)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::BatchFigures;
    use crate::domain::kernel::money::{Currency, Exact, Money};

    fn figures(received: i64, sent_usd: &str, bought: i64, usdt: i64) -> BatchFigures {
        BatchFigures {
            received: Money::from_minor(received * 10_000, Currency::PEN),
            sent: Money::zero(Currency::VES),
            sent_usd: Exact::try_from(sent_usd.to_owned()).unwrap(),
            orders_done: 1,
            orders_pending: 0,
            bought: Money::from_minor(bought * 10_000, Currency::PEN),
            usdt: Money::from_minor(usdt * 10_000, Currency::USDT),
        }
    }

    #[test]
    fn break_even_is_what_is_left_to_buy_for_over_what_is_left_to_earn() {
        assert_eq!(figures(200, "50", 0, 0).break_even(), Some(Exact::new(4, 0)));
        assert_eq!(figures(200, "50", 100, 30).break_even(), Some(Exact::new(5, 0)));
    }

    #[test]
    fn there_is_no_break_even_with_nothing_to_buy_for_or_nothing_left_to_earn() {
        assert_eq!(figures(0, "0", 0, 0).break_even(), None);
        assert_eq!(figures(200, "50", 100, 60).break_even(), None);
    }
}
