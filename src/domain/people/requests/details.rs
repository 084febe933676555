//! What each kind of request is about, as it was asked.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::RequestKind;
use super::StoredCapture;
use crate::coded_enum;
use crate::domain::kernel::money::{Currency, Exact, Money, Percent, Rate, worth};
use crate::domain::kernel::outbox::GainPart;
use crate::domain::people::members::Role;
use crate::ids::{BatchId, DiscordChannelId, DiscordMessageId, HoldId, MemberId};

/// What is asked for; stored as JSON and never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Details {
    Role(RoleWanted),
    Account(AccountWanted),
    Payout(PayoutWanted),
    Rate(TransferWanted),
    Closing(ClosingWanted),
    Purchase(PurchaseWanted),
}

impl Details {
    pub fn kind(&self) -> RequestKind {
        match self {
            Details::Role(_) => RequestKind::Role,
            Details::Account(_) => RequestKind::Account,
            Details::Payout(_) => RequestKind::Payout,
            Details::Rate(_) => RequestKind::Rate,
            Details::Closing(_) => RequestKind::Closing,
            Details::Purchase(_) => RequestKind::Purchase,
        }
    }

    /// The hold that keeps money aside until the request is decided.
    pub fn hold(&self) -> Option<HoldId> {
        match self {
            Details::Payout(payout) => Some(payout.hold),
            Details::Role(_) | Details::Account(_) | Details::Rate(_) | Details::Closing(_) | Details::Purchase(_) => {
                None
            }
        }
    }
}

/// A role at the desk (S0-9 … S0-13).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleWanted {
    pub role: Role,
    /// What others are shown.
    pub name: String,
    /// ISO code.
    pub country: String,
    /// For clients: the reseller who brought them (S0-17).
    pub referrer: Option<MemberId>,
}

coded_enum! {
    /// What sort of account it is.
    pub enum AccountType {
        /// *Corriente*.
        Checking => "checking",
        /// *Ahorro*.
        Savings => "savings",
        /// *Bancaria*.
        Bank => "bank",
    }
}

/// An account (S0-60, S0-61).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountWanted {
    pub currency: Currency,
    pub account_type: AccountType,
    pub bank: Option<String>,
    /// Its number, or a phone, at the bank.
    pub reference: Option<String>,
    pub holder: String,
    pub opening_balance: Money,
}

/// Earnings to be paid out. The amount is set aside from the moment of asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayoutWanted {
    pub amount: Money,
    pub hold: HoldId,
    /// Where to pay, in the person's own words.
    pub destination: String,
}

/// A transfer at a rate outside the band, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferWanted {
    pub batch: BatchId,
    pub channel: DiscordChannelId,
    pub message: Option<DiscordMessageId>,
    pub received: Money,
    pub typed: Rate,
    pub published: Rate,
    /// What is sent at the typed rate, and what would be sent at the published one.
    pub amount: Money,
    pub amount_published: Money,
    /// What the bank takes on top of the amount.
    pub fee: Money,
    /// Units of the sent currency per dollar when it was asked.
    pub usd_value: Rate,
    pub beneficiary: Option<String>,
    /// The capture of the payment of the client who asks; of a reseller, the picture that came with the command.
    pub receipt: Option<StoredCapture>,
}

impl TransferWanted {
    /// How far the typed rate is from the published one; `None` when the figures overflow.
    pub fn gap(&self) -> Option<RateGap> {
        let published = self.published.to_exact();
        let off = self.typed.to_exact().minus(&published);
        let more = self.amount.checked_sub(self.amount_published).ok()?;
        let dollars = worth(more, self.usd_value);
        Some(RateGap {
            percent: off.times(&Exact::new(100, 0)).over(&published)?.rounded(2).ok()?,
            usd: Money::round_half_up(&dollars, Currency::USD).ok()?,
        })
    }
}

/// The difference that a rate makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateGap {
    /// Of the published rate, to two decimals; negative when less is sent.
    pub percent: Decimal,
    /// How much more is sent, in dollars at the time of the request, rounded to cents.
    pub usd: Money,
}

/// A batch to be closed although USDT were not bought for all of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingWanted {
    pub batch: BatchId,
    /// The amount for which no USDT had been bought at the time of the request.
    pub left: Money,
}

/// A purchase of USDT for a batch or a part of it, with the outcome it would have: what is shown before it is
/// confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseWanted {
    pub batch: BatchId,
    pub bought: Money,
    pub usdt: Money,
    /// Units of the received currency per USDT.
    pub price: Rate,
    /// The amount for which no USDT were bought before this purchase.
    pub left: Money,
    /// The price at which the whole batch neither gains nor loses.
    pub break_even: Option<Exact>,
    /// The median of the last prices in this currency.
    pub last: Option<Rate>,
    /// In USD: of the batch when this closes it, else of this purchase alone. Negative is a loss.
    pub gain: Money,
    /// Who gets what of it, when this closes the batch.
    pub shares: Option<Vec<PurchaseShare>>,
    /// Set when this closes a reopened batch with another percentage than its earlier closing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut_change: Option<CutChange>,
}

/// The percentage of a batch's earlier closing, and the one it closes with now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CutChange {
    pub before: Percent,
    pub now: Percent,
}

impl PurchaseWanted {
    /// Whether it is still the same purchase with the same outcome. `last` is ignored, because it only says why there
    /// is a question.
    pub fn is_still(&self, now: &PurchaseWanted) -> bool {
        let now = PurchaseWanted {
            last: self.last,
            ..now.clone()
        };
        *self == now
    }
}

/// Somebody's part of a gain, in USD.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseShare {
    pub part: GainPart,
    pub name: String,
    pub usd: Money,
}

#[cfg(test)]
mod tests {
    use super::TransferWanted;
    use crate::domain::kernel::money::{Currency, Money, Rate};
    use crate::ids::{BatchId, DiscordChannelId};

    fn ves(whole: i64) -> Money {
        Money::from_minor(whole * 10_000, Currency::VES)
    }

    fn wanted(typed: &str, amount: i64) -> TransferWanted {
        TransferWanted {
            batch: BatchId::new(1),
            channel: DiscordChannelId::new(1),
            message: None,
            received: Money::from_minor(1_000_000, Currency::PEN),
            typed: Rate::from_text(typed).unwrap(),
            published: Rate::from_text("9").unwrap(),
            amount: ves(amount),
            amount_published: ves(900),
            fee: ves(0),
            usd_value: Rate::from_text("38").unwrap(),
            beneficiary: None,
            receipt: None,
        }
    }

    #[test]
    fn a_gap_has_its_sign_in_percent_and_in_dollars() {
        let gap = wanted("12", 1200).gap().unwrap();
        // 3 of 9, and 300 / 38 = 7.8947
        assert_eq!((gap.percent.to_string().as_str(), gap.usd.minor()), ("33.33", 78_900));
        let gap = wanted("8.5", 850).gap().unwrap();
        assert_eq!((gap.percent.to_string().as_str(), gap.usd.minor()), ("-5.56", -13_200));
    }
}
