//! Looking things up: lists of orders, histories.

use super::asked::{actor, member};
use super::group::Group;
use crate::db::Place;
use crate::discord::answer::{Answer, Declined, Outcome, answer, declined};
use crate::discord::args::{CountArg, PersonArg, WordArg};
use crate::discord::content::Content;
use crate::discord::controls::{List, OrderList};
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, pages, view};
use crate::domain::orders::Which;
use crate::domain::people::members::{Actor, Permission};
use crate::ids::{BatchId, JournalId, MemberId, OrderId};
use crate::reports;

pub(super) const COMMANDS: Group = Group {
    records: &[TRANSACCIONES, PENDIENTES, CANCELADAS, HISTORIAL],
    functions: &[transacciones, pendientes, canceladas, historial],
};

const TRANSACCIONES: Record = Record {
    name: "transacciones",
    aliases: &[],
    synonyms: &["ordenes", "mias", "lista-ordenes"],
    usage: "transacciones [n] [estado] [@persona]",
    example: "transacciones 10 completada",
    what: "sus órdenes, `n` por página",
    who: Who::Only(Permission::SeeOwn),
    probe: "5",
};

/// Muestra sus órdenes, página por página
#[poise::command(prefix_command, slash_command)]
async fn transacciones(
    context: Context<'_>,
    #[description = "Cuántas por página: 1 a 25"] n: Option<CountArg>,
    #[description = "pendiente, asignada, procesando, completada, cancelada, rechazada, revertida…"] estado: Option<
        WordArg,
    >,
    #[description = "De quién; solo para superusuarios"] persona: Option<PersonArg>,
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
    answer(context, Content::Own, work).await
}

const PENDIENTES: Record = Record {
    name: "pendientes",
    aliases: &[],
    synonyms: &[],
    usage: "pendientes [@persona]",
    example: "pendientes",
    what: "sus órdenes sin terminar",
    who: Who::Only(Permission::SeeOwn),
    probe: "",
};

/// Muestra sus órdenes sin terminar
#[poise::command(prefix_command, slash_command)]
async fn pendientes(
    context: Context<'_>,
    #[description = "De quién; solo para superusuarios"] persona: Option<PersonArg>,
) -> Result<(), Never> {
    answer(
        context,
        Content::Own,
        list_orders(context, Which::Open, OrderList::PAGE_ROWS, persona),
    )
    .await
}

const CANCELADAS: Record = Record {
    name: "canceladas",
    aliases: &[],
    synonyms: &[],
    usage: "canceladas [@persona]",
    example: "canceladas",
    what: "sus órdenes canceladas o rechazadas",
    who: Who::Only(Permission::SeeOwn),
    probe: "",
};

/// Muestra sus órdenes canceladas o rechazadas
#[poise::command(prefix_command, slash_command)]
async fn canceladas(
    context: Context<'_>,
    #[description = "De quién; solo para superusuarios"] persona: Option<PersonArg>,
) -> Result<(), Never> {
    answer(
        context,
        Content::Own,
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

async fn list_orders(context: Context<'_>, which: Which, page_rows: u8, of: Option<PersonArg>) -> Outcome {
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
    let page = pages::page(context.data(), &actor, list, Place::First).await?;
    Ok(page.answer())
}

/// Somebody else, or oneself. Who may not look at others is told so whoever they name.
pub(super) async fn named(context: Context<'_>, actor: &Actor, somebody: PersonArg) -> Result<MemberId, Declined> {
    match member(context, actor, &somebody).await {
        Ok(found) => Ok(found),
        Err(unfound) => {
            reports::own::allow_others(actor).map_err(declined("reports.own", view::reads::refused))?;
            Err(unfound)
        }
    }
}

const HISTORIAL: Record = Record {
    name: "historial",
    aliases: &[],
    synonyms: &["historia", "log", "bitacora"],
    usage: "historial <orden, batch o movimiento>",
    example: "historial b3",
    what: "qué pasó con una orden (`12`), un batch (`b3`) o un movimiento (`m40`), quién y cuándo",
    who: Who::ShownTo(Permission::SeeOwn),
    probe: "999",
};

/// Muestra qué pasó con una orden, un batch o un movimiento
#[poise::command(prefix_command, slash_command)]
async fn historial(
    context: Context<'_>,
    #[description = "Una orden: 12, un batch: b3, o un movimiento: m40"]
    #[rest]
    cual: String,
) -> Result<(), Never> {
    let work = async {
        if let Some(journal) = movement_of(&cual) {
            return posting_history(context, journal).await;
        }
        let list = history_of(&cual).ok_or_else(|| Declined::because(view::history::of_what(&cual)))?;
        show_first(context, list).await
    };
    answer(context, Content::For(Permission::SeeEverything), work).await
}

/// `m40`, `movimiento 40` and `movimiento #40` are movements.
pub(super) fn movement_of(typed: &str) -> Option<JournalId> {
    let typed = typed.trim().to_lowercase();
    let digits = typed.strip_prefix("movimiento").or_else(|| typed.strip_prefix('m'))?;
    let number = digits.trim().trim_start_matches('#').parse::<i64>().ok()?;
    (0 < number).then(|| JournalId::new(number))
}

async fn posting_history(context: Context<'_>, journal: JournalId) -> Outcome {
    let actor = actor(context).await?;
    let read = async {
        let mut reader = context.data().desk.db.reader().await?;
        reports::postings::posting_history(&mut reader, &actor, journal).await
    };
    let found = read.await.map_err(declined("reports.postings", view::reads::refused))?;
    Ok(Answer::Show(Box::new(view::undoing::history(&found))))
}

/// `12` and `#12` are orders; `b3`, `batch 3` and `batch #3` are batches.
fn history_of(typed: &str) -> Option<List> {
    let typed = typed.trim().to_lowercase();
    let batch = typed.strip_prefix("batch").or_else(|| typed.strip_prefix('b'));
    let digits = batch.unwrap_or(&typed).trim().trim_start_matches('#');
    let number = digits.parse::<i64>().ok().filter(|number| 0 < *number)?;
    Some(match batch {
        Some(_) => List::BatchHistory(BatchId::new(number)),
        None => List::OrderHistory(OrderId::new(number)),
    })
}

pub(super) async fn show_first(context: Context<'_>, list: List) -> Outcome {
    let actor = actor(context).await?;
    let page = pages::page(context.data(), &actor, list, Place::First).await?;
    Ok(page.answer())
}

#[cfg(test)]
mod tests {
    use super::history_of;
    use crate::discord::controls::List;
    use crate::ids::{BatchId, OrderId};

    #[test]
    fn a_number_is_an_order_and_with_a_b_a_batch() {
        assert_eq!(history_of(" #12"), Some(List::OrderHistory(OrderId::new(12))));
        for typed in ["b3", "B3", "batch 3", "Batch #3", "batch3"] {
            assert_eq!(history_of(typed), Some(List::BatchHistory(BatchId::new(3))), "{typed}");
        }
        for typed in ["", "b", "x3", "0", "b0", "-1", "batch b3"] {
            assert_eq!(history_of(typed), None, "{typed}");
        }
    }
}
