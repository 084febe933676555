//! **Confirmar**: somebody confirms a movement of a central balance that looked like a slip.

use serde::{Deserialize, Serialize};

use super::figure::{About, CentralAsked, Typed, ask};
use super::{CentralError, CentralFigure, CentralMoved, CentralTransferred, move_central, the_bank, transfer};
use crate::db::Tx;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::questions::{self, Asking, QuestionKind};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, By, Permission};
use crate::ids::{QuestionId, RequestId};

/// What became of the confirmed figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum CentralConfirmed {
    /// A balance had changed: the figure is asked about again.
    Asked(CentralAsked),
    Transferred(CentralTransferred),
    Moved(CentralMoved),
}

/// Does what was asked about, if the balances are still as they were shown; else asks again.
///
/// # Errors
/// Those of [`super::move_central`] or [`super::transfer_to_account`], and [`CentralError::Question`].
pub async fn confirm(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    question: QuestionId,
) -> Result<CentralConfirmed, CentralError> {
    let asked = Asked::new(request, "central.confirm", &(actor.member, question));
    once(desk, asked, async |tx, now| {
        let by = By {
            actor: actor.member,
            at: now,
        };
        let kinds = [QuestionKind::Central];
        let About { typed, figure: seen } =
            questions::begin_confirming(tx, &kinds, actor.member, question, by.at).await?;
        actor.require(Permission::AdjustAccounts)?;
        let limits = &desk.policy.figures;
        match &typed {
            Typed::Change(change) => {
                let bank = the_bank(tx, change.bank).await?;
                let (figure, _) = CentralFigure::of_change(tx, &bank, change, limits).await?;
                if !seen.is_still(&figure) {
                    return again(tx, question, by, About { typed, figure }).await;
                }
                questions::mark_confirmed(tx, question, by.at).await?;
                let done = move_central::post(tx, request, by, bank, change).await?;
                Ok(CentralConfirmed::Moved(done))
            }
            Typed::Transfer(wanted) => {
                let ready = transfer::ready(tx, actor, wanted).await?;
                let (figure, _) = ready.figure(tx, wanted.amount, limits).await?;
                if !seen.is_still(&figure) {
                    return again(tx, question, by, About { typed, figure }).await;
                }
                questions::mark_confirmed(tx, question, by.at).await?;
                let done = transfer::post(tx, request, by, ready, wanted.amount).await?;
                Ok(CentralConfirmed::Transferred(done))
            }
        }
    })
    .await
}

async fn again(tx: &mut Tx, question: QuestionId, by: By, about: About) -> Result<CentralConfirmed, CentralError> {
    questions::mark_outdated(tx, question, by.at).await?;
    let asked = ask(tx, by, about, Asking::Again(question)).await?;
    Ok(CentralConfirmed::Asked(asked))
}
