//! What clients sent, summed: for the reseller who brought them.

mod store;

pub use store::{list_volumes_of, totals_of_clients};

use crate::domain::kernel::money::{Currency, Rate};
use crate::ids::MemberId;

/// What a client's completed orders of one batch come to, at one dollar value.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ClientTotal {
    pub client_id: MemberId,
    /// The reseller who brought the client, when they are one still.
    pub referrer_id: Option<MemberId>,
    pub usd_value: Rate,
    pub received_minor: i64,
    /// Amounts and fees.
    pub sent_minor: i64,
}

/// What a client ever sent in one currency, at one dollar value.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ClientVolume {
    pub client_id: MemberId,
    pub send_currency: Currency,
    pub usd_value: Rate,
    /// Amounts and fees.
    pub sent_minor: i64,
    pub orders: i64,
}
