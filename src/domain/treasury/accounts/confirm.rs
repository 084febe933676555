//! **Confirmar**: somebody confirms an opening, a deposit or an adjustment that looked like a slip.

use serde::{Deserialize, Serialize};

use super::figure::{About, AccountFigure, FigureAsked, Typed, ask};
use super::moving::Moving;
use super::{AccountError, AccountMoved, AccountOpened, adjust, deposit, moving, open};
use crate::db::{DbError, Tx};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::questions::{self, Asking, QuestionKind};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, By};
use crate::ids::{QuestionId, RequestId};

/// What became of the confirmed figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FigureConfirmed {
    /// The account had changed: the figure is asked about again.
    Asked(FigureAsked),
    Moved(AccountMoved),
    Opened(AccountOpened),
}

/// Does what was asked about, if the account is still as it was shown; else asks again.
///
/// # Errors
/// Those of [`super::open`], [`super::deposit`] or [`super::adjust`], and [`AccountError::Question`].
pub async fn confirm(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    question: QuestionId,
) -> Result<FigureConfirmed, AccountError> {
    let asked = Asked::new(request, "accounts.confirm", &(actor.member, question));
    once(desk, asked, async |tx, now| {
        let at = now;
        let kinds = [QuestionKind::Account];
        let about: About = questions::begin_confirming(tx, &kinds, actor.member, question, at).await?;
        let by = By {
            actor: actor.member,
            at,
        };
        let About { typed, figure: seen } = about;
        let outcome = match typed.clone() {
            Typed::Opening(opening) => {
                let ready = open::ready(tx, desk, actor, &opening).await?;
                if seen.is_still(&ready.figure) {
                    questions::mark_confirmed(tx, question, at).await?;
                    FigureConfirmed::Opened(open::carry_out(tx, request, by, ready).await?)
                } else {
                    let figure = ready.figure;
                    FigureConfirmed::Asked(again(tx, question, by, About { typed, figure }).await?)
                }
            }
            Typed::Deposit(deposit) => {
                let ready = deposit::ready(tx, desk, actor, &deposit).await?;
                move_or_ask(tx, (request, question), by, &seen, (typed, ready)).await?
            }
            Typed::Adjustment(adjustment) => {
                let ready = adjust::ready(tx, desk, actor, &adjustment).await?;
                move_or_ask(tx, (request, question), by, &seen, (typed, ready)).await?
            }
        };
        Ok(outcome)
    })
    .await
}

async fn move_or_ask(
    tx: &mut Tx,
    (request, question): (&RequestId, QuestionId),
    by: By,
    seen: &AccountFigure,
    (typed, (moving, figure)): (Typed, (Moving, AccountFigure)),
) -> Result<FigureConfirmed, AccountError> {
    if seen.is_still(&figure) {
        questions::mark_confirmed(tx, question, by.at).await?;
        return Ok(FigureConfirmed::Moved(moving::post(tx, request, by, moving).await?));
    }
    Ok(FigureConfirmed::Asked(
        again(tx, question, by, About { typed, figure }).await?,
    ))
}

async fn again(tx: &mut Tx, question: QuestionId, by: By, about: About) -> Result<FigureAsked, DbError> {
    questions::mark_outdated(tx, question, by.at).await?;
    ask(tx, by.actor, about, Asking::Again(question), by.at).await
}
