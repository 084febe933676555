//! A cashier's own work, with one thumb: paying in one step, the oldest order again, the shift that goes to somebody else.

use poise::serenity_prelude::Attachment;

use super::clients::carried_by;
use super::completion::open_orders;
use super::{actor, broken, member, order_number, request};
use crate::db::retrying;
use crate::discord::answer::{Answer, Declined, answer, declined};
use crate::discord::args::PersonArg;
use crate::discord::content::Content;
use crate::discord::{Context, Never, paying, proofs, view};
use crate::domain::members::{Actor, Permission};
use crate::domain::orders::{self, NewProof, OrderError};
use crate::ids::{OrderId, RequestId};
use crate::reports;

/// Confirma que pagó una orden: con la captura, todo en un paso
#[poise::command(prefix_command, slash_command)]
pub(super) async fn listo(
    context: Context<'_>,
    #[description = "El número de la orden: 12; sin esto, la única que tiene abierta"]
    #[autocomplete = "open_orders"]
    numero: Option<String>,
    #[description = "La captura del pago, si aún no la envió"] captura: Option<Attachment>,
    #[description = "La referencia que dio el banco"]
    #[rest]
    referencia: Option<String>,
) -> Result<(), Never> {
    let work = async {
        let typed = numero.as_deref().map(order_number).transpose()?;
        let (actor, request) = (actor(context).await?, request(context));
        actor
            .require(Permission::CarryOutOrders)
            .map_err(|no| refuse_order(OrderError::NotAllowed(no)))?;
        let order = match typed {
            Some(order) => order,
            None => proofs::only_open(context.data(), &actor).await?,
        };
        let reference = referencia
            .map(|typed| typed.trim().to_owned())
            .filter(|typed| !typed.is_empty());
        match (captura, reference) {
            (Some(capture), reference) => attach(context, &actor, &request, order, &capture, reference).await?,
            (None, Some(_)) => return Err(Declined::because(view::shift::reference_without_capture())),
            (None, None) => {}
        }
        paying::confirm(context.data(), &actor, &request, order).await
    };
    answer(context, Content::For(Permission::SeeEverything), work).await
}

/// Keeps the capture. Its own request id makes it safe to repeat beside the payment's.
async fn attach(
    context: Context<'_>,
    actor: &Actor,
    request: &RequestId,
    order: OrderId,
    capture: &Attachment,
    reference: Option<String>,
) -> Result<(), Declined> {
    let surface = context.data();
    let proof = NewProof {
        order,
        capture: proofs::stored(surface, capture, carried_by(context)).await?,
        reference,
    };
    let own = request.part("capture");
    let done = proofs::attach(surface, actor, &own, &proof).await?;
    // The same bytes prove something else: a human looks before money moves.
    match done.reused_from {
        Some(_) => Err(Declined::because(view::proofs::attached(&done, 1, false))),
        None => Ok(()),
    }
}

fn refuse_order(error: OrderError) -> Declined {
    declined("orders.attach_proof", view::desk::order_refused)(error)
}

/// Muestra otra vez la orden suya que más espera
#[poise::command(prefix_command, slash_command)]
pub(super) async fn siguiente(context: Context<'_>) -> Result<(), Never> {
    let work = async {
        let actor = actor(context).await?;
        actor
            .require(Permission::CarryOutOrders)
            .map_err(|no| refuse_order(OrderError::NotAllowed(no)))?;
        let open = proofs::open_orders(context.data(), &actor).await?;
        let Some(oldest) = open.first() else {
            return Ok(Answer::Say(view::shift::nothing_open()));
        };
        let read = async {
            let mut reader = context.data().desk.db.reader().await?;
            reports::orders::order_card(&mut reader, oldest.order.id).await
        };
        let card = read.await.map_err(declined("reports.orders", broken))?;
        let card = card.ok_or_else(|| Declined::because(view::orders::unknown(oldest.order.id)))?;
        let face = view::shift::next(&card, open.len(), context.data().desk.policy.beneficiary);
        Ok(Answer::Face(Box::new(face)))
    };
    answer(context, Content::For(Permission::SeeEverything), work).await
}

/// Entrega su turno y sus órdenes sin pagar a otro cajero
#[poise::command(prefix_command, slash_command)]
pub(super) async fn relevo(
    context: Context<'_>,
    #[description = "El cajero que sigue"] persona: PersonArg,
) -> Result<(), Never> {
    let work = async {
        let (actor, request) = (actor(context).await?, request(context));
        let to = member(context, &actor, &persona).await?;
        let desk = &context.data().desk;
        let done = retrying(|| orders::relieve(desk, &actor, &request, to)).await;
        let done = done.map_err(declined("orders.relieve", view::desk::order_refused))?;
        Ok(Answer::Say(view::shift::relieved(&done)))
    };
    answer(context, Content::For(Permission::SeeEverything), work).await
}
