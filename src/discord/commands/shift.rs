//! A cashier's own work, with one thumb: coming and going, paying in one step, the oldest order again, the shift that goes to
//! somebody else.

use poise::serenity_prelude::Attachment;

use super::asked::{actor, member, order_number, request};
use super::clients::carried_by;
use super::completion::open_orders;
use super::group::Group;
use crate::db::retrying;
use crate::discord::answer::{Answer, Declined, Outcome, answer, declined, unread};
use crate::discord::args::PersonArg;
use crate::discord::content::Content;
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, paying, proofs, view};
use crate::domain::orders::{self, NewProof, OrderError};
use crate::domain::people::members::{Actor, Availability, Permission};
use crate::ids::{OrderId, RequestId};
use crate::reports;
use crate::reports::orders::OrderClass;

pub(super) const COMMANDS: Group = Group {
    records: &[DISPONIBLE, OCUPADO, LISTO, SIGUIENTE, RELEVO],
    functions: &[disponible, ocupado, listo, siguiente, relevo],
};

const DISPONIBLE: Record = Record {
    name: "disponible",
    aliases: &[],
    synonyms: &["libre", "activo", "conectado", "llegue", "entrar"],
    usage: "disponible",
    example: "disponible",
    what: "usted recibe órdenes, y al momento las que esperan y puede pagar",
    who: Who::Only(Permission::CarryOutOrders),
    probe: "",
};

/// Dice que usted puede recibir órdenes
#[poise::command(prefix_command, slash_command)]
async fn disponible(context: Context<'_>) -> Result<(), Never> {
    answer(
        context,
        Content::For(Permission::SeeEverything),
        change_shift(context, Availability::Available),
    )
    .await
}

const OCUPADO: Record = Record {
    name: "ocupado",
    aliases: &[],
    synonyms: &["descanso", "pausa", "salir", "fuera", "ausente", "desconectado"],
    usage: "ocupado",
    example: "ocupado",
    what: "usted no recibe órdenes; las que no ha pagado pasan a otros",
    who: Who::Only(Permission::CarryOutOrders),
    probe: "",
};

/// Dice que usted no puede pagar ahora; sus órdenes pasan a otros
#[poise::command(prefix_command, slash_command)]
async fn ocupado(context: Context<'_>) -> Result<(), Never> {
    answer(
        context,
        Content::For(Permission::SeeEverything),
        change_shift(context, Availability::Busy),
    )
    .await
}

async fn change_shift(context: Context<'_>, now_is: Availability) -> Outcome {
    let (actor, request) = (actor(context).await?, request(context));
    let desk = &context.data().desk;
    let done = retrying(|| orders::change_shift(desk, &actor, &request, now_is)).await;
    let done = done.map_err(declined("orders.change_shift", view::desk::order_refused))?;
    Ok(Answer::Say(view::cashiers::shift_changed(&done)))
}

const LISTO: Record = Record {
    name: "listo",
    aliases: &[],
    synonyms: &[],
    usage: "listo [n] [referencia]",
    example: "listo 12 004512",
    what: "confirma que usted pagó una orden, con la captura adjunta y la referencia del banco; sin número, la única que tiene",
    who: Who::Only(Permission::CarryOutOrders),
    probe: "999",
};

/// Confirma que pagó una orden: con la captura, todo en un paso
#[poise::command(prefix_command, slash_command)]
async fn listo(
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
        let behind = referencia.clone();
        let Done { order, reference } = Done::read(numero, referencia);
        if reference.as_deref() == Some("") {
            return Err(Declined::because(view::shift::reference_missing()));
        }
        let typed = order.as_deref().map(order_number).transpose()?;
        let (actor, request) = (actor(context).await?, request(context));
        // Nothing of somebody who may not is fetched or kept.
        actor
            .require(Permission::CarryOutOrders)
            .map_err(|no| refuse_order(OrderError::NotAllowed(no)))?;
        let order = match typed {
            Some(order) => order,
            None => only_open(context, &actor, captura.is_some()).await?,
        };
        // An option that is called so is a reference, whatever it looks like.
        if let (Some(typed), poise::Context::Prefix(_)) = (behind, context) {
            refuse_orders(context, &actor, order, &typed).await?;
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

/// The only order that a cashier has open.
async fn only_open(context: Context<'_>, actor: &Actor, has_capture: bool) -> Result<OrderId, Declined> {
    let open = proofs::open_orders(context.data(), actor).await?;
    if open.is_empty() && !has_capture {
        return Err(Declined::because(view::shift::nothing_to_confirm()));
    }
    proofs::only_of(&open)
}

/// What stands behind `!listo`, read.
#[derive(Debug, PartialEq, Eq)]
struct Done {
    order: Option<String>,
    /// Empty where only the word for it was typed.
    reference: Option<String>,
}

/// How people begin a bank's reference.
const REFERENCE: [&str; 2] = ["referencia", "ref"];

impl Done {
    /// `12 ref 004512` as much as `12 004512`; without an order, `ref 004512` and `004512`: no order's number begins with a zero.
    fn read(first: Option<String>, rest: Option<String>) -> Done {
        let rest = rest
            .map(|typed| typed.trim().to_owned())
            .filter(|typed| !typed.is_empty());
        let Some(first) = first else {
            return Done {
                order: None,
                reference: rest,
            };
        };
        let is_reference = after_reference(&first).is_some() || (first.starts_with('0') && rest.is_none());
        if is_reference {
            let whole = rest.map_or_else(|| first.clone(), |rest| format!("{first} {rest}"));
            let reference = after_reference(&whole).map_or_else(|| whole.clone(), str::to_owned);
            return Done {
                order: None,
                reference: Some(reference),
            };
        }
        let reference = rest.map(|rest| after_reference(&rest).map_or_else(|| rest.clone(), str::to_owned));
        Done {
            order: Some(first),
            reference,
        }
    }
}

/// What follows the word for a reference, when the text begins with one.
fn after_reference(typed: &str) -> Option<&str> {
    let lower = typed.to_lowercase();
    let word = REFERENCE.iter().find(|word| lower.starts_with(**word))?;
    let rest = typed.get(word.len()..)?;
    let ends = rest.is_empty() || rest.starts_with(|c: char| !c.is_alphabetic());
    ends.then(|| {
        rest.trim_start_matches(|c: char| c.is_whitespace() || ".:#º°-".contains(c))
            .trim()
    })
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
    if !done.is_reused() {
        return Ok(());
    }
    // The same bytes prove something else: a human looks before money moves.
    let class = reports::orders::class_of_order(&surface.desk, order).await;
    let class = class.map_err(unread("reports.orders"))?.unwrap_or(OrderClass::Other);
    let completing = view::orders::completing(order, class);
    Err(Declined::because(view::proofs::attached(&done, 1, false, completing)))
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

const SIGUIENTE: Record = Record {
    name: "siguiente",
    aliases: &[],
    synonyms: &[],
    usage: "siguiente",
    example: "siguiente",
    what: "muestra otra vez la orden suya que más espera",
    who: Who::Only(Permission::CarryOutOrders),
    probe: "",
};

/// Muestra otra vez la orden suya que más espera
#[poise::command(prefix_command, slash_command)]
async fn siguiente(context: Context<'_>) -> Result<(), Never> {
    let work = async {
        let actor = actor(context).await?;
        let open = proofs::open_orders(context.data(), &actor).await?;
        let Some(oldest) = open.first() else {
            return Ok(Answer::Say(view::shift::nothing_open()));
        };
        let read = async {
            let mut reader = context.data().desk.db.reader().await?;
            reports::orders::order_card(&mut reader, &actor, oldest.order.id).await
        };
        let card = read.await.map_err(declined("reports.orders", view::reads::refused))?;
        let face = view::shift::next(&card, open.len(), context.data().desk.policy.beneficiary);
        Ok(Answer::Face(Box::new(face)))
    };
    answer(context, Content::For(Permission::SeeEverything), work).await
}

const RELEVO: Record = Record {
    name: "relevo",
    aliases: &[],
    synonyms: &[],
    usage: "relevo @cajero",
    example: "relevo @cajero2",
    what: "entrega su turno y sus órdenes sin pagar a otro cajero",
    who: Who::Only(Permission::CarryOutOrders),
    probe: "@invitado",
};

/// Entrega su turno y sus órdenes sin pagar a otro cajero
#[poise::command(prefix_command, slash_command)]
async fn relevo(context: Context<'_>, #[description = "El cajero que sigue"] persona: PersonArg) -> Result<(), Never> {
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
    use super::{Done, numbers_in};
    use crate::ids::OrderId;

    fn read(first: &str, rest: &str) -> (Option<String>, Option<String>) {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let Done { order, reference } = Done::read(some(first), some(rest));
        (order, reference)
    }

    #[test]
    fn the_word_for_a_reference_is_neither_an_order_nor_a_part_of_it() {
        let is = |order: &str, reference: &str| {
            let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            (some(order), some(reference))
        };
        assert_eq!(read("12", "004512"), is("12", "004512"));
        assert_eq!(read("12", "ref 004512"), is("12", "004512"));
        assert_eq!(read("12", "Ref.: 004512"), is("12", "004512"));
        assert_eq!(read("ref", "123"), is("", "123"));
        assert_eq!(read("ref:123", ""), is("", "123"));
        assert_eq!(read("referencia", "00 12"), is("", "00 12"));
        assert_eq!(read("004512", ""), is("", "004512"));
        assert_eq!(read("12", ""), is("12", ""));
        assert_eq!(read("12", "refugio"), is("12", "refugio"));
        assert_eq!(read("ref", ""), (None, Some(String::new())));
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
