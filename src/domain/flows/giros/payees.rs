//! Saved payees: to whom a reseller sent giros, so that the next one need not be typed again.

use super::payees_store;
use super::{GiroError, Payee};
use crate::clock::Moment;
use crate::db::{DbError, Source};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::Actor;
use crate::ids::{BankId, PayeeId, RequestId};

/// Somebody to whom a reseller sent a giro.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedPayee {
    pub id: PayeeId,
    pub bank: BankId,
    pub payee: Payee,
    pub used_at: Moment,
}

/// The actor's own saved payees, the last used first.
///
/// # Errors
/// [`DbError`].
pub async fn list_payees(source: &mut impl Source, actor: &Actor, payees_max: i64) -> Result<Vec<SavedPayee>, DbError> {
    payees_store::list(source, actor.member, payees_max).await
}

/// Takes a payee out of the actor's list. The next giro to them puts it back.
///
/// # Errors
/// [`GiroError::UnknownPayee`].
pub async fn hide_payee(desk: &Desk, actor: &Actor, request: &RequestId, payee: PayeeId) -> Result<String, GiroError> {
    let asked = Asked::new(request, "giros.hide_payee", &(actor.member, payee));
    once(desk, asked, async |tx, _| {
        let name = payees_store::hide(tx, actor.member, payee).await?;
        name.ok_or(GiroError::UnknownPayee(payee))
    })
    .await
}

/// The actor's saved payee with this number; `None` when they have none.
///
/// # Errors
/// [`DbError`].
pub async fn find_payee(
    source: &mut impl Source,
    actor: &Actor,
    payee: PayeeId,
) -> Result<Option<SavedPayee>, DbError> {
    payees_store::find(source, actor.member, payee).await
}
