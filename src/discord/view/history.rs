//! The history of an order or a batch, step by step. Discord shows the times in each reader's own time zone.

use super::face::Face;
use super::money::{money, price};
use super::nouns::STEPS;
use super::order_lists::received;
use super::orders::{state, step_at, why};
use super::paging::Leaf;
use super::{cash, text, when};
use crate::db::{Paged, Place};
use crate::discord::controls::List;
use crate::domain::flows::batches::BatchState;
use crate::ids::BatchId;
use crate::reports::history::{BatchHappening, BatchHistory, BatchStep};
use crate::reports::orders::OrderCard;

/// How many steps are on a page. Few, because reasons are long.
const PAGE_STEPS: usize = 15;

/// A page of an order's history.
pub(crate) fn of_order(card: &OrderCard, place: Place) -> Face {
    let lines = card.history.iter().map(|step| step_at(card, step, &when::at(step.at)));
    let order = &card.order;
    let head = format!(
        "{}{} · de **{}** · {}",
        received(card.particulars.received(), ""),
        order.total().map_or_else(|_| "?".to_owned(), money),
        text::name(&card.reseller.name),
        cash::state_of(order)
    );
    let title = format!("Historial de la orden {}", order.id);
    page(List::OrderHistory(order.id), title, head, lines.collect(), place)
}

/// A page of a batch's history.
pub(crate) fn of_batch(history: &BatchHistory, place: Place) -> Face {
    let batch = &history.batch;
    let is = match batch.state {
        BatchState::Open => "abierto",
        BatchState::Closed => "cerrado",
    };
    let gain = batch
        .gain
        .map(|gain| match gain.checked_neg() {
            Ok(loss) if loss.is_positive() => format!(" · pérdida {}", money(loss)),
            _ => format!(" · ganancia {}", money(gain)),
        })
        .unwrap_or_default();
    let whose = if batch.is_of_desk() {
        "De la mesa, para sus clientes".to_owned()
    } else {
        format!("De **{}**", text::name(&history.reseller))
    };
    let head = format!(
        "{whose} · {} → {} · {is}{gain}",
        batch.corridor.receive, batch.corridor.send
    );
    let lines = history.steps.iter().map(line).collect();
    let title = format!("Historial del batch {}", batch.id);
    page(List::BatchHistory(batch.id), title, head, lines, place)
}

fn page(list: List, title: String, head: String, lines: Vec<String>, place: Place) -> Face {
    let numbered: Vec<(i64, String)> = (1..).zip(lines).collect();
    let page = &Paged::of_whole(numbered, place, PAGE_STEPS);
    let what = STEPS;
    let leaf = Leaf {
        list,
        title,
        head: format!("{head}\n"),
        page,
        what,
    };
    leaf.face(|(number, _)| *number, |(_, line)| line.clone())
}

fn line(step: &BatchStep) -> String {
    let by = step.actor.as_deref().map_or_else(|| "la mesa".to_owned(), text::name);
    let what = match &step.what {
        BatchHappening::Opened => "batch abierto".to_owned(),
        BatchHappening::OrderMade { order, received, total } => {
            format!("orden **{order}**: {} → {}", money(*received), money(*total))
        }
        BatchHappening::OrderEnded {
            order,
            state: is,
            reason,
        } => {
            let why = reason.as_deref().map(|reason| format!(": {}", why(reason)));
            format!("orden **{order}** {}{}", state(*is), why.unwrap_or_default())
        }
        BatchHappening::Bought(lot) => format!(
            "compra de {} por {}, a {} · n.º {}",
            money(lot.usdt),
            money(lot.bought),
            price(&lot.price.to_exact()),
            lot.id
        ),
        BatchHappening::LotReversed { lot, reason } => {
            format!("compra n.º {lot} deshecha: «{}»", text::plain(reason))
        }
        BatchHappening::Reopened { reason } => format!("batch reabierto: «{}»", text::plain(reason)),
        BatchHappening::Closed => "batch cerrado".to_owned(),
        BatchHappening::EndedEmpty => "batch cerrado, vacío".to_owned(),
        BatchHappening::ClosedUnbought => "batch cerrado sin comprar todo".to_owned(),
    };
    format!("{} — {what} · por {by}", when::at(step.at))
}

pub(crate) fn unknown_batch(batch: BatchId) -> String {
    format!("No hay un batch {batch}. Su número está en el mensaje del batch: `!batch`.")
}

pub(crate) fn batch_of_desk() -> String {
    "Ese batch es de la mesa, para sus clientes. Solo lo ven los cajeros y los admins.".to_owned()
}

pub(crate) fn batch_not_yours() -> String {
    "Ese batch es de otro revendedor. Solo lo ven ese revendedor, los cajeros y los admins.".to_owned()
}

pub(crate) fn of_what(typed: &str) -> String {
    format!(
        "«{}» no es una orden, un batch ni un movimiento. Escriba el número de la orden, como `!historial 12`; el del batch \
         con una b, como `!historial b3`; el de un movimiento con una m, como `!historial m40`.",
        text::plain(&text::clip(typed.trim(), 40))
    )
}
