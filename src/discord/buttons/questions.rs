//! **Confirmar**, **Corregir**: what was typed and looks like a slip.

use super::pressed::Press;
use crate::db::retrying;
use crate::discord::answer::{Answer, Outcome, declined};
use crate::discord::content::Content;
use crate::discord::view::face::Face;
use crate::discord::{unbacked, view};
use crate::domain::accounts::{self, FigureConfirmed};
use crate::domain::batches::{self, Bought, Transferred};
use crate::domain::members::{self, CutOutcome, Permission};
use crate::domain::questions::{self, QuestionKind};
use crate::domain::rates::{self, PriceOutcome};
use crate::domain::undoing::{self, Undoing};
use crate::ids::QuestionId;

/// The question becomes what was done, or another question.
pub(super) async fn confirm(press: &Press<'_>, kind: QuestionKind, question: QuestionId) -> Outcome {
    match kind {
        QuestionKind::Purchase | QuestionKind::FarPurchase => purchase(press, question).await,
        QuestionKind::Price => price(press, question).await,
        QuestionKind::Cut => cut(press, question).await,
        QuestionKind::Account => account(press, question).await,
        QuestionKind::Transfer => transfer(press, question).await,
        QuestionKind::Undoing => undoing(press, question).await,
    }
}

async fn purchase(press: &Press<'_>, question: QuestionId) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| batches::confirm_purchase(&press.surface.desk, &actor, &press.request, question)).await;
    let done = done.map_err(declined("batches.confirm_purchase", view::desk::purchase_refused))?;
    let face = match done {
        Bought::Booked(done) => Face::new(view::batches::purchased(&done)),
        Bought::Raised(done) => Face::new(view::questions::purchase_raised(&done)),
        Bought::Asked(asked) => view::questions::purchase(&asked),
    };
    Ok(press.turn(face, in_place(press)))
}

async fn price(press: &Press<'_>, question: QuestionId) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| rates::confirm_price(&press.surface.desk, &actor, &press.request, question)).await;
    let done = done.map_err(declined("rates.confirm_price", view::prices::refused))?;
    let face = match done {
        PriceOutcome::Set(change) => Face::new(view::prices::set(&change)),
        PriceOutcome::Asked(asked) => view::questions::price_asked(&asked),
    };
    Ok(press.turn(face, Content::Public))
}

async fn cut(press: &Press<'_>, question: QuestionId) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| members::confirm_cut(&press.surface.desk, &actor, &press.request, question)).await;
    let done = done.map_err(declined("members.confirm_cut", view::members::refused))?;
    let face = match done {
        CutOutcome::Set(done) => Face::new(view::members::cut_set(&done)),
        CutOutcome::Asked(asked) => view::questions::cut_asked(&asked),
    };
    Ok(press.turn(face, Content::Own))
}

async fn account(press: &Press<'_>, question: QuestionId) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| accounts::confirm(&press.surface.desk, &actor, &press.request, question)).await;
    let done = done.map_err(declined("accounts.confirm", view::accounts::refused))?;
    let face = match done {
        FigureConfirmed::Moved(done) => {
            let unbacked = unbacked::words(press.surface, done.account).await;
            Face::new(view::accounts::moved(&done) + &unbacked)
        }
        FigureConfirmed::Opened(done) => view::accounts::opened(&done),
        FigureConfirmed::Asked(asked) => {
            let unbacked = unbacked::words_before(press.surface, &asked.figure).await;
            view::questions::figure_asked(&asked, &unbacked)
        }
    };
    Ok(press.turn(face, Content::For(Permission::SeeAccounts)))
}

async fn transfer(press: &Press<'_>, question: QuestionId) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| batches::confirm_transfer(&press.surface.desk, &actor, &press.request, question)).await;
    let done = done.map_err(declined("batches.confirm_transfer", view::desk::transfer_refused))?;
    let face = match done {
        Transferred::Placed(done) => Face::new(view::orders::placed(&done)),
        Transferred::Asked(done) => Face::new(view::batch_requests::rate_asked(&done)),
        Transferred::Repeated(asked) => view::questions::transfer_repeated(&asked),
    };
    Ok(press.turn(face, in_place(press)))
}

async fn undoing(press: &Press<'_>, question: QuestionId) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| undoing::confirm(&press.surface.desk, &actor, &press.request, question)).await;
    let done = done.map_err(declined("undoing.confirm", view::undoing::refused))?;
    let face = match done {
        Undoing::Undone(done) => {
            let unbacked = unbacked::words_of_undone(press.surface, &done).await;
            Face::new(view::undoing::done(&done) + &unbacked)
        }
        Undoing::Asked(asked) => view::undoing::asked(&asked),
    };
    Ok(press.turn(face, Content::For(Permission::SeeAccounts)))
}

/// What was shown there already, or no more than that.
fn in_place(press: &Press<'_>) -> Content {
    press.read_in.map_or(Content::Own, Content::OfChannel)
}

/// Nothing is done, and it says what to type.
pub(super) async fn correct(press: &Press<'_>, question: QuestionId) -> Outcome {
    let actor = press.actor().await?;
    let (desk, member) = (&press.surface.desk, actor.member);
    let done = retrying(|| questions::drop_question(desk, member, &press.request, question)).await;
    let done = done.map_err(declined("questions.drop", view::questions::refused))?;
    Ok(Answer::Turn(Box::new(Face::new(view::questions::dropped(&done)))))
}
