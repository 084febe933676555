//! Brings people of an older book in: members without a Discord user, many in one unit.

use super::bring_in_store as store;
use super::{By, IdentityKind};
use crate::db::{DbError, RowsOf, Tx};
use crate::ids::MemberId;

/// Somebody of an older book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Newcomer<'a> {
    pub(crate) name: &'a str,
    /// `false`: they come in as sent away.
    pub(crate) is_active: bool,
    /// What nobody else is known by.
    pub(crate) identities: Vec<(IdentityKind, &'a str)>,
}

/// Registers them as clients, each with their identities and rows in the backlog. Returns their ids, in order.
pub(crate) async fn bring_in(tx: &mut Tx, people: &[Newcomer<'_>], by: By) -> Result<Vec<MemberId>, DbError> {
    let ids = tx.next_row_ids(RowsOf::Members, people.len()).await?;
    let ids: Vec<MemberId> = ids.into_iter().map(MemberId::new).collect();
    tx.write_now(store::rows(&ids, people, by)).await?;
    Ok(ids)
}
