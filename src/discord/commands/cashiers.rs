//! Whoever keeps order: what waits, who gets it, what is confirmed for a cashier.

use super::asked::{actor, member, order_number, request};
use super::group::Group;
use crate::db::retrying;
use crate::discord::answer::{Answer, answer, declined};
use crate::discord::args::PersonArg;
use crate::discord::content::Content;
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, view};
use crate::domain::orders::{self, HandOver};
use crate::domain::people::members::Permission;
use crate::reports;

pub(super) const COMMANDS: Group = Group {
    records: &[COLA, ASIGNAR, CONFIRMAR],
    functions: &[cola, asignar, confirmar],
};

const ASIGNAR: Record = Record {
    name: "asignar",
    aliases: &[],
    synonyms: &[],
    usage: "asignar <n> @cajero",
    example: "asignar 12 @cajero1",
    what: "da una orden sin pagar a un cajero",
    who: Who::Only(Permission::AssignOrders),
    probe: "999 @cajero1",
};

/// Da una orden sin pagar a un cajero
#[poise::command(prefix_command, slash_command)]
async fn asignar(
    context: Context<'_>,
    #[description = "El número de la orden: 12"] numero: String,
    #[description = "El cajero"] persona: PersonArg,
) -> Result<(), Never> {
    let work = async {
        let order = order_number(&numero)?;
        let (actor, request) = (actor(context).await?, request(context));
        let to = member(context, &actor, &persona).await?;
        let desk = &context.data().desk;
        let done = retrying(|| orders::hand_over(desk, &actor, &request, HandOver { order, to })).await;
        let done = done.map_err(declined("orders.hand_over", view::desk::order_refused))?;
        Ok(Answer::Say(view::cashiers::handed_over(&done)))
    };
    answer(context, Content::For(Permission::SeeEverything), work).await
}

const COLA: Record = Record {
    name: "cola",
    aliases: &[],
    synonyms: &[],
    usage: "cola",
    example: "cola",
    what: "qué órdenes esperan, desde cuándo, y quién puede pagarlas",
    who: Who::Only(Permission::SeeEverything),
    probe: "",
};

/// Muestra qué órdenes esperan y quién puede pagarlas
#[poise::command(prefix_command, slash_command)]
async fn cola(context: Context<'_>) -> Result<(), Never> {
    let work = async {
        let actor = actor(context).await?;
        let desk = &context.data().desk;
        let read = async {
            let mut reader = desk.db.reader().await?;
            reports::queue::queue(&mut reader, &actor, desk.clock.now(), view::cashiers::QUEUE_MAX).await
        };
        let queue = read.await.map_err(declined("reports.queue", view::reads::refused))?;
        Ok(Answer::Show(Box::new(view::cashiers::queue(&queue))))
    };
    answer(context, Content::For(Permission::SeeEverything), work).await
}

const CONFIRMAR: Record = Record {
    name: "confirmar",
    aliases: &[],
    synonyms: &[],
    usage: "confirmar <n>",
    example: "confirmar 12",
    what: "confirma una orden con captura desde la cuenta de su cajero",
    who: Who::Only(Permission::ConfirmForCashier),
    probe: "999",
};

/// Confirma una orden con captura desde la cuenta de su cajero
#[poise::command(prefix_command, slash_command)]
async fn confirmar(
    context: Context<'_>,
    #[description = "El número de la orden: 12"]
    #[rest]
    numero: String,
) -> Result<(), Never> {
    let work = async {
        let order = order_number(&numero)?;
        let (actor, request) = (actor(context).await?, request(context));
        let desk = &context.data().desk;
        let done = retrying(|| orders::confirm(desk, &actor, &request, order)).await;
        let done = done.map_err(declined("batches.confirm", view::cashiers::confirm_refused))?;
        Ok(Answer::Say(view::cashiers::confirmed(&done)))
    };
    answer(context, Content::For(Permission::SeeEverything), work).await
}
