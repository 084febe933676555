//! `PUT /api/transacciones/{id}/revertir`: an automatic transaction is undone by its mirror.

use serde::{Deserialize, Serialize};

use super::revert_store as store;
use super::{Kept, PlayersError, PublicId};
use crate::domain::books::ledger::{self, LedgerError, Reversal};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::requests::checked_reason;
use crate::domain::people::tokens::{ApiRole, Principal};
use crate::ids::RequestId;

const REVERTS: &[ApiRole] = &[ApiRole::Admin];

/// The transactions that were undone: one, or both halves of a transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reverted {
    pub transactions: Vec<PublicId>,
}

/// Undoes an automatic transaction; of a transfer both halves. Money that the player no longer has cannot be taken back:
/// nobody goes below zero.
///
/// # Errors
/// [`PlayersError::NotForRole`], [`PlayersError::UnknownTransaction`], [`PlayersError::Reason`];
/// [`PlayersError::NotReversible`] for one that failed, was reverted, or is an order's;
/// [`PlayersError::InsufficientFunds`].
pub async fn revert(
    desk: &Desk,
    caller: &Principal,
    request: &RequestId,
    id: &PublicId,
    reason: &str,
) -> Result<Reverted, PlayersError> {
    caller.require(REVERTS)?;
    let reason = checked_reason(reason)?;
    let asked = Asked::new(request, "players.revert", &(caller.scope(), id, &reason));
    once(desk, asked, async |tx, now| {
        let found = super::find_transaction(tx, id).await?;
        let found = found.ok_or_else(|| PlayersError::UnknownTransaction(id.clone()))?;
        let Kept::Completed { journal, .. } = found.kept else {
            return Err(PlayersError::NotReversible(Box::new(found)));
        };
        let actor = caller.actor().member;
        let reversal = Reversal {
            journal,
            kind: "player.reverted",
            request: request.clone(),
            actor,
            at: now,
            details: serde_json::json!({ "transaction": id, "by": caller.scope(), "reason": reason }),
            may_owe: Vec::new(),
        };
        let mirror = match ledger::reverse(tx, reversal).await {
            Ok(mirror) => mirror,
            Err(LedgerError::NotReversible(_)) => return Err(PlayersError::NotReversible(Box::new(found))),
            Err(LedgerError::InsufficientFunds { asked, available, .. }) => {
                return Err(PlayersError::InsufficientFunds { asked, available });
            }
            Err(other) => return Err(other.into()),
        };
        let mut transactions = vec![found.public_id.clone()];
        transactions.extend(found.pair.clone());
        for transaction in &transactions {
            store::insert_reversal(tx, transaction, mirror, (actor, &reason), now).await?;
        }
        Ok(Reverted { transactions })
    })
    .await
}
