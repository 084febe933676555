//! Looking at an order, taking it back.

use super::asked::{actor, order_number, request};
use super::completion::open_orders;
use super::group::Group;
use crate::db::retrying;
use crate::discord::answer::{Answer, answer, declined};
use crate::discord::content::Content;
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, pages, view};
use crate::domain::orders;
use crate::domain::people::members::Permission;
use crate::reports;

pub(super) const COMMANDS: Group = Group {
    records: &[CANCELAR, ORDEN],
    functions: &[cancelar, orden],
};

const ORDEN: Record = Record {
    name: "orden",
    aliases: &[],
    synonyms: &[],
    usage: "orden <n>",
    example: "orden 12",
    what: "muestra una orden con su historia",
    who: Who::ShownTo(Permission::SeeOwn),
    probe: "999",
};

/// Muestra una orden con su historia
#[poise::command(prefix_command, slash_command)]
async fn orden(
    context: Context<'_>,
    #[description = "El número de la orden: 12"]
    #[autocomplete = "open_orders"]
    #[rest]
    numero: String,
) -> Result<(), Never> {
    let work = async {
        let order = order_number(&numero)?;
        let actor = actor(context).await?;
        let read = async {
            let mut reader = context.data().desk.db.reader().await?;
            reports::orders::order_card(&mut reader, &actor, order).await
        };
        let card = read.await.map_err(declined("reports.orders", view::reads::refused))?;
        let content = pages::told_in(card.told_in());
        let answer = match card.order.cashier == Some(actor.member) && card.order.state.is_open() {
            true => Answer::Face(Box::new(view::orders::with_history_for_cashier(
                &card,
                context.data().desk.policy.beneficiary,
            ))),
            false => Answer::Show(Box::new(view::orders::embed_with_history(&card))),
        };
        Ok(answer.containing(content))
    };
    answer(context, Content::For(Permission::SeeEverything), work).await
}

/// An order that is typed about in the channel where it belongs is that channel's business, refusals included.
pub(super) async fn business_of(context: Context<'_>, typed: &str) -> Content {
    let Ok(order) = order_number(typed) else {
        return Content::Public;
    };
    let read = async {
        let mut reader = context.data().desk.db.reader().await?;
        reports::orders::channel_of_order(&mut reader, order).await
    };
    match read.await {
        Ok(channel) => pages::told_in(channel),
        // Whoever broke reading it is about to hear so.
        Err(_) => Content::For(Permission::SeeEverything),
    }
}

const CANCELAR: Record = Record {
    name: "cancelar",
    aliases: &[],
    synonyms: &[],
    usage: "cancelar <n>",
    example: "cancelar 12",
    what: "cancela una orden que aún no se pagó",
    who: Who::Only(Permission::WithdrawTransfer),
    probe: "999",
};

/// Cancela una orden que aún no se pagó
#[poise::command(prefix_command, slash_command)]
async fn cancelar(
    context: Context<'_>,
    #[description = "El número de la orden: 12"]
    #[autocomplete = "open_orders"]
    #[rest]
    numero: String,
) -> Result<(), Never> {
    let content = business_of(context, &numero).await;
    let work = async {
        let order = order_number(&numero)?;
        let (actor, request) = (actor(context).await?, request(context));
        let desk = &context.data().desk;
        let done = retrying(|| orders::cancel(desk, &actor, &request, order)).await;
        let done = done.map_err(declined("orders.cancel", view::desk::order_refused))?;
        // That it ended, and no figures.
        Ok(Answer::Say(view::orders::ended(&done)).containing(Content::Public))
    };
    answer(context, content, work).await
}
