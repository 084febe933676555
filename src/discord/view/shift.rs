//! Words about a cashier's own work: what is open, in one list, and a shift that goes to somebody else.

use super::cashiers::moved;
use super::face::Face;
use super::money::money;
use super::orders::{self, state};
use super::{text, when};
use crate::domain::desk::BeneficiaryRule;
use crate::domain::orders::Relieved;
use crate::domain::outbox::Shown;
use crate::reports::orders::OrderCard;
use crate::reports::shift::OpenOrder;

/// How many orders stand in the list: with the longest lines a message holds them.
const SHOWN_MAX: usize = 10;
/// How much of a beneficiary stands in a line, in characters: the card has all of it.
const BENEFICIARY_CHARS_MAX: usize = 60;

/// A cashier's open orders, a line each, the oldest first.
pub(crate) fn open(orders: &[OpenOrder]) -> String {
    let lines: Vec<String> = orders.iter().take(SHOWN_MAX).map(line).collect();
    let more = match orders.len().saturating_sub(SHOWN_MAX) {
        0 => String::new(),
        1 => "\n… y 1 más nueva.".to_owned(),
        more => format!("\n… y {more} más nuevas."),
    };
    format!("{}{more}", lines.join("\n"))
}

fn line(open: &OpenOrder) -> String {
    let id = open.order.id;
    let number = match open.card {
        Some(card) => format!("[**{id}**]({})", direct_link(card)),
        None => format!("**{id}**"),
    };
    let whom = open
        .order
        .beneficiary
        .as_deref()
        .map_or_else(|| "sin beneficiario".to_owned(), in_a_line);
    format!(
        "{number} · {} · {whom} · {} · {}",
        money(open.total),
        when::lasted(open.waited_ms),
        state(open.order.state)
    )
}

/// The beginning of a beneficiary, where Discord formats nothing; the card has all of it to be copied.
fn in_a_line(typed: &str) -> String {
    let words = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = text::clip(&words, BENEFICIARY_CHARS_MAX);
    match shown.contains('`') {
        true => text::plain(&shown),
        false => format!("`{shown}`"),
    }
}

/// The way to an order's own message.
pub(crate) fn link(card: Shown) -> String {
    format!(" [Ver la orden]({})", direct_link(card))
}

/// A direct message stands under `@me` for whoever reads it.
fn direct_link(card: Shown) -> String {
    format!("https://discord.com/channels/@me/{}/{}", card.channel, card.message)
}

/// To a cashier who wrote something that is neither a command nor a capture.
pub(crate) fn what_waits(orders: &[OpenOrder]) -> String {
    format!(
        "Sus órdenes abiertas:\n{}\nResponda al mensaje de la orden con la **captura** y pulse **Listo**, o todo en un paso: \
         `/listo`. La más antigua otra vez: `!siguiente`.",
        open(orders)
    )
}

/// Which of several orders a capture or **Listo** is for.
pub(crate) fn which(orders: &[OpenOrder]) -> String {
    format!(
        "Tiene varias órdenes abiertas; diga cuál:\n{}\nResponda con la captura al mensaje de la orden que pagó, o `!listo <n>` con \
         la captura adjunta; sin ella si ya la envió.",
        open(orders)
    )
}

/// To a cashier who confirms without a capture.
pub(crate) fn nothing_to_confirm() -> String {
    "No tiene órdenes abiertas: no hay nada que confirmar. Si quiere pagar una, pulse **Tomar** en el canal de pendientes; lo que \
     espera lo dice `!cola`."
        .to_owned()
}

pub(crate) fn reference_missing() -> String {
    "Falta la referencia: escríbala detrás, con la captura en el mismo mensaje: `!listo <n> 004512`. Sin referencia: `!listo <n>`."
        .to_owned()
}

pub(crate) fn nothing_open() -> String {
    "No tiene órdenes abiertas. Lo que espera en la mesa lo dice `!cola`.".to_owned()
}

/// The oldest of a cashier's open orders, as its message shows it. `open`: how many they have.
pub(crate) fn next(card: &OrderCard, open: usize, rule: BeneficiaryRule) -> Face {
    let mut face = orders::for_cashier(card, rule);
    face.content = match open {
        1 => format!("{} Es la única que tiene abierta.", face.content),
        open => format!("{} Es la más antigua de {open}.", face.content),
    };
    face
}

/// A reference stands with a capture.
pub(crate) fn reference_without_capture() -> String {
    "La referencia se guarda con la captura: adjúntela al mismo mensaje, `!listo <n> <referencia>`. Sin referencia, `!listo <n>` \
     confirma con la captura que ya envió."
        .to_owned()
}

pub(crate) fn reference_too_long(max: usize, given: usize) -> String {
    format!("La referencia tiene {given} caracteres y caben {max}: escriba solo la del banco. La captura no se guardó.")
}

/// Nobody follows themselves.
pub(crate) fn by_oneself() -> String {
    "Un turno se entrega a otro cajero: `!relevo @cajero`. Si nadie lo sigue, `!ocupado` reparte sus órdenes."
        .to_owned()
}

/// To the cashier who gave their shift away.
pub(crate) fn relieved(done: &Relieved) -> String {
    let to = text::name(&done.to);
    let busy = match done.is_busy {
        true => format!(" Ojo: **{to}** está en pausa; avísele."),
        false => String::new(),
    };
    format!(
        "Su turno queda en manos de **{to}**, a quien avisé, y usted no recibe órdenes nuevas. {}{busy} Para volver: `!disponible`.",
        moved(&done.reassigned)
    )
}

/// To the cashier who follows.
pub(crate) fn handed_over(from: &str, orders: &[OpenOrder]) -> String {
    let from = text::name(from);
    match orders {
        [] => format!("🔄 **{from}** le entregó su turno. No quedó ninguna orden para usted."),
        orders => format!(
            "🔄 **{from}** le entregó su turno. Esto espera ahora su pago:\n{}\nCada una le llegó en un mensaje aparte; la más antigua \
             otra vez: `!siguiente`.",
            open(orders)
        ),
    }
}
