//! Looking things up: lists of orders.

use super::{actor, member};
use crate::db::Place;
use crate::discord::answer::{Answer, Declined, Outcome, answer};
use crate::discord::args::{CountArg, SomebodyArg, WordArg};
use crate::discord::buttons::{List, OrderList};
use crate::discord::{Context, Never, pages, view};
use crate::domain::members::{Actor, Permission};
use crate::domain::orders::Which;
use crate::ids::MemberId;

/// Muestra sus órdenes, página por página
#[poise::command(prefix_command, slash_command)]
pub(super) async fn transacciones(
    context: Context<'_>,
    #[description = "Cuántas por página: 1 a 25"] n: Option<CountArg>,
    #[description = "pendiente, asignada, procesando, completada, cancelada, rechazada, revertida…"] estado: Option<
        WordArg,
    >,
    #[description = "De quién; solo para superusuarios"] persona: Option<SomebodyArg>,
) -> Result<(), Never> {
    let work = async {
        let page_rows = n.map_or(Ok(OrderList::PAGE_ROWS), |CountArg(typed)| page_rows(&typed))?;
        let which = match estado {
            None => Which::All,
            Some(WordArg(typed)) => view::order_lists::which_named(&typed)
                .ok_or_else(|| Declined::because(view::order_lists::unknown_state(&typed)))?,
        };
        list_orders(context, which, page_rows, persona).await
    };
    answer(context, work).await
}

/// Muestra sus órdenes sin terminar
#[poise::command(prefix_command, slash_command)]
pub(super) async fn pendientes(
    context: Context<'_>,
    #[description = "De quién; solo para superusuarios"] persona: Option<SomebodyArg>,
) -> Result<(), Never> {
    answer(
        context,
        list_orders(context, Which::Open, OrderList::PAGE_ROWS, persona),
    )
    .await
}

/// Muestra sus órdenes canceladas o rechazadas
#[poise::command(prefix_command, slash_command)]
pub(super) async fn canceladas(
    context: Context<'_>,
    #[description = "De quién; solo para superusuarios"] persona: Option<SomebodyArg>,
) -> Result<(), Never> {
    answer(
        context,
        list_orders(context, Which::Stopped, OrderList::PAGE_ROWS, persona),
    )
    .await
}

fn page_rows(typed: &str) -> Result<u8, Declined> {
    match typed.parse::<u8>() {
        Ok(rows) if (1..=OrderList::PAGE_ROWS_MAX).contains(&rows) => Ok(rows),
        _ => Err(Declined::because(view::order_lists::bad_count(typed))),
    }
}

async fn list_orders(context: Context<'_>, which: Which, page_rows: u8, of: Option<SomebodyArg>) -> Outcome {
    let actor = actor(context).await?;
    let whose = match of {
        Some(somebody) => Some(named(context, &actor, somebody).await?),
        None if actor.may(Permission::ListEverything) => None,
        None => Some(actor.member),
    };
    let list = List::Orders(OrderList {
        whose,
        which,
        page_rows,
    });
    let face = pages::page(context.data(), &actor, list, Place::First).await?;
    Ok(Answer::Face(Box::new(face)))
}

/// Somebody else, or oneself. Who may not look at others is told so before anybody is looked for.
async fn named(context: Context<'_>, actor: &Actor, somebody: SomebodyArg) -> Result<MemberId, Declined> {
    match somebody {
        SomebodyArg::Found(user) if user == *context.author() => Ok(actor.member),
        SomebodyArg::Found(user) => {
            pages::require_others(actor)?;
            member(context, &user).await
        }
        SomebodyArg::NotFound(error, typed) => {
            Err(Declined::because(view::arguments::bad_argument(error, Some(&typed))))
        }
    }
}
