//! `!revertir movimiento 12 motivo`, `!revertir retiro 3 motivo`: undoes a posting by its mirror.

use serde::{Deserialize, Serialize};

use super::losing::{About, UndoAsked, ask, losing};
use super::{UndoError, Undoable, store};
use crate::db::{DbError, Tx};
use crate::domain::books::ledger::{self, AccountKey, Posted, Reversal};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::{self, AccountChange, Notice, Undone, subject_of_member};
use crate::domain::kernel::questions::{AsTyped, Asking};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{self, Actor, By, Permission};
use crate::domain::people::requests::{self, Details, Request, RequestState, checked_reason};
use crate::domain::treasury::accounts;
use crate::domain::treasury::banks::find_bank;
use crate::ids::{AccountId, JournalId, RequestId, RequestNumber};

/// The posting to undo, as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// By the number of its journal row.
    Movement(JournalId),
    /// By the number of its request.
    Payout(RequestNumber),
}

/// What somebody has more now, or less if negative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub name: String,
    /// The numbered account; `None` for coins, points, earnings and central balances.
    pub account: Option<AccountId>,
    /// Whether it is a bank's central balance: then the name is the bank's.
    #[serde(default)]
    pub is_central: bool,
    pub amount: Money,
}

/// The undone posting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostingUndone {
    pub what: What,
    /// The code of its [`Undoable`].
    pub kind: String,
    pub moved: Vec<Moved>,
    /// The part of the returned earnings that went to a debt of the person at once.
    #[serde(default)]
    pub paid_debt: Option<Money>,
}

/// Whether the posting was undone, or its person must confirm it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Undoing {
    /// Orders would lose the money that they are to be paid with: the person must confirm it.
    Asked(UndoAsked),
    Undone(PostingUndone),
}

/// Undoes a posting, once, by its mirror. If that takes money that orders are to be paid with, only asks.
///
/// # Errors
/// [`UndoError::NotAllowed`] when the actor may not undo this kind; [`UndoError::Reason`]; [`UndoError::Unknown`];
/// [`UndoError::NotUndoable`]; [`UndoError::NotPaid`]; [`UndoError::Undone`] when it was already undone;
/// [`UndoError::Spent`].
pub async fn undo(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    what: What,
    reason: &str,
    as_typed: &AsTyped,
) -> Result<Undoing, UndoError> {
    actor.require(Permission::AdjustAccounts)?;
    let reason = checked_reason(reason).map_err(UndoError::Reason)?;
    let asked = Asked::new(request, "undoing.undo", &(actor.member, what, &reason));
    once(desk, asked, async |tx, now| {
        let by = By {
            actor: actor.member,
            at: now,
        };
        let ready = ready(tx, actor, what).await?;
        let losing = losing(tx, &ready.posted).await?;
        let outcome = if losing.is_empty() {
            Undoing::Undone(carry_out(tx, request, by, &ready, &reason).await?)
        } else {
            let about = About { what, reason, losing };
            Undoing::Asked(ask(tx, by, about, Asking::First(as_typed.clone())).await?)
        };
        Ok(outcome)
    })
    .await
}

/// A posting that was found and that the actor may undo.
pub(super) struct Ready {
    what: What,
    pub(super) posted: Posted,
    payout: Option<Request>,
    kind: Undoable,
}

pub(super) async fn ready(tx: &mut Tx, actor: &Actor, what: What) -> Result<Ready, UndoError> {
    let (posted, payout) = find(tx, actor, what).await?;
    let kind = undoable(&posted, payout.is_some())?;
    actor.require(kind.permission())?;
    refuse_undone(tx, what, posted.journal).await?;
    Ok(Ready {
        what,
        posted,
        payout,
        kind,
    })
}

/// Posts the mirror, and tells everybody whose account it moved.
pub(super) async fn carry_out(
    tx: &mut Tx,
    request: &RequestId,
    by: By,
    ready: &Ready,
    reason: &str,
) -> Result<PostingUndone, UndoError> {
    let (posted, kind) = (&ready.posted, ready.kind);
    let reversal = Reversal {
        journal: posted.journal,
        kind: kind.mirror(),
        request: request.clone(),
        actor: by.actor,
        at: by.at,
        details: serde_json::json!({ "undoes": posted.journal, "reason": reason }),
        may_owe: Vec::new(),
    };
    let mirrored = accounts::reverse_seen(tx, reversal).await?;
    if !store::insert_undone(tx, posted.journal, mirrored.journal, by, reason).await? {
        return Err(DbError::Raced("undone_postings").into());
    }
    let mut paid_debt = None;
    if let Some(payout) = &ready.payout {
        requests::undo(tx, payout, by.actor, reason, by.at).await?;
        let paid = ledger::settle_debt(tx, payout.member, request, by.actor, by.at).await?;
        paid_debt = Some(paid).filter(|paid| paid.is_positive());
    }
    let undone = Undone {
        by: by.actor,
        reason: reason.to_owned(),
    };
    let mut moved = Vec::new();
    for (key, amount) in &posted.lines {
        let back = amount.checked_neg().map_err(ledger::LedgerError::Money)?;
        if let AccountKey::Points(_) = key {
            // Returned points first pay what is owed in points.
            ledger::keep_paid(tx, *key, request, by.actor, by.at).await?;
        }
        let key = match *key {
            AccountKey::Account(account, currency) => AccountKey::Account(mirrored.seen_in(account), currency),
            key => key,
        };
        moved.extend(tell(tx, key, (back, paid_debt), &undone, by).await?);
    }
    Ok(PostingUndone {
        what: ready.what,
        kind: kind.code().to_owned(),
        moved,
        paid_debt,
    })
}

/// Finds the journal row. For a payout also its request, locked until the unit ends.
async fn find(tx: &mut Tx, actor: &Actor, what: What) -> Result<(Posted, Option<Request>), UndoError> {
    let number = match what {
        What::Movement(journal) => {
            let posted = ledger::find_posted(tx, journal).await?;
            return Ok((posted.ok_or(UndoError::Unknown(journal))?, None));
        }
        What::Payout(number) => number,
    };
    actor.require(Permission::DecideRequests)?;
    let found = requests::find_request_for_update(tx, number).await?;
    let found = found.ok_or(UndoError::NotPaid(number))?;
    let Details::Payout(wanted) = &found.details else {
        return Err(UndoError::NotPaid(number));
    };
    if !matches!(found.state, RequestState::Approved | RequestState::Undone) {
        return Err(UndoError::NotPaid(number));
    }
    let journal = ledger::find_settling(tx, wanted.hold).await?;
    let journal = journal.ok_or_else(|| DbError::Corrupt(format!("payout {number} was paid without a posting")))?;
    let posted = ledger::find_posted(tx, journal).await?;
    Ok((posted.ok_or(UndoError::Unknown(journal))?, Some(found)))
}

/// The kind of the posting, if it can be undone this way. A payout can be undone only by the number of its request,
/// which ends with it.
fn undoable(posted: &Posted, is_payout: bool) -> Result<Undoable, UndoError> {
    let kind = Undoable::from_code(&posted.kind).ok();
    let kind = kind.filter(|kind| posted.reverses.is_none() && (*kind == Undoable::Payout) == is_payout);
    kind.ok_or_else(|| UndoError::NotUndoable {
        kind: posted.kind.clone(),
        subject: subject_of(posted),
    })
}

/// The number of the order, batch or request that the posting belongs to.
fn subject_of(posted: &Posted) -> Option<i64> {
    let named = match posted.kind.split('.').next()? {
        "order" | "deposit" | "withdrawal" | "giro" => "order",
        "batch" => "batch",
        "payout" => "request",
        _ => return None,
    };
    posted.details[named].as_i64()
}

async fn refuse_undone(tx: &mut Tx, what: What, journal: JournalId) -> Result<(), UndoError> {
    let Some(first) = store::find_undone(tx, journal).await? else {
        return Ok(());
    };
    let by = members::get_member(tx, first.actor_id).await?.name;
    let at = first.at_ms;
    Err(UndoError::Undone { what, by, at })
}

/// Says what moved where, and tells the owner of an account that moved who undid what and why, unless they did it themselves.
async fn tell(
    tx: &mut Tx,
    key: AccountKey,
    (amount, paid_debt): (Money, Option<Money>),
    undone: &Undone,
    by: By,
) -> Result<Option<Moved>, UndoError> {
    if let AccountKey::Central(bank, _) = key {
        let bank = find_bank(tx, bank).await?;
        return Ok(bank.map(|bank| Moved {
            name: bank.name,
            account: None,
            is_central: true,
            amount,
        }));
    }
    let (member, account) = match key {
        AccountKey::Account(account, _) => (accounts::get_owner(tx, account).await?, Some(account)),
        AccountKey::Coins(member) | AccountKey::Earnings(member) | AccountKey::Points(member) => (member, None),
        _ => return Ok(None),
    };
    let notice = match account {
        Some(account) => Notice::AccountChanged {
            account,
            change: AccountChange::Undone {
                amount,
                current: ledger::find_balance(tx, key).await?.balance,
                undone: undone.clone(),
            },
        },
        None => Notice::MovementUndone {
            member,
            amount,
            undone: undone.clone(),
            paid_debt,
        },
    };
    if member != by.actor {
        let subject = account.map_or_else(|| subject_of_member(member), accounts::subject_of);
        outbox::enqueue(tx, &subject, &notice, by.at).await?;
    }
    Ok(Some(Moved {
        name: members::get_member(tx, member).await?.name,
        account,
        is_central: false,
        amount,
    }))
}

#[cfg(test)]
mod tests {
    use super::{Posted, UndoError, Undoable, undoable};
    use crate::clock::Moment;
    use crate::ids::JournalId;

    fn posted(kind: &str, reverses: Option<i64>) -> Posted {
        Posted {
            journal: JournalId::new(7),
            kind: kind.to_owned(),
            actor: None,
            at: Moment::from_ms(0),
            reverses: reverses.map(JournalId::new),
            details: serde_json::json!({ "order": 12, "batch": 3 }),
            lines: Vec::new(),
        }
    }

    #[test]
    fn what_a_person_posted_is_undone_and_a_mirror_and_what_has_its_own_way_is_not() {
        for kind in Undoable::ALL.iter().copied() {
            let is_payout = kind == Undoable::Payout;
            assert_eq!(undoable(&posted(kind.code(), None), is_payout).unwrap(), kind);
            assert!(matches!(
                undoable(&posted(kind.code(), None), !is_payout),
                Err(UndoError::NotUndoable { .. })
            ));
            assert!(matches!(
                undoable(&posted(kind.code(), Some(3)), is_payout),
                Err(UndoError::NotUndoable { .. })
            ));
        }
        for kind in [
            "order.completed",
            "batch.closed",
            "batch.bought",
            "debt.owed",
            "account.floor",
        ] {
            assert!(matches!(
                undoable(&posted(kind, None), false),
                Err(UndoError::NotUndoable { .. })
            ));
        }
    }
}
