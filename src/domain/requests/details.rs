//! What each kind of request is about, as it was asked.

use serde::{Deserialize, Serialize};

use super::RequestKind;
use crate::coded_enum;
use crate::domain::members::Role;
use crate::domain::money::{Currency, Money, Rate};
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
}

impl Details {
    pub fn kind(&self) -> RequestKind {
        match self {
            Details::Role(_) => RequestKind::Role,
            Details::Account(_) => RequestKind::Account,
            Details::Payout(_) => RequestKind::Payout,
            Details::Rate(_) => RequestKind::Rate,
            Details::Closing(_) => RequestKind::Closing,
        }
    }

    /// The money that is set aside until it is decided.
    pub fn hold(&self) -> Option<HoldId> {
        match self {
            Details::Payout(payout) => Some(payout.hold),
            Details::Role(_) | Details::Account(_) | Details::Rate(_) | Details::Closing(_) => None,
        }
    }
}

/// To be somebody at the desk (S0-9 … S0-13).
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
    /// What is sent at the typed rate, and what at the published one.
    pub amount: Money,
    pub amount_published: Money,
    /// Units of the sent currency per dollar when it was asked.
    pub usd_value: Rate,
    pub beneficiary: Option<String>,
}

/// A batch to be closed although USDT were not bought for all of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingWanted {
    pub batch: BatchId,
    /// What nothing was bought for when it was asked.
    pub left: Money,
}
