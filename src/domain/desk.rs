//! What every use-case works with.

use crate::clock::Clock;
use crate::db::Db;
use crate::domain::money::{Currency, Percent};

/// The desk: its database, its clock, its rules. Clones share them.
#[derive(Clone)]
pub struct Desk {
    pub db: Db,
    pub clock: Clock,
    pub policy: Policy,
}

/// Rules an operator sets in config/cambista.toml.
#[derive(Debug, Clone)]
pub struct Policy {
    /// The corridor of `!start batch` when none is typed.
    pub default_corridor: Corridor,
    /// How far a typed rate may lie from the published one, in percent of it.
    pub rate_band: Percent,
    /// How long a cashier may let an order lie before they are rung, and before it goes to another one, milliseconds.
    pub remind_after_ms: i64,
    pub reassign_after_ms: i64,
}

/// From which currency to which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Corridor {
    pub receive: Currency,
    pub send: Currency,
}
