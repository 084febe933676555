//! Gives orders that nobody has to cashiers who can pay them now, because float, an account or a cashier was added.

use super::pass::{Passing, give};
use super::store;
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Currency;
use crate::domain::orders::kind::routing_of;
use crate::domain::orders::{
    Candidate, OrderError, OrderState, choose, get_order_for_update, hold_assignments, list_candidates,
};
use crate::ids::{MemberId, OrderId};

/// Gives waiting orders to cashiers who can pay them, the oldest first. Safe to repeat: an order that was taken
/// meanwhile is left alone.
///
/// # Errors
/// [`OrderError::Db`].
pub async fn give_waiting(desk: &Desk) -> Result<Vec<OrderId>, OrderError> {
    if !somebody_can_pay(desk).await? {
        return Ok(Vec::new());
    }
    let mut tx = desk.db.begin().await?;
    let given = give_each(&mut tx, None, desk.clock.now()).await?;
    tx.commit().await?;
    Ok(given)
}

/// Looks with a reader first: most sweeps find nothing to do and must not delay other writers.
async fn somebody_can_pay(desk: &Desk) -> Result<bool, DbError> {
    let mut reader = desk.db.reader().await?;
    let waiting = store::list_pending(&mut reader).await?;
    let mut floats = Floats::default();
    for waiting in &waiting {
        let routing = routing_of(&mut reader, waiting).await?;
        let candidates = floats.of(&mut reader, waiting.float.currency(), None).await?;
        if choose(candidates, waiting.float, &routing).is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Gives waiting orders to one cashier, paused or not, as far as their accounts can pay them.
pub(super) async fn give_waiting_to(tx: &mut Tx, cashier: MemberId, at: Moment) -> Result<Vec<OrderId>, OrderError> {
    give_each(tx, Some(cashier), at).await
}

pub(super) async fn give_each(tx: &mut Tx, only: Option<MemberId>, at: Moment) -> Result<Vec<OrderId>, OrderError> {
    let passing = Passing {
        reason: None,
        actor: None,
        at,
    };
    hold_assignments(tx).await?;
    let mut given = Vec::new();
    let mut floats = Floats::default();
    for waiting in store::list_pending(tx).await? {
        let routing = routing_of(tx, &waiting).await?;
        let (order, float) = (waiting.id, waiting.float);
        let candidates = floats.of(tx, float.currency(), only).await?;
        if choose(candidates, float, &routing).is_none() {
            continue;
        }
        let found = get_order_for_update(tx, order).await?;
        // Another unit may have promised the free float while this one waited for the order's lock: read it again.
        floats = Floats::default();
        let candidates = floats.of(tx, float.currency(), only).await?;
        let Some(to) = choose(candidates, float, &routing).filter(|_| found.state == OrderState::Pending) else {
            continue;
        };
        give(tx, &found, to, &passing).await?;
        given.push(order);
        floats = Floats::default();
    }
    Ok(given)
}

/// Candidates by currency, each read once.
#[derive(Default)]
struct Floats {
    known: Vec<(Currency, Vec<Candidate>)>,
}

impl Floats {
    async fn of(
        &mut self,
        source: &mut impl Source,
        currency: Currency,
        only: Option<MemberId>,
    ) -> Result<&[Candidate], DbError> {
        let found = self.known.iter().position(|(known, _)| *known == currency);
        let at = match found {
            Some(at) => at,
            None => {
                let candidates = list_candidates(source, currency, only).await?;
                self.known.push((currency, candidates));
                self.known.len() - 1
            }
        };
        Ok(&self.known[at].1)
    }
}
