//! What every use-case works with.

use std::fmt;

use chrono_tz::Tz;

use crate::clock::Clock;
use crate::coded_enum;
use crate::db::Db;
use crate::domain::kernel::days::{ClosingTime, DeskDays};
use crate::domain::kernel::health::Health;
use crate::domain::kernel::money::{Currency, Money, Percent};
use crate::ids::DiscordUserId;

/// The desk: its database, its clock, its rules. Clones share them.
#[derive(Clone)]
pub struct Desk {
    pub db: Db,
    pub clock: Clock,
    pub policy: Policy,
    /// Whether the database takes writes and captures can be stored, as of the last check.
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
    /// How long somebody whose request for a role was rejected must wait before asking again, in milliseconds.
    pub role_wait_ms: i64,
    /// The smallest payout, in USD.
    pub payout_minimum: Money,
    /// The percentage of a client's gain that goes to the reseller who brought that client.
    pub referral: Percent,
    /// Points for every whole dollar a client sends.
    pub points_per_usd: u32,
    /// The percentage of the gain of its clients' batches that the desk keeps.
    pub desk_cut: Percent,
    /// How long an order may lie with a cashier, in milliseconds: until the cashier is rung, and until another one gets
    /// it.
    pub remind_after_ms: i64,
    pub reassign_after_ms: i64,
    /// How long an order that nobody can pay waits before that is told again, in milliseconds: the first wait, and the
    /// longest.
    pub float_again_after_ms: i64,
    pub float_again_max_ms: i64,
    /// The time zone in which dates are shown and the desk's days begin and end.
    pub time_zone: Tz,
    /// When a day of the desk ends.
    pub day_closes_at: ClosingTime,
    /// What `!diario` gives.
    pub daily: Daily,
    /// How many points one coin costs.
    pub points_per_coin: u32,
    /// A payment of more coins than this must be confirmed by its payer.
    pub confirm_coins_above: Money,
    /// How far a typed figure may be from the last one before its author must confirm it.
    pub figures: FigureLimits,
    /// Whether an order must name its beneficiary.
    pub beneficiary: BeneficiaryRule,
    /// How long after a transfer an identical one must be confirmed, in milliseconds; 0 means never.
    pub repeat_within_ms: i64,
    pub players: PlayerRules,
    pub giros: GiroRules,
    pub exchange: ExchangeRules,
    /// The Discord users who are superusers beside the guild's owner, while they are in the guild.
    pub superusers: Vec<DiscordUserId>,
    /// Tokens of the API for players.
    pub tokens: TokenRules,
}

impl Policy {
    /// How the desk counts its days.
    pub fn days(&self) -> DeskDays {
        DeskDays {
            time_zone: self.time_zone,
            closes_at: self.day_closes_at,
        }
    }
}

/// Rules for tokens of the API for players.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRules {
    /// How long a token of the desk is valid, in milliseconds.
    pub valid_ms: i64,
    /// How far other clocks may differ from the desk's, in milliseconds.
    pub leeway_ms: i64,
    /// Somebody else whose tokens count.
    pub outside: Option<OutsideIssuer>,
}

/// Somebody else whose tokens count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideIssuer {
    /// The `iss` of its tokens.
    pub issuer: String,
    /// The `aud` that its tokens for this desk have.
    pub audience: String,
    pub algorithm: OutsideAlgorithm,
    pub key: OutsideKey,
}

coded_enum! {
    /// How an outside issuer signs; no other algorithm is accepted.
    pub enum OutsideAlgorithm {
        /// With a secret that both know.
        Hs256 => "HS256",
        /// With a private key; the desk has the public one.
        EdDsa => "EdDSA",
        Rs256 => "RS256",
    }
}

/// What checks an outside issuer's signatures: a secret, or a public key as PEM. Its `Debug` form hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct OutsideKey(Vec<u8>);

impl OutsideKey {
    pub fn new(bytes: impl Into<Vec<u8>>) -> OutsideKey {
        OutsideKey(bytes.into())
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for OutsideKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hidden]")
    }
}

/// Rules for players (specification 003).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlayerRules {
    /// The currency of their money; it has centavos.
    pub currency: Currency,
    pub alarms: PlayerAlarmRules,
}

/// From when on the alerts channel is told of players' transactions (S3-38).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlayerAlarmRules {
    /// How long a deposit or withdrawal may wait for its end, in milliseconds in which the desk is up.
    pub pending_ms: i64,
    /// How many transactions of one player fail, in how many milliseconds.
    pub failures: i64,
    pub failures_within_ms: i64,
    /// How many requests a cashier must have ended, in how many milliseconds, and more than how many percent of them were
    /// rejected.
    pub rejections_minimum: i64,
    pub rejections_percent: i64,
    pub rejections_within_ms: i64,
}

/// Rules for exchanges (specification 004).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExchangeRules {
    /// How long a quote can be confirmed, in milliseconds.
    pub quote_ms: i64,
}

/// Rules for giros (specification 002).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GiroRules {
    pub others: GiroOthers,
}

coded_enum! {
    /// Who may get a giro beside the cashiers assigned to its bank.
    pub enum GiroOthers {
        /// Those with an account at the bank, then anybody.
        Anyone => "anyone",
        /// Those with an account at the bank.
        AtBank => "at_bank",
        /// Nobody.
        Assigned => "assigned",
    }
}

/// How far a typed figure may be from the last one before its author must confirm it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureLimits {
    /// How far a USDT price may be from the batch's break-even price and from the last prices, in percent of them.
    pub purchase_band: Percent,
    /// The same, beyond which a superuser decides; never smaller than `purchase_band`.
    pub purchase_band_wide: Percent,
    /// The largest change of a rate, or of a dollar value, that needs no confirmation, in percent of the last value.
    pub rate_change: Percent,
    pub usd_value_change: Percent,
    /// How far a first rate or dollar value may be from what other prices imply, in percent of that.
    pub first_price: Percent,
    /// The largest first fee that needs no confirmation.
    pub first_fee: Percent,
    /// The largest first cut of a reseller that needs no confirmation.
    pub first_cut: Percent,
    /// The largest change of a fee, or of a cut, that needs no confirmation, in percent of the last value.
    pub fee_change: Percent,
    pub cut_change: Percent,
    /// The largest adjustment that needs no confirmation, in percent of the account's balance.
    pub adjustment: Percent,
    /// How many times the figure it is compared with a deposit or opening balance may be without confirmation.
    pub deposit_times: u32,
    /// The same, in dollars, where the desk has nothing in that currency to compare with.
    pub first_deposit: Money,
    /// Whether published prices are told to resellers and cashiers.
    pub announces_prices: bool,
}

#[cfg(test)]
impl FigureLimits {
    /// Limits for tests: a price may be 20 % off without confirmation; beyond 50 % a superuser decides.
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
    /// Whether an order must name its beneficiary.
    pub enum BeneficiaryRule {
        /// An order without one is refused.
        Required => "required",
        /// An order without one says so, and its reseller is asked for it.
        Asked => "asked",
        /// An order without one is treated like any other.
        Optional => "optional",
    }
}

/// The reward for coming every day (`!diario`), in coins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Daily {
    /// On the first day.
    pub first: Money,
    /// Added for each further day in a row.
    pub more: Money,
    /// The day in a row after which the reward grows no more.
    pub days_max: u32,
}

/// A pair of currencies: the one customers pay in, and the one beneficiaries get.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Corridor {
    pub receive: Currency,
    pub send: Currency,
}
