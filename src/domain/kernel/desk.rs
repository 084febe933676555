//! What every use-case works with.

use chrono_tz::Tz;

use crate::clock::Clock;
use crate::coded_enum;
use crate::db::Db;
use crate::domain::kernel::health::Health;
use crate::domain::kernel::money::{Currency, Money, Percent};

/// The desk: its database, its clock, its rules. Clones share them.
#[derive(Clone)]
pub struct Desk {
    pub db: Db,
    pub clock: Clock,
    pub policy: Policy,
    /// What it needs, as it was found last.
    pub health: Health,
}

/// Rules an operator sets in config/cambista.toml.
#[derive(Debug, Clone)]
pub struct Policy {
    /// The corridor of `!start batch` when none is typed.
    pub default_corridor: Corridor,
    /// How far a typed rate may lie from the published one, in percent of it.
    pub rate_band: Percent,
    /// How long a transfer outside the band waits for a superuser, in milliseconds.
    pub rate_expires_ms: i64,
    /// How long somebody whose request for a role was rejected waits before asking again, in milliseconds.
    pub role_wait_ms: i64,
    /// The least that is paid out at once, in USD.
    pub payout_minimum: Money,
    /// What the reseller who brought a client gets of that client's gain.
    pub referral: Percent,
    /// Points for every whole dollar a client sends.
    pub points_per_usd: u32,
    /// The desk's own part of the gain of its clients' batches.
    pub desk_cut: Percent,
    /// How long a cashier may let an order lie before they are rung, and before it goes to another one, milliseconds.
    pub remind_after_ms: i64,
    pub reassign_after_ms: i64,
    /// How long an order that nobody can pay waits before that is said again, milliseconds: the first time, and at most.
    pub float_again_after_ms: i64,
    pub float_again_max_ms: i64,
    /// Where the desk's days begin and end.
    pub time_zone: Tz,
    /// The gift of every day.
    pub daily: Daily,
    /// How many points one coin costs.
    pub points_per_coin: u32,
    /// Payments of more coins than that are confirmed by their payer.
    pub confirm_coins_above: Money,
    /// How far a figure may be from the last one before it is asked about.
    pub figures: FigureLimits,
    /// Whether an order says whom to pay.
    pub beneficiary: BeneficiaryRule,
    /// How long the same transfer again is asked about, in milliseconds; 0: never.
    pub repeat_within_ms: i64,
}

/// How far a figure may be from the last one before it is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureLimits {
    /// A price of USDT from the batch's break-even and the last prices, in percent of them.
    pub purchase_band: Percent,
    /// The same beyond which a superuser decides; never less.
    pub purchase_band_wide: Percent,
    /// Changes, in percent of the last value.
    pub rate_change: Percent,
    pub usd_value_change: Percent,
    /// A first rate or dollar value, in percent of what other prices imply.
    pub first_price: Percent,
    /// A first fee, itself.
    pub first_fee: Percent,
    /// A first share of a reseller's, itself.
    pub first_cut: Percent,
    pub fee_change: Percent,
    pub cut_change: Percent,
    /// In percent of what is in the account.
    pub adjustment: Percent,
    /// A deposit or opening balance, in times the most that was there or came in lately.
    pub deposit_times: u32,
    /// A deposit or opening balance where nothing of the currency is there to compare with, in dollars.
    pub first_deposit: Money,
    /// Whether resellers and cashiers read what is published.
    pub announces_prices: bool,
}

#[cfg(test)]
impl FigureLimits {
    /// For examples: a price may be a fifth off, or half where a superuser decides.
    pub(crate) fn example() -> FigureLimits {
        let percent = |text| Percent::from_text(text).expect("a percentage");
        FigureLimits {
            purchase_band: percent("20"),
            purchase_band_wide: percent("50"),
            rate_change: percent("10"),
            usd_value_change: percent("10"),
            first_price: percent("25"),
            first_fee: percent("5"),
            first_cut: percent("60"),
            fee_change: percent("50"),
            cut_change: percent("50"),
            adjustment: percent("50"),
            deposit_times: 5,
            first_deposit: Money::from_minor(10_000 * 10_000, Currency::USD),
            announces_prices: true,
        }
    }
}

coded_enum! {
    /// Whether an order says whom to pay.
    pub enum BeneficiaryRule {
        /// One without is refused.
        Required => "required",
        /// One without says so, and asks its reseller.
        Asked => "asked",
        /// One without is like any other.
        Optional => "optional",
    }
}

/// What coming every day is worth, in coins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Daily {
    /// On the first day.
    pub first: Money,
    /// More with every further day in a row.
    pub more: Money,
    /// The day in a row from which on it grows no more.
    pub days_max: u32,
}

/// From which currency to which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Corridor {
    pub receive: Currency,
    pub send: Currency,
}
