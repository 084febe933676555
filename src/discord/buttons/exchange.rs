//! **Confirmar** on a quote and on a transfer between accounts.

use super::press::Press;
use crate::db::retrying;
use crate::discord::answer::{Declined, declined};
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::flows::exchange::{self, Exchanged, Operation, TransferDone};
use crate::domain::people::members::Actor;
use crate::ids::QuestionId;
use crate::reports;

pub(super) async fn confirm(press: &Press<'_>, question: QuestionId) -> Result<Face, Declined> {
    let actor = press.actor().await?;
    let done = retrying(|| exchange::confirm(&press.surface.desk, &actor, &press.request, question)).await;
    match done.map_err(declined("exchange.confirm", view::exchange::refused))? {
        Exchanged::Done(done) => receipt(press, &actor, &done).await,
        Exchanged::Asked(asked) => Ok(view::exchange::quoted(&asked)),
    }
}

pub(super) async fn confirm_transfer(press: &Press<'_>, question: QuestionId) -> Result<Face, Declined> {
    let actor = press.actor().await?;
    let done = retrying(|| exchange::confirm_transfer(&press.surface.desk, &actor, &press.request, question)).await;
    match done.map_err(declined("exchange.confirm_transfer", view::exchange::refused))? {
        TransferDone::Done(done) => receipt(press, &actor, &done).await,
        TransferDone::Asked(asked) => Ok(view::exchange::transfer_asked(&asked)),
    }
}

async fn receipt(press: &Press<'_>, actor: &Actor, done: &Operation) -> Result<Face, Declined> {
    let read = async {
        let mut reader = press.surface.desk.db.reader().await?;
        reports::exchange::receipt(&mut reader, actor, &done.voucher).await
    };
    let receipt = read.await.map_err(declined("reports.exchange", view::reads::refused))?;
    let no = || Declined::because(view::exchange::no_receipt(done.voucher.as_str()));
    Ok(Face::of_embed(view::exchange::receipt(&receipt.ok_or_else(no)?)))
}
