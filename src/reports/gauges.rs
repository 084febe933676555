//! The desk in figures, for those who watch over it by machine: what waits, since when, and what there is to pay with. It
//! names nobody and takes no actor; whoever shows it decides where.

use super::gauges_store as store;
use crate::clock::Moment;
use crate::db::{DbError, Reader};
use crate::domain::kernel::money::Money;
use crate::domain::orders::{Kind, OrderState};
use crate::ids::MemberId;

/// What a desk has at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gauges {
    /// Only kinds and states in which there is an order.
    pub open: Vec<OpenOrders>,
    /// By cashier, then currency; at most [`FLOATS_MAX`].
    pub floats: Vec<CashierFloat>,
    pub outbox: Outbox,
}

/// The open orders of a kind in a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenOrders {
    pub kind: Kind,
    pub state: OrderState,
    pub count: i64,
    /// When the oldest was made.
    pub oldest: Moment,
}

/// What a cashier's bank accounts in one currency can pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashierFloat {
    pub cashier: MemberId,
    /// Whether they take orders now, or are paused.
    pub takes_orders: bool,
    /// Balance without holds, above the floor.
    pub available: Money,
    /// What of it is promised to their open orders.
    pub promised: Money,
}

/// What people are to be told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outbox {
    /// Notices and tellings that nobody has heard in any way.
    pub waiting: i64,
    /// Tellings that were heard another way and are still owed where they belong.
    pub detoured: i64,
    /// Notices and tellings that Discord will never take.
    pub set_aside: i64,
    /// Places that take nothing now.
    pub lanes_closed: i64,
    /// When the oldest that waits was written.
    pub oldest: Option<Moment>,
}

/// The end of an order: its row in the backlog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// Grows with time; two rows written at once may become visible in either order.
    pub id: i64,
    pub kind: Kind,
    pub state: OrderState,
    pub at: Moment,
    /// When the order was made.
    pub made_at: Moment,
}

/// More floats than any desk has cashiers and currencies.
pub const FLOATS_MAX: i64 = 5_000;

/// A few cheap statements; each reads only what is open.
pub async fn read_for_desk(reader: &mut Reader) -> Result<Gauges, DbError> {
    Ok(Gauges {
        open: store::count_open(reader).await?,
        floats: store::list_floats(reader).await?,
        outbox: store::read_outbox(reader).await?,
    })
}

/// The id of the newest row of the backlog of orders; zero before the first.
pub async fn newest_for_desk(reader: &mut Reader) -> Result<i64, DbError> {
    store::find_newest_backlog(reader).await
}

/// The endings after a row of the backlog, at most `rows_max`.
pub async fn endings_for_desk(reader: &mut Reader, after: i64, rows_max: i64) -> Result<Vec<Ending>, DbError> {
    store::list_endings(reader, after, rows_max).await
}
