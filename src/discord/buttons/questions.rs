//! **Confirmar** and **Corregir**: answers to questions about what looks like a slip.

use super::giros;
use super::press::Press;
use crate::db::retrying;
use crate::discord::answer::{Answer, Declined, Outcome, declined};
use crate::discord::content::Content;
use crate::discord::view::face::Face;
use crate::discord::{unbacked, view};
use crate::domain::flows::batches::{self, Bought, Transferred};
use crate::domain::flows::undoing::{self, Undoing};
use crate::domain::kernel::questions::{self, QuestionKind};
use crate::domain::people::members::{self, CutOutcome, Permission};
use crate::domain::treasury::accounts::{self, FigureConfirmed};
use crate::domain::treasury::central::{self, CentralConfirmed};
use crate::domain::treasury::rates::{self, PriceOutcome};
use crate::ids::QuestionId;

/// Replaces the question with what was done, with another question, or with the reason why it cannot be done.
pub(super) async fn confirm(press: &Press<'_>, kind: QuestionKind, question: QuestionId) -> Outcome {
    match carry_out(press, kind, question).await {
        Err(no) => over(press, kind, question, no).await,
        done => done,
    }
}

/// The person who typed it was refused: the question ends, its message says why and what to type, and it keeps no
/// buttons. For anybody else the question stays as it is.
async fn over(press: &Press<'_>, kind: QuestionKind, question: QuestionId, no: Declined) -> Outcome {
    let Some(why) = no.refusal() else {
        return Err(no);
    };
    let (desk, member) = (&press.surface.desk, press.actor().await?.member);
    let ending = press.request.part("over");
    match retrying(|| questions::drop_question(desk, member, &ending, question)).await {
        Ok(dropped) => {
            let face = Face::new(view::questions::over(why, &dropped));
            Ok(press.turn(face, content_of(press, kind)))
        }
        Err(_) => Err(no),
    }
}

/// How private the new content of the message is.
fn content_of(press: &Press<'_>, kind: QuestionKind) -> Content {
    match kind {
        QuestionKind::Purchase | QuestionKind::FarPurchase | QuestionKind::Transfer | QuestionKind::Giro => {
            in_place(press)
        }
        QuestionKind::Price => Content::Public,
        QuestionKind::Cut => Content::Own,
        QuestionKind::Account | QuestionKind::Central | QuestionKind::Undoing => Content::For(Permission::SeeAccounts),
    }
}

async fn carry_out(press: &Press<'_>, kind: QuestionKind, question: QuestionId) -> Outcome {
    match kind {
        QuestionKind::Purchase | QuestionKind::FarPurchase => purchase(press, question).await,
        QuestionKind::Price => price(press, question).await,
        QuestionKind::Cut => cut(press, question).await,
        QuestionKind::Account => account(press, question).await,
        QuestionKind::Central => central(press, question).await,
        QuestionKind::Transfer => transfer(press, question).await,
        QuestionKind::Undoing => undoing(press, question).await,
        QuestionKind::Giro => {
            let face = giros::confirm(press, question).await?;
            Ok(press.turn(face, content_of(press, kind)))
        }
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
    Ok(press.turn(face, content_of(press, QuestionKind::Purchase)))
}

async fn price(press: &Press<'_>, question: QuestionId) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| rates::confirm_price(&press.surface.desk, &actor, &press.request, question)).await;
    let done = done.map_err(declined("rates.confirm_price", view::prices::refused))?;
    let face = match done {
        PriceOutcome::Set(change) => Face::new(view::prices::set(&change)),
        PriceOutcome::Asked(asked) => view::questions::price_asked(&asked),
    };
    Ok(press.turn(face, content_of(press, QuestionKind::Price)))
}

async fn cut(press: &Press<'_>, question: QuestionId) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| members::confirm_cut(&press.surface.desk, &actor, &press.request, question)).await;
    let done = done.map_err(declined("members.confirm_cut", view::members::refused))?;
    let face = match done {
        CutOutcome::Set(done) => Face::new(view::members::cut_set(&done)),
        CutOutcome::Asked(asked) => view::questions::cut_asked(&asked),
    };
    Ok(press.turn(face, content_of(press, QuestionKind::Cut)))
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
    Ok(press.turn(face, content_of(press, QuestionKind::Account)))
}

async fn central(press: &Press<'_>, question: QuestionId) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| central::confirm(&press.surface.desk, &actor, &press.request, question)).await;
    let done = done.map_err(declined("central.confirm", view::banks::central_refused))?;
    let face = match done {
        CentralConfirmed::Moved(done) => Face::new(view::banks::moved(&done)),
        CentralConfirmed::Transferred(done) => Face::new(view::banks::transferred(&done)),
        CentralConfirmed::Asked(asked) => view::questions::central_asked(&asked),
    };
    Ok(press.turn(face, content_of(press, QuestionKind::Central)))
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
    Ok(press.turn(face, content_of(press, QuestionKind::Transfer)))
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
    Ok(press.turn(face, content_of(press, QuestionKind::Undoing)))
}

/// The content of the channel where the question is shown; without such a channel it is for its person only.
fn in_place(press: &Press<'_>) -> Content {
    press.read_in.map_or(Content::Own, Content::OfChannel)
}

/// Ends the question without doing anything, and says what to type.
pub(super) async fn correct(press: &Press<'_>, question: QuestionId) -> Outcome {
    let actor = press.actor().await?;
    let (desk, member) = (&press.surface.desk, actor.member);
    let done = retrying(|| questions::drop_question(desk, member, &press.request, question)).await;
    let done = done.map_err(declined("questions.drop", view::questions::refused))?;
    Ok(Answer::Turn(Box::new(Face::new(view::questions::dropped(&done)))))
}
