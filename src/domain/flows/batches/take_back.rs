//! Undoes a closing: mirrors its posting, then every purchase, newest first. What was already paid out of a share
//! becomes a debt of its member.

use std::collections::BTreeMap;

use super::{Batch, CloseError, Lot, lots, shares};
use crate::db::{DbError, Tx};
use crate::domain::books::ledger::{self, AccountKey, Reversal};
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::orders::Step;
use crate::domain::people::members::By;
use crate::domain::people::requests::{self, RequestKind, WithdrawAll, Withdrawal};
use crate::domain::treasury::accounts;
use crate::ids::{JournalId, MemberId};

/// A share that a member no longer has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TakenShare {
    pub(super) member: MemberId,
    pub(super) usd: Money,
    /// The part of it that was already paid out.
    pub(super) owed: Money,
}

/// The undone closing.
#[derive(Debug, Clone)]
pub(super) struct Taken {
    /// In USD; negative was a loss.
    pub(super) gain: Money,
    pub(super) shares: Vec<TakenShare>,
    /// Oldest first.
    pub(super) lots: Vec<Lot>,
}

/// Mirrors the closing and the purchases of a closed batch. The caller writes that it is open.
pub(super) async fn take_back(tx: &mut Tx, step: &Step<'_>, batch: &Batch, reason: &str) -> Result<Taken, CloseError> {
    let by = By {
        actor: step.actor.member,
        at: step.at,
    };
    if let Some(account) = accounts::reopen_for_return(tx, batch.account, by).await? {
        accounts::tell_reopened_for_batch(tx, &account, batch.id, by.at).await?;
    }
    let earned = earned_by_member(tx, batch).await?;
    let mut taken = Vec::new();
    for (member, usd) in &earned {
        let owed = ledger::find_balance(tx, AccountKey::Debt(*member)).await?.owed();
        taken.push((*member, *usd, owed));
        free_earnings(tx, step, *member, *usd).await?;
    }
    if let Some(closing) = batch.closing {
        let may_owe = earned.keys().map(|member| AccountKey::Earnings(*member)).collect();
        ledger::reverse(tx, step.reversal("batch.reopened", batch, closing, may_owe)).await?;
    }
    let mut shares = Vec::new();
    for (member, usd, before) in taken {
        let owed = ledger::find_balance(tx, AccountKey::Debt(member)).await?.owed();
        let owed = owed.checked_sub(before)?;
        shares.push(TakenShare { member, usd, owed });
    }
    let bought = lots::list_lots(tx, batch.id).await?;
    for lot in bought.iter().rev() {
        reverse_lot(tx, step, batch, lot, reason).await?;
    }
    Ok(Taken {
        gain: batch.gain.unwrap_or(Money::zero(Currency::USD)),
        shares,
        lots: bought,
    })
}

/// Mirrors one purchase and records that it was undone.
pub(super) async fn reverse_lot(
    tx: &mut Tx,
    step: &Step<'_>,
    batch: &Batch,
    lot: &Lot,
    reason: &str,
) -> Result<(), CloseError> {
    let reversal = step.reversal("batch.lot_reversed", batch, lot.journal, Vec::new());
    let mirror = ledger::reverse(tx, reversal).await?;
    let by = By {
        actor: step.actor.member,
        at: step.at,
    };
    if lots::insert_reversal(tx, lot.id, mirror, by, reason).await? {
        return Ok(());
    }
    Err(CloseError::Db(DbError::Raced("lot_reversals")))
}

/// What each member got from the closing, in all roles together. What the desk kept is left out, because it was never
/// posted to an account.
async fn earned_by_member(tx: &mut Tx, batch: &Batch) -> Result<BTreeMap<MemberId, Money>, CloseError> {
    let mut earned = BTreeMap::new();
    for share in shares::list_shares(tx, batch.id).await? {
        if share.member == MemberId::DESK || share.usd.is_zero() {
            continue;
        }
        let so_far = earned.entry(share.member).or_insert(Money::zero(Currency::USD));
        *so_far = so_far.checked_add(share.usd)?;
    }
    Ok(earned)
}

/// Withdraws a member's pending payout if the rest of their earnings does not cover the share that is taken back. A
/// payout whose capture is attached was paid, and stays.
async fn free_earnings(tx: &mut Tx, step: &Step<'_>, member: MemberId, usd: Money) -> Result<(), CloseError> {
    let earnings = ledger::find_balance(tx, AccountKey::Earnings(member)).await?;
    if earnings.held.is_zero() || usd.checked_cmp(earnings.available())?.is_le() {
        return Ok(());
    }
    let all = WithdrawAll {
        member,
        kinds: &[RequestKind::Payout],
        actor: step.actor.member,
        why: Withdrawal::ShareTakenBack,
        at: step.at,
    };
    requests::withdraw_all_of(tx, &all).await?;
    Ok(())
}

impl Step<'_> {
    fn reversal(&self, kind: &'static str, batch: &Batch, journal: JournalId, may_owe: Vec<AccountKey>) -> Reversal {
        Reversal {
            journal,
            kind,
            request: self.request.clone(),
            actor: self.actor.member,
            at: self.at,
            details: serde_json::json!({ "batch": batch.id }),
            may_owe,
        }
    }
}
