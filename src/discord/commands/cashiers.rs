//! Whoever keeps order: what waits, who gets it, what is confirmed for a cashier.

use super::asked::{actor, member, order_number, request};
use crate::db::retrying;
use crate::discord::answer::{Answer, answer, declined};
use crate::discord::args::PersonArg;
use crate::discord::content::Content;
use crate::discord::{Context, Never, view};
use crate::domain::flows::batches;
use crate::domain::orders::{self, HandOver};
use crate::domain::people::members::Permission;
use crate::reports;

/// Da una orden sin pagar a un cajero
#[poise::command(prefix_command, slash_command)]
pub(super) async fn asignar(
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

/// Muestra qué órdenes esperan y quién puede pagarlas
#[poise::command(prefix_command, slash_command)]
pub(super) async fn cola(context: Context<'_>) -> Result<(), Never> {
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

/// Confirma una orden con captura desde la cuenta de su cajero
#[poise::command(prefix_command, slash_command)]
pub(super) async fn confirmar(
    context: Context<'_>,
    #[description = "El número de la orden: 12"]
    #[rest]
    numero: String,
) -> Result<(), Never> {
    let work = async {
        let order = order_number(&numero)?;
        let (actor, request) = (actor(context).await?, request(context));
        let desk = &context.data().desk;
        let done = retrying(|| batches::confirm(desk, &actor, &request, order)).await;
        let done = done.map_err(declined("batches.confirm", view::cashiers::confirm_refused))?;
        Ok(Answer::Say(view::cashiers::confirmed(&done)))
    };
    answer(context, Content::For(Permission::SeeEverything), work).await
}
