//! Lists of orders.

use poise::serenity_prelude::{CreateEmbed, CreateEmbedFooter, GuildId};

use super::face::Face;
use super::money::money;
use super::nouns::{ORDERS, counted};
use super::orders::state;
use super::paging::Leaf;
use super::{COLOUR_OPEN, cash, text, when};
use crate::discord::controls::{List, OrderList};
use crate::domain::kernel::money::Money;
use crate::domain::orders::{Order, OrderState, Which};
use crate::reports::lists::{ListedOrder, Names, OrdersPage, Totals};
use crate::reports::search::FoundOrders;

/// How many characters of a name are shown in a line.
const NAME_CHARS_MAX: usize = 24;
/// How many characters of what was looked for are shown.
const SOUGHT_CHARS_MAX: usize = 60;

/// A page of orders.
pub(crate) fn page(list: OrderList, found: &OrdersPage, guild: GuildId) -> Face {
    if found.page.rows.is_empty() {
        return Face::new(nothing(list.which));
    }
    let of = found.of.as_deref();
    let of = of.map_or_else(|| "de todos".to_owned(), |name| format!("de {}", text::name(name)));
    let leaf = Leaf {
        list: List::Orders(list),
        title: format!("{} {of}", title(list.which)),
        head: format!("{}\n", totals(list.which, &found.totals)),
        page: &found.page,
        what: ORDERS,
    };
    leaf.face(
        |listed| listed.order.id.get(),
        |listed| line(listed, &found.names, guild),
    )
}

/// What was paid, what is open, and how many orders are in neither sum.
fn totals(which: Which, totals: &Totals) -> String {
    let paid = totals.paid.iter().map(|total| match total.received {
        Some(_) => format!(
            "**{}**: {}{} con comisión",
            orders(total.orders, "pagada"),
            received(total.received, "recibidos "),
            money(total.sent)
        ),
        None => format!(
            "**{}**: {} en depósitos y retiros",
            orders(total.orders, "completada"),
            money(total.sent)
        ),
    });
    let open = totals.open.iter().map(|total| match total.received {
        Some(_) => format!(
            "**{}**: {}{} por pagar",
            orders(total.orders, "abierta"),
            received(total.received, ""),
            money(total.sent)
        ),
        None => format!(
            "**{}**: {} en depósitos y retiros",
            orders(total.orders, "abierta"),
            money(total.sent)
        ),
    });
    let mut lines: Vec<String> = paid.chain(open).collect();
    let stopped: Vec<String> = totals
        .not_counted
        .iter()
        .map(|(of, orders)| format!("{orders} {}", several(state(*of), *orders)))
        .collect();
    let stopped = text::listed(&stopped, "y");
    if !stopped.is_empty() {
        // A list that consists only of these leaves nothing out.
        lines.push(match (which, lines.is_empty()) {
            (Which::Stopped | Which::In(_), true) => stopped,
            (Which::All | Which::Open, _) | (Which::Stopped | Which::In(_), false) => format!("Sin contar: {stopped}"),
        });
    }
    lines.join("\n")
}

/// What came in, and an arrow to what goes out; nothing where nothing comes in.
pub(super) fn received(received: Option<Money>, word: &str) -> String {
    received.map_or_else(String::new, |received| format!("{} {word}→ ", money(received)))
}

fn orders(number: i64, which: &str) -> String {
    format!("{} {}", counted(number, ORDERS), several(which, number))
}

/// `cancelada por el cajero`, `canceladas por el cajero`: the first word has the number.
fn several(words: &str, number: i64) -> String {
    if number == 1 {
        return words.to_owned();
    }
    match words.split_once(' ') {
        Some((first, rest)) => format!("{first}s {rest}"),
        None => format!("{words}s"),
    }
}

/// What was found, or what to type instead.
pub(crate) fn found(found: &FoundOrders, sought: &str, guild: GuildId) -> Face {
    let sought = text::plain(&text::clip(sought, SOUGHT_CHARS_MAX));
    if found.orders.is_empty() {
        return Face::new(format!(
            "Ninguna orden tiene «{sought}». Se busca por beneficiario, referencia, monto, día, estado o persona; con menos \
             palabras se encuentra más: `!buscar ana`, `!buscar 902,70 ayer`, `!buscar pendiente @cajero1`."
        ));
    }
    let mut lines: Vec<String> = Vec::new();
    let mut room = text::DESCRIPTION_CHARS_MAX - 200;
    for listed in &found.orders {
        let line = line(listed, &found.names, guild);
        match room.checked_sub(line.chars().count() + 1) {
            Some(left) => room = left,
            None => break,
        }
        lines.push(line);
    }
    let shown = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    if found.is_cut || lines.len() < found.orders.len() {
        lines.push("\nHay más. Escriba algo más para ver menos: un día, un estado, un nombre.".to_owned());
    }
    let embed = CreateEmbed::new()
        .title(text::clip(&format!("Órdenes con «{sought}»"), 256))
        .colour(COLOUR_OPEN)
        .description(lines.join("\n"))
        .footer(CreateEmbedFooter::new(counted(shown, ORDERS)));
    Face::of_embed(embed)
}

/// A link to the message in which an order was typed; nothing for one that came another way.
fn link(order: &Order, guild: GuildId) -> String {
    let typed = order.source_channel.zip(order.source_message);
    typed.map_or_else(String::new, |(channel, message)| {
        format!(" · [ver](https://discord.com/channels/{guild}/{channel}/{message})")
    })
}

fn line(listed: &ListedOrder, names: &Names, guild: GuildId) -> String {
    let order = &listed.order;
    let name = |member| text::name(&text::clip(names.name(member), NAME_CHARS_MAX));
    let total = order.total().map_or_else(|_| "?".to_owned(), money);
    let kind = cash::kind_of(order)
        .map(|kind| format!("{kind} · "))
        .unwrap_or_default();
    let cashier = order.cashier.map_or_else(|| "sin cajero".to_owned(), name);
    let by = if order.creator == order.owner {
        name(order.owner)
    } else {
        format!("{} (por {})", name(order.owner), name(order.creator))
    };
    let whom = order
        .beneficiary
        .as_deref()
        .map(|whom| format!(" · {}", text::in_a_line(whom)))
        .unwrap_or_default();
    format!(
        "**{}** · {kind}{} · {}{total}{whom} · {by} → {cashier} · *{}*{}",
        order.id,
        when::at(order.created_at),
        received(listed.particulars.received(), ""),
        cash::state_of(order),
        link(order, guild)
    )
}

fn title(which: Which) -> String {
    match which {
        Which::All => "Transacciones".to_owned(),
        Which::Open => "Órdenes pendientes".to_owned(),
        Which::Stopped => "Órdenes canceladas".to_owned(),
        Which::In(one) => format!("Transacciones ({})", state(one)),
    }
}

fn nothing(which: Which) -> String {
    match which {
        Which::All => "Aquí no hay órdenes todavía. En un batch abierto se envían con `!t 100 p`.".to_owned(),
        Which::Open => {
            "No hay órdenes pendientes: todo está pagado o cancelado. Todas se ven con `!transacciones`.".to_owned()
        }
        Which::Stopped => "No hay órdenes canceladas. Todas se ven con `!transacciones`.".to_owned(),
        Which::In(one) => format!(
            "No hay órdenes en el estado «{}». Todas se ven con `!transacciones`.",
            state(one)
        ),
    }
}

/// The states in the form in which they are typed.
const STATES: [(&str, Which); 9] = [
    ("pendiente", Which::In(OrderState::Pending)),
    ("asignada", Which::In(OrderState::Assigned)),
    ("procesando", Which::In(OrderState::Processing)),
    ("completada", Which::In(OrderState::Completed)),
    ("cancelada", Which::In(OrderState::Cancelled)),
    ("rechazada", Which::In(OrderState::Rejected)),
    ("revertida", Which::In(OrderState::Reversed)),
    ("devuelta", Which::In(OrderState::Returned)),
    ("abierta", Which::Open),
];

/// The states that the text names, in singular or plural.
pub(crate) fn which_named(typed: &str) -> Option<Which> {
    let typed = typed.trim().to_lowercase();
    let one = match typed.strip_suffix('s').unwrap_or(&typed) {
        "realizada" | "pagada" | "hecha" | "pagado" => "completada",
        one => one,
    };
    // A giro is *devuelto*, an order *devuelta*.
    let of_giro = one.strip_suffix('o').map(|stem| format!("{stem}a"));
    let is_it = |name: &str| name == one || of_giro.as_deref() == Some(name);
    STATES.iter().find(|(name, _)| is_it(name)).map(|(_, which)| *which)
}

pub(crate) fn unknown_state(typed: &str) -> String {
    let states: Vec<String> = STATES.iter().map(|(name, _)| format!("`{name}`")).collect();
    format!(
        "No hay un estado «{}». Los estados son {}; por ejemplo: `!transacciones 10 completada`.",
        text::plain(&text::clip(typed, 40)),
        text::listed(&states, "y")
    )
}

pub(crate) fn nothing_sought() -> String {
    "Falta qué buscar: un beneficiario, una referencia, un monto, un día, un estado o una persona, por ejemplo `!buscar ana ayer`."
        .to_owned()
}

pub(crate) fn bad_count(typed: &str) -> String {
    format!(
        "«{}» no sirve como número de órdenes por página: escriba un número de 1 a {}, como `!transacciones 10`.",
        text::plain(&text::clip(typed, 40)),
        OrderList::PAGE_ROWS_MAX
    )
}

#[cfg(test)]
mod tests {
    use super::which_named;
    use crate::domain::orders::{OrderState, Which};

    #[test]
    fn states_are_typed_as_people_say_them() {
        assert_eq!(which_named("Completadas"), Some(Which::In(OrderState::Completed)));
        assert_eq!(which_named("realizada"), Some(Which::In(OrderState::Completed)));
        assert_eq!(which_named("abiertas"), Some(Which::Open));
        assert_eq!(which_named("perdida"), None);
    }
}
