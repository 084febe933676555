//! Values inside notices: figures and people as they were when something happened.

use serde::{Deserialize, Serialize};

use crate::domain::kernel::money::{Currency, Exact, Money, Percent, Rate};
use crate::ids::{BatchId, MemberId, OrderId, RequestNumber};

/// A published price, and the one that it replaced.
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
    /// Units of VES for one of the currency: what a client pays for it, and what they get for it.
    Exchange {
        currency: Currency,
        before: Option<(Rate, Rate)>,
        now: (Rate, Rate),
    },
}

/// Who undid something, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    pub by: MemberId,
    pub reason: String,
}

/// What was undone together with a closing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBack {
    /// In USD; negative for a loss.
    pub gain: Money,
    /// The purchases, oldest first: the amount for which USDT were bought, and how many USDT.
    pub lots: Vec<(Money, Money)>,
    /// Whether the channel has a newer open batch, so that this one is *apart*.
    pub is_apart: bool,
}

/// Why somebody has a share of a gain.
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

/// What happened to an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum AccountChange {
    /// The account that was asked for was opened.
    Opened {
        balance: Money,
    },
    /// Somebody of the desk deposited money or (negative) took it out.
    Moved {
        amount: Money,
        current: Money,
        reason: Option<String>,
    },
    /// Somebody transferred money to it.
    Received {
        amount: Money,
        current: Money,
        from: MemberId,
    },
    /// The balance may go this far below zero from now on.
    Overdraft {
        limit: Money,
    },
    Closed,
    /// The closed account was opened again, because the money of an undone order came back to it.
    Reopened {
        order: OrderId,
        balance: Money,
    },
    /// The closed account was opened again, because money that had left it came back.
    ReopenedForReturn {
        balance: Money,
    },
    /// The closed account was opened again, because the closing of a batch that moved money through it was undone.
    ReopenedForBatch {
        batch: BatchId,
    },
    /// A posting to the account was undone: `amount` came in or (negative) went out.
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
    /// The exact worth of what was sent, in dollars.
    pub sent_usd: Exact,
    pub orders_done: i64,
    pub orders_pending: i64,
    /// The part of `received` for which USDT were bought.
    pub bought: Money,
    pub usdt: Money,
}

impl BatchFigures {
    /// The USDT price, in received currency per USDT, at which buying for the rest of the batch makes neither gain nor
    /// loss. `None` while there is nothing left to buy for, or when the USDT bought already pay for all that was sent.
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
