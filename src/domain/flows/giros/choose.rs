//! Which cashier gets a new giro (S2-6 … S2-8, Q-22, Q-23).

use super::giro_kind::routing_to;
use super::{GiroError, GiroTerms};
use crate::db::Tx;
use crate::domain::kernel::money::Money;
use crate::domain::orders::{self, Assignment};
use crate::domain::treasury::banks::{self, Bank};

/// The cashier and account; `None` when nobody can pay it now. The caller holds the assignments.
pub(super) async fn choose(tx: &mut Tx, terms: &GiroTerms, amount: Money) -> Result<Option<Assignment>, GiroError> {
    let routing = routing_to(tx, terms).await?;
    let candidates = orders::list_candidates(tx, amount.currency(), None).await?;
    Ok(orders::choose(&candidates, amount, &routing))
}

/// The same for an admin's giro, which is not made when nobody can pay it: its bank needs an active assignment.
pub(super) async fn require_somebody(
    tx: &mut Tx,
    bank: &Bank,
    terms: &GiroTerms,
    amount: Money,
) -> Result<Assignment, GiroError> {
    let assigned = banks::list_assigned(tx, bank.id).await?.len();
    let found = match assigned {
        0 => None,
        _ => choose(tx, terms, amount).await?,
    };
    found.ok_or_else(|| GiroError::NobodyAssigned {
        bank: bank.name.clone(),
        assigned,
        amount,
    })
}
