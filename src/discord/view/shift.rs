//! Words about a cashier's own work: the list of open orders, and handing over a shift.

use super::cashiers::moved;
use super::face::Face;
use super::money::money;
use super::nouns::agreeing;
use super::orders;
use super::{cash, text, when};
use crate::domain::kernel::desk::BeneficiaryRule;
use crate::domain::kernel::outbox::Shown;
use crate::domain::orders::{REFERENCE_DIGITS_MIN, Relieved};
use crate::ids::OrderId;
use crate::reports::orders::OrderCard;
use crate::reports::shift::{OpenOrder, ToChoose};

/// How many orders the list shows. Even with the longest lines, this many fit into a message.
const SHOWN_MAX: usize = 10;
/// The maximum length of a choice, in characters.
const CHOICE_CHARS_MAX: usize = 100;

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
    let whom = open.order.beneficiary.as_deref().map_or_else(
        || cash::kind_of(&open.order).unwrap_or("sin beneficiario").to_owned(),
        text::in_a_line,
    );
    format!(
        "{number} · {} · {whom} · {} · {}",
        money(open.total),
        when::lasted(open.waited_ms),
        cash::state_of(&open.order)
    )
}

/// A choice in the list that Discord shows while a number is typed. Plain text, because Discord does not format it.
pub(crate) fn choice(open: &ToChoose) -> String {
    let kind = cash::kind_of(&open.order).unwrap_or("sin beneficiario");
    let whom = open.order.beneficiary.as_deref().unwrap_or(kind);
    let whom = whom.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = format!("{} · {} · {whom}", open.order.id, money(open.total));
    text::clip(&line, CHOICE_CHARS_MAX)
}

/// A link to an order's own message.
pub(crate) fn link(card: Shown) -> String {
    format!(" [Ver la orden]({})", direct_link(card))
}

/// In a link, direct messages are under `@me` for their reader.
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

/// Asks for which of several orders a capture or **Listo** is.
pub(crate) fn which(orders: &[OpenOrder]) -> String {
    format!(
        "Tiene varias órdenes abiertas; diga cuál:\n{}\nResponda con la captura al mensaje de la orden que pagó, o `!listo <n>` con \
         la captura adjunta; sin ella si ya la envió.",
        open(orders)
    )
}

/// To a cashier who confirms without having an open order.
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

/// The oldest of a cashier's open orders, as its message shows it. `open`: how many open orders they have.
pub(crate) fn next(card: &OrderCard, open: usize, rule: BeneficiaryRule) -> Face {
    let mut face = orders::for_cashier(card, rule);
    face.content = match open {
        1 => format!("{} Es la única que tiene abierta.", face.content),
        open => format!("{} Es la más antigua de {open}.", face.content),
    };
    face
}

/// A reference is stored together with a capture.
pub(crate) fn reference_without_capture() -> String {
    "La referencia se guarda con la captura: adjúntela al mismo mensaje, `!listo <n> <referencia>`. Sin referencia, `!listo <n>` \
     confirma con la captura que ya envió."
        .to_owned()
}

/// Numbers of orders were typed where a reference belongs.
pub(crate) fn several_orders(order: OrderId, others: &[OrderId]) -> String {
    let lines: Vec<String> = [order]
        .iter()
        .chain(others)
        .map(|order| format!("`!listo {order}`"))
        .collect();
    // A number this short cannot be a reference.
    let as_reference = others
        .first()
        .filter(|first| REFERENCE_DIGITS_MIN <= first.to_string().len())
        .map(|first| format!(" Si era la referencia del banco: `!listo {order} ref {first}`."))
        .unwrap_or_default();
    format!(
        "No confirmé nada: {} también {} de {} suyas abiertas. Para varias, una línea por orden, cada una con su captura ya enviada: {}.{as_reference}",
        text::listed(
            &others.iter().map(|other| format!("**{other}**")).collect::<Vec<_>>(),
            "y"
        ),
        agreeing(others.len(), "es el número", "son los números"),
        agreeing(others.len(), "una de las órdenes", "órdenes"),
        text::listed(&lines, "y")
    )
}

pub(crate) fn reference_too_long(max: usize, given: usize) -> String {
    format!("La referencia tiene {given} caracteres y caben {max}: escriba solo la del banco. La captura no se guardó.")
}

/// Words were typed where the bank's reference belongs.
pub(crate) fn no_reference(order: OrderId, typed: &str, min: usize) -> String {
    format!(
        "«{}» no es la referencia del banco: tiene al menos {min} cifras. No confirmé nada ni guardé la captura. Envíela otra vez con \
         `!listo {order} 004512`, o sin referencia: `!listo {order}`.",
        text::plain(&text::clip(typed, 40))
    )
}

/// A shift cannot be handed over to oneself.
pub(crate) fn by_oneself() -> String {
    "Un turno se entrega a otro cajero: `!relevo @cajero`. Si nadie lo sigue, `!ocupado` reparte sus órdenes."
        .to_owned()
}

/// To the cashier who handed over their shift.
pub(crate) fn relieved(done: &Relieved) -> String {
    let to = text::name(&done.to);
    let busy = match done.is_busy {
        true => format!(" Ojo: **{to}** está en pausa y no recibe órdenes nuevas hasta que escriba `!disponible`."),
        false => String::new(),
    };
    let waits = match done.reassigned.waiting.len() {
        0 => String::new(),
        waiting => format!(
            " {} ni las cuentas de **{to}** ni las de otro cajero disponible tienen saldo para {}. Ya lo saben la mesa y **{to}**; \
             en cuanto alguien lo tenga, le llega: un admin lo suma con `!depositar`, o un cajero en pausa que lo tenga escribe \
             `!disponible`.",
            agreeing(waiting, "Espera porque", "Esperan porque"),
            agreeing(waiting, "ella", "ellas")
        ),
    };
    format!(
        "Su turno queda en manos de **{to}**, a quien avisé, y usted no recibe órdenes nuevas. {}{waits}{busy} Para volver: `!disponible`.",
        moved(&done.reassigned)
    )
}

/// A shift that was handed over.
pub(crate) struct HandedShift<'a> {
    pub(crate) from: &'a str,
    /// The orders that are theirs now.
    pub(crate) orders: &'a [OpenOrder],
    /// The orders that nobody can pay yet.
    pub(crate) waiting: &'a [OpenOrder],
    /// Whether they are set to busy.
    pub(crate) is_busy: bool,
}

/// To the cashier who takes over.
pub(crate) fn handed_over(shift: &HandedShift<'_>) -> String {
    let from = text::name(shift.from);
    let begin = format!("🔄 **{from}** le entregó su turno.");
    let yours = match (shift.orders, shift.waiting) {
        ([], []) => " No quedó ninguna orden para usted.".to_owned(),
        ([], _) => String::new(),
        (orders, _) => format!(
            " Esto espera ahora su pago:\n{}\nCada una le llegó en un mensaje aparte; la más antigua otra vez: `!siguiente`.",
            open(orders)
        ),
    };
    let waiting = match shift.waiting {
        [] => String::new(),
        waiting => format!(
            "\n⏳ Esto espera en la cola, porque ni sus cuentas ni las de otro cajero disponible tienen saldo para pagarlo:\n{}\nCon saldo \
             nuevo (un admin lo anota con `!depositar`) le llega a quien lo tenga y esté disponible.",
            open(waiting)
        ),
    };
    let busy = match shift.is_busy {
        true => "\nUsted está en pausa: para recibir órdenes, `!disponible`.",
        false => "",
    };
    format!("{begin}{yours}{waiting}{busy}")
}
