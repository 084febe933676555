//! Everything the desk may owe somebody to hear, as data.
//!
//! A notice names what changed; whoever tells it looks the rest up when it is told. Figures that must be those of the
//! moment, and not of the moment of telling, travel in the notice.

use serde::{Deserialize, Serialize};

use crate::domain::money::{Exact, Money};
use crate::ids::{AccountId, AchievementId, BatchId, MemberId, OrderId, PlaceFindingId, ProofId, RequestNumber};

/// Something to tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notice {
    /// A member's role changed: Discord's role follows, and the person hears it.
    RoleAssigned { member: MemberId },
    /// The Discord role that mirrors a member's own was made anew: they get it, and need not hear of it.
    RoleOwed { member: MemberId },
    /// A batch was opened: its figures go to the channel.
    BatchOpened { batch: BatchId, figures: BatchFigures },
    /// An order is new or changed: every message that shows it is made or edited.
    OrderChanged { order: OrderId },
    /// An order was paid: the batch's new figures go to the channel, with the capture (S0-45).
    OrderPaid {
        order: OrderId,
        batch: BatchId,
        figures: BatchFigures,
    },
    /// A paid order was undone: the batch's new figures go to the channel.
    OrderReversed {
        order: OrderId,
        batch: BatchId,
        figures: BatchFigures,
    },
    /// A cashier will not pay an order: its reseller has a customer waiting.
    OrderRejected { order: OrderId },
    /// An order was taken back: its cashier may be about to pay it.
    OrderWithdrawn { order: OrderId, cashier: MemberId },
    /// Another cashier took an order: who had it may be about to pay it.
    OrderTaken { order: OrderId, from: MemberId },
    /// A cashier has an order again that they had before: their message of it is only edited.
    OrderBack { order: OrderId, cashier: MemberId },
    /// A cashier has let an order lie.
    OrderReminder {
        order: OrderId,
        cashier: MemberId,
        waited_ms: i64,
    },
    /// A cashier has let an order lie for very long, and nobody else can pay it.
    OrderStuck {
        order: OrderId,
        cashier: MemberId,
        waited_ms: i64,
    },
    /// A superuser confirmed an order from its cashier's account: the cashier should know.
    OrderConfirmed { order: OrderId, by: MemberId },
    /// USDT were bought for part of a batch.
    LotBought {
        batch: BatchId,
        bought: Money,
        usdt: Money,
        figures: BatchFigures,
    },
    /// A batch was closed: gain and shares go to the channel.
    BatchClosed { batch: BatchId, figures: BatchFigures },
    /// The capture of an order proves something else already: superusers should look.
    CaptureReused {
        proof: ProofId,
        order: OrderId,
        earlier: CaptureUse,
    },
    /// The capture of a payout proves something else already: superusers should look.
    PayoutCaptureReused {
        request: RequestNumber,
        earlier: CaptureUse,
    },
    /// A request is new or decided: the message that shows it to superusers is made or edited.
    RequestChanged { request: RequestNumber },
    /// A request was decided, or ended by itself: who asked hears it.
    RequestEnded { request: RequestNumber },
    /// The panel of registration goes to its channel, or is brought up to date there.
    PanelWanted,
    /// Somebody came to the server: they are told what to do (S0-16); who was here before finds all again.
    MemberJoined { member: MemberId },
    /// A reseller needs their private channel: it is made and bound, or opened to them again.
    ChannelOwed { member: MemberId },
    /// Something became of an account: its owner hears it.
    AccountChanged { account: AccountId, change: AccountChange },
    /// Somebody completed an achievement of a game: everybody may hear it.
    AchievementCompleted {
        achievement: AchievementId,
        member: MemberId,
    },
    /// Something is wrong with one of the desk's places, or no longer: superusers should know.
    PlaceReviewed { finding: PlaceFindingId },
    /// The head of the chain of the books, once a day (hash in lower-case hex).
    ChainHead { seq: i64, hash: String },
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
    use crate::domain::money::{Currency, Exact, Money};

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
