//! Words for clients, and about them.

use poise::serenity_prelude::CreateEmbed;

use super::face::Face;
use super::money::{money, money_or_beyond};
use super::nouns::{PAID_ORDERS, counted};
use super::orders::{embed, lacks_beneficiary, own_buttons, state, undone};
use super::{COLOUR_OPEN, FAULT, text, when};
use crate::domain::flows::batches::PickError;
use crate::domain::kernel::desk::{BeneficiaryRule, Corridor};
use crate::domain::orders::{Order, OrderState};
use crate::ids::{DiscordChannelId, OrderId};
use crate::reports::clients::{Clients, Points, PointsMoved};
use crate::reports::orders::OrderCard;

/// In the client's direct messages: everything.
pub(crate) fn in_direct(card: &OrderCard, rule: BeneficiaryRule) -> Face {
    let id = card.order.id;
    let whom = match lacks_beneficiary(card, rule) {
        true => " ⚠️ **Sin beneficiario**: el cajero no sabe a quién pagar. Pulse **Añadir beneficiario**.",
        false => "",
    };
    let face = Face::new(format!("Su orden **{id}**: {}.{whom}", state(card.order.state))).embed(embed(card));
    if matches!(card.order.state, OrderState::Pending | OrderState::Assigned) {
        face.buttons(own_buttons(card, rule))
    } else {
        face
    }
}

/// Where several clients read: only that the order exists.
pub(crate) fn in_public(card: &OrderCard) -> Face {
    Face::new(format!(
        "Orden **{}** de **{}**: {}. Lo demás va por mensaje directo; si no le llega, abra sus mensajes directos y vea \
         `/orden {}`.",
        card.order.id,
        text::name(&card.creator.name),
        state(card.order.state),
        card.order.id
    ))
}

/// By direct message, with the capture of the payment.
pub(crate) fn paid(card: &OrderCard) -> String {
    let words = format!(
        "✅ Su orden **{}** está pagada: {}. Esta es la captura.",
        card.order.id,
        money(card.order.amount)
    );
    match card.order.beneficiary.as_deref() {
        Some(beneficiary) => format!("{words} Pagada a:\n{}", text::to_copy(beneficiary)),
        None => words,
    }
}

/// A message of its own, because an edit rings nobody.
pub(crate) fn rejected(card: &OrderCard) -> String {
    let reason = card.order.reason.as_deref().map(text::plain).unwrap_or_default();
    format!(
        "❌ Su orden **{}** no se pudo pagar: «{reason}». Su pago sigue sin usarse: escríbala de nuevo con `!t` y la misma \
         captura, o pida la devolución a un admin.",
        card.order.id
    )
}

/// Somebody at the desk cancelled it.
pub(crate) fn cancelled(order: OrderId, by: &str) -> String {
    format!(
        "❌ Su orden **{order}** fue cancelada por **{}** antes de pagarse. Su pago sigue sin usarse: escríbala de nuevo con \
         `!t` y la misma captura, o pida la devolución a un admin.",
        text::name(by)
    )
}

/// A paid order was reversed.
pub(crate) fn reversed(card: &OrderCard, by: Option<(&str, &str)>) -> String {
    format!(
        "↩️ Su orden **{}** fue {}. Ya no cuenta como pagada, y sus puntos salen de su saldo. Si tiene dudas, hable \
         con un admin.",
        card.order.id,
        undone(card.order.state, by)
    )
}

pub(crate) fn reversed_in_public(order: &Order) -> String {
    format!(
        "↩️ La orden **{0}** fue {1}. Lo demás: `/orden {0}`.",
        order.id,
        state(order.state)
    )
}

/// The rejection, where others read.
pub(crate) fn rejected_in_public(order: OrderId) -> String {
    format!("❌ La orden **{order}** no se pudo pagar. El motivo: `/orden {order}`.")
}

pub(crate) fn clients_only() -> String {
    "En este canal envían los clientes, con la captura de su pago. Un revendedor escribe en su propio canal.".to_owned()
}

pub(crate) fn not_here(clients: Option<DiscordChannelId>) -> String {
    match clients {
        Some(clients) => format!(
            "Sus transferencias se escriben en <#{clients}> o por mensaje directo al bot, con la captura de su pago \
             adjunta: `!t 100 p María 0102-1234`."
        ),
        None => "Sus transferencias se escriben por mensaje directo al bot, con la captura de su pago adjunta: \
                 `!t 100 p María 0102-1234`."
            .to_owned(),
    }
}

pub(crate) fn none_open() -> String {
    "Ahora no se reciben transferencias de clientes, y no se guardó nada. Escríbala otra vez más tarde con la misma \
     captura."
        .to_owned()
}

pub(crate) fn no_receipt() -> String {
    "Falta la captura de su pago. Adjúntela al mismo mensaje: `!t 100 p María 0102-1234` con la imagen.".to_owned()
}

pub(crate) fn receipt_used() -> String {
    "Esa captura ya pagó otra orden: cada transferencia lleva la captura de su propio pago.".to_owned()
}

/// To a client whose currency fits several open batches.
pub(crate) fn which(open: &[Corridor]) -> String {
    let first = open.first().map(named).unwrap_or_default();
    format!(
        "Hay varias rutas abiertas: {}. Escriba la suya antes del beneficiario: `!t 100 p {first} María 0102-1234`.",
        listed(open)
    )
}

/// To people who work on the desk's batches. `command`: the command without the corridor.
pub(crate) fn which_of(command: &str, open: &[Corridor]) -> String {
    let first = open.first().map(named).unwrap_or_default();
    format!(
        "Diga cuál batch: están abiertos {}. Por ejemplo: `!{command} {first}`.",
        listed(open)
    )
}

pub(crate) fn pick_refused(error: &PickError) -> String {
    match error {
        PickError::NoOpenBatch => super::batches::none_open(),
        PickError::Which(open) => which_of("batch", open),
        PickError::WhichNumber(open) => super::reversals::which_number("batch", open),
        PickError::NotOpen(named) => super::reversals::not_open("batch", named),
        PickError::Db(_) => FAULT.to_owned(),
    }
}

fn named(corridor: &Corridor) -> String {
    format!("{} {}", corridor.receive, corridor.send)
}

fn listed(open: &[Corridor]) -> String {
    let shown: Vec<String> = open
        .iter()
        .map(|corridor| format!("{} → {}", corridor.receive, corridor.send))
        .collect();
    text::listed(&shown, "y")
}

/// To a client who sent only a picture.
pub(crate) fn how_to_send() -> String {
    "Para enviar, escriba la transferencia en el mismo mensaje que la captura de su pago: `!t 100 p María 0102-1234`."
        .to_owned()
}

/// To an admin who worked on a batch in the clients' channel.
pub(crate) fn noted() -> String {
    "Anotado. Aquí leen los clientes: las cifras están en el canal de los cajeros.".to_owned()
}

/// In the clients' channel: transfers are accepted from now on.
pub(crate) fn opened(corridor: Corridor) -> String {
    format!(
        "Se reciben transferencias de {} a {}. Escriba aquí o por mensaje directo, con la captura de su pago adjunta: \
         `!t 100 p María 0102-1234`. Por mensaje directo nadie más lee sus datos.",
        corridor.receive, corridor.send
    )
}

pub(crate) fn closed(corridor: Corridor) -> String {
    format!(
        "Por ahora no se reciben más transferencias de {} a {}.",
        corridor.receive, corridor.send
    )
}

/// `!puntos`.
pub(crate) fn points(points: &Points) -> CreateEmbed {
    let lines: Vec<String> = points
        .movements
        .iter()
        .map(|movement| {
            let sign = if movement.amount.is_negative() { "" } else { "+" };
            format!(
                "{} — {sign}{} · {}",
                when::exactly(movement.at),
                money(movement.amount),
                what_moved(movement)
            )
        })
        .collect();
    let last = if lines.is_empty() {
        "Todavía no hay movimientos: cada dólar enviado da puntos.".to_owned()
    } else {
        lines.join("\n")
    };
    let debt = if points.balance.is_negative() {
        " — los debe: eran de una orden que ya no cuenta, y ya estaban canjeados. Los próximos que gane los pagan."
    } else {
        ""
    };
    CreateEmbed::new()
        .title("Sus puntos")
        .colour(COLOUR_OPEN)
        .field("Saldo", format!("**{}**{debt}", money(points.balance)), true)
        .field("Últimos movimientos", text::clip(&last, text::FIELD_CHARS_MAX), false)
}

/// What moved points, in words. An unknown kind of journal row is shown as it is stored.
fn what_moved(movement: &PointsMoved) -> String {
    let order = movement.order.map(|order| format!("orden {order}"));
    let words = match (movement.kind.as_str(), order) {
        ("order.completed", Some(order)) => order,
        ("order.reversed", Some(order)) => format!("{order} revertida"),
        ("order.returned", Some(order)) => format!("{order} devuelta por el banco"),
        ("points.redeemed", _) => "canje por monedas".to_owned(),
        ("points.redemption_undone", _) => "canje deshecho".to_owned(),
        (other, _) => text::plain(other),
    };
    match movement.reason.as_deref() {
        Some(reason) => format!("{words}: «{}»", text::plain(reason)),
        None => words,
    }
}

/// `!clientes`.
pub(crate) fn list(clients: &Clients) -> CreateEmbed {
    let mut lines: Vec<String> = clients
        .clients
        .iter()
        .map(|client| {
            format!(
                "• **{}**: {}, {}",
                text::name(&client.name),
                counted(client.orders, PAID_ORDERS),
                money_or_beyond(client.sent)
            )
        })
        .collect();
    let more = clients.count - i64::try_from(lines.len()).unwrap_or(i64::MAX);
    if 0 < more {
        lines.push(format!("y {more} más"));
    }
    let shown = if lines.is_empty() {
        "Nadie se registró todavía diciendo que llegó por usted.".to_owned()
    } else {
        lines.join("\n")
    };
    CreateEmbed::new()
        .title(format!("Clientes de {}", text::name(&clients.reseller)))
        .colour(COLOUR_OPEN)
        .description(text::clip(&shown, text::DESCRIPTION_CHARS_MAX))
        .field("Comisiones ganadas", money(clients.commissions), true)
}

pub(crate) fn only_own() -> String {
    "Los clientes de otro solo los ve un superusuario. Los suyos: `!clientes`.".to_owned()
}
