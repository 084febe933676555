//! A posting whose mirror takes money that orders are to be paid with: this is shown first, and done after a
//! confirmation.

use serde::{Deserialize, Serialize};

use super::undo::{carry_out, ready};
use super::{PostingUndone, UndoError, Undoing, What};
use crate::db::{DbError, Tx};
use crate::domain::books::ledger::{self, AccountKey, Posted};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::questions::{self, Asking, NewQuestion, QuestionKind};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::{self, Unbacked};
use crate::domain::people::members::{Actor, By};
use crate::ids::{AccountId, QuestionId, RequestId};

/// An undoing that its person must confirm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoAsked {
    pub question: QuestionId,
    pub what: What,
    /// The accounts that could no longer pay their orders, with what is missing.
    pub losing: Vec<(AccountId, Unbacked)>,
    /// Whether it was already confirmed once, and is asked again because the orders have changed.
    pub again: bool,
}

/// What a question is about.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct About {
    pub(super) what: What,
    pub(super) reason: String,
    pub(super) losing: Vec<(AccountId, Unbacked)>,
}

/// The accounts whose orders would lose the money that they are to be paid with. Empty when the mirror is refused
/// anyway.
pub(super) async fn losing(tx: &mut Tx, posted: &Posted) -> Result<Vec<(AccountId, Unbacked)>, UndoError> {
    let mut losing = Vec::new();
    for (key, amount) in &posted.lines {
        let AccountKey::Account(account, _) = key else { continue };
        if !amount.is_positive() || ledger::find_balance(tx, *key).await?.available().minor() < amount.minor() {
            continue;
        }
        let taken = amount.checked_neg().map_err(ledger::LedgerError::Money)?;
        let before = orders::find_unbacked(tx, *account).await?;
        let before = before.map(|found| found.orders).unwrap_or_default();
        if let Some(after) = orders::find_unbacked_after(tx, *account, taken).await?
            && after.orders.iter().any(|order| !before.contains(order))
        {
            losing.push((*account, after));
        }
    }
    Ok(losing)
}

/// Stores the question until its person confirms it.
pub(super) async fn ask(tx: &mut Tx, by: By, about: About, asking: Asking) -> Result<UndoAsked, DbError> {
    let new = NewQuestion {
        kind: QuestionKind::Undoing,
        member: by.actor,
        about: &about,
        asking: &asking,
    };
    Ok(UndoAsked {
        question: questions::ask(tx, &new, by.at).await?,
        what: about.what,
        losing: about.losing,
        again: asking.is_again(),
    })
}

/// Undoes the posting if it concerns the same orders as were shown, or none any more; otherwise asks again.
///
/// # Errors
/// Those of [`super::undo`], and [`UndoError::Question`].
pub async fn confirm(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    question: QuestionId,
) -> Result<Undoing, UndoError> {
    let asked = Asked::new(request, "undoing.confirm", &(actor.member, question));
    once(desk, asked, async |tx, now| {
        let by = By {
            actor: actor.member,
            at: now,
        };
        let kinds = [QuestionKind::Undoing];
        let about: About = questions::begin_confirming(tx, &kinds, actor.member, question, by.at).await?;
        let ready = ready(tx, actor, about.what).await?;
        let now = losing(tx, &ready.posted).await?;
        let outcome = if now.is_empty() || now == about.losing {
            questions::mark_confirmed(tx, question, by.at).await?;
            let undone: PostingUndone = carry_out(tx, request, by, &ready, &about.reason).await?;
            Undoing::Undone(undone)
        } else {
            questions::mark_outdated(tx, question, by.at).await?;
            let about = About { losing: now, ..about };
            Undoing::Asked(ask(tx, by, about, Asking::Again(question)).await?)
        };
        Ok(outcome)
    })
    .await
}
