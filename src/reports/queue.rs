//! What waits at the desk, and who could do it.

use super::ReadError;
use super::particulars::total_of;
use crate::clock::Moment;
use crate::db::{DbError, Reader};
use crate::domain::kernel::money::Money;
use crate::domain::kernel::uptime;
use crate::domain::orders::{self, Candidate, Order};
use crate::domain::people::members::{self, Actor, Member, Permission};
use crate::domain::treasury::accounts;

/// The most cashiers that are listed.
const CASHIERS_MAX: i64 = 1_000;

/// Everything that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// The oldest first; not all when there are very many.
    pub orders: Vec<QueuedOrder>,
    /// How many there are in all.
    pub open: i64,
    pub cashiers: Vec<OnDuty>,
}

/// An order that somebody has to do something about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueuedOrder {
    pub order: Order,
    pub total: Money,
    pub cashier: Option<String>,
    /// Milliseconds since it was typed, without the time in which the desk was down.
    pub waited_ms: i64,
}

/// A cashier, and what they could take on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDuty {
    pub cashier: Member,
    /// What is neither spent nor promised, per currency. Empty for a cashier who takes no orders.
    pub free: Vec<Money>,
    /// How many orders they have open; zero for a cashier who takes no orders.
    pub open_orders: i64,
}

/// What waits at this moment.
///
/// # Errors
/// [`ReadError::NotAllowed`].
pub async fn queue(reader: &mut Reader, actor: &Actor, now: Moment, orders_max: i64) -> Result<Queue, ReadError> {
    actor.require(Permission::SeeEverything)?;
    let open = orders::list_open(reader, orders_max).await?;
    let waits = waits_of(reader, &open, now).await?;
    let cashiers = members::list_cashiers(reader, CASHIERS_MAX).await?;
    let mut queued = Vec::new();
    for (order, waited_ms) in open.into_iter().zip(waits) {
        let cashier = match order.cashier {
            Some(cashier) => Some(members::get_member(reader, cashier).await?.name),
            None => None,
        };
        queued.push(QueuedOrder {
            total: total_of(&order)?,
            waited_ms,
            cashier,
            order,
        });
    }
    let mut candidates = Vec::new();
    for currency in accounts::list_paying_currencies(reader).await? {
        candidates.push(orders::list_candidates(reader, currency, None).await?);
    }
    let on_duty = |cashier: Member| OnDuty {
        free: candidates
            .iter()
            .filter_map(|of_currency| free_of(&cashier, of_currency))
            .collect(),
        open_orders: candidates
            .iter()
            .flatten()
            .find(|candidate| candidate.cashier == cashier.id)
            .map_or(0, |candidate| candidate.open_orders),
        cashier,
    };
    Ok(Queue {
        orders: queued,
        open: orders::count_open(reader).await?,
        cashiers: cashiers.into_iter().map(on_duty).collect(),
    })
}

/// How long each of these orders has waited since it was typed, in milliseconds; time in which the desk was down does not count.
pub(super) async fn waits_of(reader: &mut Reader, orders: &[Order], now: Moment) -> Result<Vec<i64>, DbError> {
    let oldest = orders.iter().map(|order| order.created_at).min().unwrap_or(now);
    let outages = uptime::list_outages(reader, oldest, now).await?;
    let waited = |order: &Order| uptime::worked_ms(order.created_at, now, &outages);
    Ok(orders.iter().map(waited).collect())
}

/// What a cashier has free in one currency; `None` without an account in it.
fn free_of(cashier: &Member, candidates: &[Candidate]) -> Option<Money> {
    let own = candidates.iter().filter(|candidate| candidate.cashier == cashier.id);
    // An account that promised more than it has must not reduce what another one has free.
    let free = own.map(|candidate| (candidate.free().minor().max(0), candidate.available.currency()));
    let (minor, currency) = free.reduce(|(sum, currency), (minor, _)| (sum.saturating_add(minor), currency))?;
    Some(Money::from_minor(minor, currency))
}
