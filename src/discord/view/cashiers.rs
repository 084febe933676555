//! Words about cashiers' availability, and about the queue.

use poise::serenity_prelude::CreateEmbed;

use super::desk::{complete_refused, order_refused};
use super::money::money;
use super::nouns::{OPEN_ORDERS, ORDERS, agreeing, counted};
use super::refusals::not_allowed;
use super::{COLOUR_OPEN, COLOUR_WAITING, FAULT, OTHER_INPUT, cash, text, when};
use crate::domain::orders::{
    CompleteError, Given, HandedOver, OrderConfirmed, OrderError, OrderState, Reassigned, ShiftChanged,
};
use crate::domain::people::members::Availability;
use crate::ids::OrderId;
use crate::reports::queue::{OnDuty, Queue, QueuedOrder};

/// How many orders `!cola` shows. With the longest names, this many lines still fit into an embed.
pub(crate) const QUEUE_MAX: i64 = 20;
/// How many available and how many paused cashiers it shows.
const CASHIERS_MAX: usize = 10;
/// How many order numbers are named in one sentence.
const NUMBERS_MAX: usize = 20;

pub(crate) fn shift_changed(done: &ShiftChanged) -> String {
    match done {
        ShiftChanged::Available { before, taken } => {
            let first = match before {
                Availability::Available => "Ya estaba **disponible** y recibe órdenes.",
                Availability::Busy => "Está **disponible** y recibe órdenes.",
            };
            let then = match taken.as_slice() {
                [] => "Ahora no espera ninguna que usted pueda pagar.".to_owned(),
                [one] => format!("La orden **{one}** esperaba y ahora es suya; la tiene por mensaje directo."),
                several => format!(
                    "{} órdenes esperaban y ahora son suyas: {}. Las tiene por mensaje directo.",
                    several.len(),
                    numbers(several)
                ),
            };
            format!("{first} {then} Para descansar: `!ocupado`.")
        }
        ShiftChanged::Busy { before, reassigned } => {
            let first = match before {
                Availability::Available => "Está **en pausa** y no recibe órdenes nuevas.",
                Availability::Busy => "Ya estaba **en pausa** y no recibe órdenes nuevas.",
            };
            format!("{first} {} Para volver: `!disponible`.", moved(reassigned))
        }
    }
}

/// What happened to a cashier's orders, told to them.
pub(super) fn moved(done: &Reassigned) -> String {
    let mut told = Vec::new();
    match done.given.as_slice() {
        [] => {}
        [one] => told.push(format!(
            "La orden **{}** la tiene ahora **{}**: no la pague ni la confirme.",
            one.order,
            text::name(&one.to)
        )),
        several => told.push(format!(
            "{} órdenes tienen otro cajero: {}. No las pague ni las confirme.",
            several.len(),
            given(several)
        )),
    }
    match done.waiting.as_slice() {
        [] => {}
        [one] => told.push(format!(
            "La orden **{one}** espera a otro cajero: no la pague ni la confirme."
        )),
        several => told.push(format!(
            "{} órdenes esperan a otro cajero: {}. No las pague ni las confirme.",
            several.len(),
            numbers(several)
        )),
    }
    match done.kept.as_slice() {
        [] => {}
        [one] => told.push(format!(
            "La orden **{one}** sigue siendo suya, porque ya la está pagando: confírmela con **Listo**; un giro, con **Ejecutar**."
        )),
        several => told.push(format!(
            "{} órdenes siguen siendo suyas, porque ya las está pagando: {}. Confírmelas con **Listo**; un giro, con **Ejecutar**.",
            several.len(),
            numbers(several)
        )),
    }
    if told.is_empty() {
        told.push("No tenía órdenes abiertas.".to_owned());
    }
    told.join(" ")
}

/// What happened to a cashier's orders, told to the person who ended their work; empty if there were none.
pub(crate) fn moved_of_another(done: &Reassigned) -> String {
    let mut told = String::new();
    if !done.given.is_empty() {
        let what = agreeing(done.given.len(), "Su orden tiene", "Sus órdenes tienen");
        told.push_str(&format!(" {what} otro cajero: {}.", given(&done.given)));
    }
    if !done.waiting.is_empty() {
        let what = agreeing(done.waiting.len(), "Espera", "Esperan");
        told.push_str(&format!(" {what} cajero: {}.", numbers(&done.waiting)));
    }
    if let Some(first) = done.kept.first() {
        told.push_str(&format!(
            " Ya en pago, y por eso {} todavía: {}. {} confirma con **Listo** (un giro, con **Ejecutar**), o usted con `!confirmar {first}`.",
            agreeing(done.kept.len(), "suya", "suyas"),
            numbers(&done.kept),
            agreeing(done.kept.len(), "La", "Las")
        ));
    }
    told
}

fn given(orders: &[Given]) -> String {
    let one = |given: &Given| format!("**{}** ({})", given.order, text::name(&given.to));
    bounded(orders.iter().map(one))
}

fn numbers(orders: &[OrderId]) -> String {
    bounded(orders.iter().map(|order| format!("**{order}**")))
}

fn bounded(items: impl ExactSizeIterator<Item = String>) -> String {
    let more = items.len().saturating_sub(NUMBERS_MAX);
    let mut shown: Vec<String> = items.take(NUMBERS_MAX).collect();
    if 0 < more {
        shown.push(format!("{more} más"));
    }
    text::listed(&shown, "y")
}

pub(crate) fn handed_over(done: &HandedOver) -> String {
    let before = match &done.before {
        Some(before) => format!(" (la tenía **{}**, a quien avisé)", text::name(before)),
        None => String::new(),
    };
    let busy = if done.is_busy { " Ojo: está en pausa." } else { "" };
    format!(
        "La orden **{}** es ahora de **{}**{before}. Le llegó por mensaje directo.{busy}",
        done.order,
        text::name(&done.to)
    )
}

pub(crate) fn confirmed(done: &OrderConfirmed) -> String {
    let moved = if done.completed.received {
        "entraron a"
    } else {
        "salieron de"
    };
    format!(
        "Orden **{}** confirmada: {} {moved} la cuenta de **{}**, a quien avisé.",
        done.completed.order,
        money(done.completed.total),
        text::name(&done.cashier)
    )
}

/// To a superuser, about somebody else's order and account.
pub(crate) fn confirm_refused(error: &CompleteError) -> String {
    match error {
        CompleteError::NotAllowed(no) => not_allowed(*no),
        CompleteError::Order(OrderError::WrongState {
            order,
            state: OrderState::Completed,
        }) => format!("La orden **{order}** ya está confirmada. No hay nada más que hacer."),
        CompleteError::Order(error) => order_refused(error),
        CompleteError::NoCapture(order) => format!(
            "La orden **{order}** no tiene captura: nadie mostró que la pagó. Désela a otro cajero con \
             `!asignar {order} @cajero`, o cancélela con `!cancelar {order}`."
        ),
        CompleteError::InsufficientFunds {
            order,
            needed,
            available,
        } => match available {
            Some(available) => format!(
                "La orden **{order}** necesita {}, y la cuenta de su cajero con más disponible tiene {}. Cuando tenga \
                 saldo, escriba otra vez `!confirmar {order}`.",
                money(*needed),
                money(*available)
            ),
            None => format!(
                "La orden **{order}** necesita {}, y su cajero ya no tiene una cuenta en esa moneda. Ábrasela con \
                 `!cuenta crear @… {} …` y escriba otra vez `!confirmar {order}`.",
                money(*needed),
                needed.currency()
            ),
        },
        CompleteError::Repeated { .. }
        | CompleteError::ChooseAccount { .. }
        | CompleteError::CannotPay { .. }
        | CompleteError::BatchClosed(_)
        | CompleteError::Books(_) => complete_refused(error),
        CompleteError::OtherInput(_) => OTHER_INPUT.to_owned(),
        CompleteError::Db(_) => FAULT.to_owned(),
    }
}

/// The orders in the queue, and the cashiers who could pay them.
pub(crate) fn queue(queue: &Queue) -> CreateEmbed {
    let (free, busy): (Vec<&OnDuty>, Vec<&OnDuty>) = queue.cashiers.iter().partition(|on| on.cashier.available);
    let lines: Vec<String> = queue.orders.iter().map(line).collect();
    let (colour, what) = if lines.is_empty() {
        (COLOUR_OPEN, "No espera ninguna orden.".to_owned())
    } else {
        (COLOUR_WAITING, lines.join("\n"))
    };
    let mut embed = CreateEmbed::new()
        .title(format!("Cola · {}", counted(queue.open, OPEN_ORDERS)))
        .colour(colour)
        .description(text::clip(&what, text::DESCRIPTION_CHARS_MAX))
        .field("Disponibles", people(&free, on_duty), false);
    if !busy.is_empty() {
        let name = |on: &OnDuty| text::name(&on.cashier.name);
        embed = embed.field("En pausa", people(&busy, name), false);
    }
    let shown = i64::try_from(queue.orders.len()).unwrap_or(i64::MAX);
    if shown < queue.open {
        embed = embed.field("Y más", format!("{} que llegaron después", queue.open - shown), false);
    }
    embed
}

fn line(queued: &QueuedOrder) -> String {
    let cashier = queued
        .cashier
        .as_deref()
        .map(|name| format!(" · {}", text::name(name)))
        .unwrap_or_default();
    let kind = cash::kind_of(&queued.order)
        .map(|kind| format!("{kind} · "))
        .unwrap_or_default();
    format!(
        "**{}** · {kind}{} · {}{cashier} · {}",
        queued.order.id,
        money(queued.total),
        cash::state_of(&queued.order),
        when::lasted(queued.waited_ms)
    )
}

fn on_duty(on: &OnDuty) -> String {
    let free: Vec<String> = on.free.iter().map(|free| money(*free)).collect();
    let free = if free.is_empty() {
        "sin cuenta de pago".to_owned()
    } else {
        format!("{} libres", text::listed(&free, "y"))
    };
    let open = counted(on.open_orders, ORDERS);
    format!("{} — {free} · {open}", text::name(&on.cashier.name))
}

fn people(all: &[&OnDuty], shown: impl Fn(&OnDuty) -> String) -> String {
    if all.is_empty() {
        return "Nadie. Un cajero vuelve con `!disponible`.".to_owned();
    }
    let mut lines: Vec<String> = all.iter().take(CASHIERS_MAX).map(|on| shown(on)).collect();
    let more = all.len().saturating_sub(CASHIERS_MAX);
    if 0 < more {
        lines.push(format!("y {more} más"));
    }
    text::clip(&lines.join("\n"), text::FIELD_CHARS_MAX)
}
