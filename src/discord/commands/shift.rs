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
        let reference = referencia.as_deref().and_then(reference_in);
        if let Some(typed) = referencia.as_deref() {
            refuse_orders(context, &actor, order, typed).await?;
        }
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
    match done.is_reused() {
        true => Err(Declined::because(view::proofs::attached(&done, 1, false))),
        false => Ok(()),
    }
}

/// What stands before a reference and is none of it.
const REFERENCE_WORDS: [&str; 6] = ["ref", "ref.", "ref:", "referencia", "referencia:", "refer."];

/// The reference in what was typed: `ref 9` is 9.
fn reference_in(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let (first, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
    let is_word = REFERENCE_WORDS.iter().any(|word| first.eq_ignore_ascii_case(word));
    let reference = if is_word { rest.trim() } else { typed };
    (!reference.is_empty()).then(|| reference.to_owned())
}

/// `!listo 8 9` may mean two orders: where all of it are numbers of other orders that the cashier has open, it is asked.
async fn refuse_orders(context: Context<'_>, actor: &Actor, order: OrderId, typed: &str) -> Result<(), Declined> {
    let Some(numbers) = numbers_in(typed) else {
        return Ok(());
    };
    let open = proofs::open_orders(context.data(), actor).await?;
    let is_open = |number: &OrderId| *number != order && open.iter().any(|open| open.order.id == *number);
    match numbers.iter().all(is_open) {
        true => Err(Declined::because(view::shift::several_orders(order, &numbers))),
        false => Ok(()),
    }
}

/// `9`, `9 10`, `#9, 10 y 11`; nothing when there is anything else.
fn numbers_in(typed: &str) -> Option<Vec<OrderId>> {
    let words = typed.split(|c: char| c.is_whitespace() || c == ',');
    let words = words.filter(|word| !word.is_empty() && !word.eq_ignore_ascii_case("y"));
    let number = |word: &str| word.trim_start_matches('#').parse::<i64>().ok().map(OrderId::new);
    let numbers: Option<Vec<OrderId>> = words.map(number).collect();
    numbers.filter(|numbers| !numbers.is_empty())
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

#[cfg(test)]
mod tests {
    use super::{numbers_in, reference_in};
    use crate::ids::OrderId;

    #[test]
    fn a_reference_loses_the_word_before_it() {
        let read = |typed| reference_in(typed);
        assert_eq!(read(" 004512 "), Some("004512".into()));
        assert_eq!(read("ref 9"), Some("9".into()));
        assert_eq!(read("Referencia: 12 34"), Some("12 34".into()));
        assert_eq!(read("ref"), None);
        assert_eq!(read(" "), None);
    }

    #[test]
    fn numbers_of_orders_are_read_only_when_there_is_nothing_else() {
        let orders = |numbers: &[i64]| Some(numbers.iter().copied().map(OrderId::new).collect());
        assert_eq!(numbers_in("9"), orders(&[9]));
        assert_eq!(numbers_in("#9, 10 y 11"), orders(&[9, 10, 11]));
        assert_eq!(numbers_in("ref 9"), None);
        assert_eq!(numbers_in("9a"), None);
        assert_eq!(numbers_in(" "), None);
    }
}
