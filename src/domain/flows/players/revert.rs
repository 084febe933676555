//! `PUT /api/transacciones/{id}/revertir`: an automatic transaction is undone by its mirror.

use serde::{Deserialize, Serialize};

use super::revert_store as store;
use super::{Category, Kept, PlayersError, PublicId, Transaction, find_player_of_member, repeated_store};
use crate::clock::Moment;
use crate::db::Tx;
use crate::domain::books::ledger::{self, LedgerError, Reversal};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::requests::checked_reason;
use crate::domain::people::tokens::{ApiRole, Principal};
use crate::domain::treasury::accounts;
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
/// [`PlayersError::EntryRefunded`] for an entry whose money went back by a refund;
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
        refuse_refunded(tx, &found, now).await?;
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
        let mirrored = match accounts::reverse_seen(tx, reversal).await {
            Ok(mirrored) => mirrored,
            Err(LedgerError::NotReversible(_)) => return Err(PlayersError::NotReversible(Box::new(found))),
            Err(LedgerError::InsufficientFunds { asked, available, .. }) => {
                return Err(PlayersError::InsufficientFunds { asked, available });
            }
            Err(other) => return Err(other.into()),
        };
        for account in &mirrored.reopened {
            accounts::tell_returned(tx, account, now).await?;
        }
        let mut transactions = vec![found.public_id.clone()];
        transactions.extend(found.pair.clone());
        for transaction in &transactions {
            store::insert_reversal(tx, transaction, mirrored.journal, (actor, &reason), now).await?;
        }
        Ok(Reverted { transactions })
    })
    .await
}

/// Refuses an entry to a room when what was refunded for that room would be more than the entries that are left: the
/// player would get it back twice.
async fn refuse_refunded(tx: &mut Tx, found: &Transaction, at: Moment) -> Result<(), PlayersError> {
    let (Category::RoomEntry, None, Some(room)) = (found.category, found.reversal, &found.room) else {
        return Ok(());
    };
    let currency = found.amount.currency();
    if let Some(player) = find_player_of_member(tx, found.member, currency).await? {
        // One unit at a time decides on this player's money: a refund waits for this one.
        ledger::find_balance_for_update(tx, player.key(), at).await?;
    }
    let sums = repeated_store::sum_room(tx, found.member, room, currency).await?;
    let left = sums.paid.checked_sub(found.amount)?;
    if left.checked_cmp(sums.refunded)?.is_ge() {
        return Ok(());
    }
    let refund = repeated_store::find_first_in_room(tx, found.member, room, Category::Refund).await?;
    match refund {
        Some(refund) => Err(PlayersError::EntryRefunded {
            refund: Box::new(refund),
        }),
        None => Ok(()),
    }
}
