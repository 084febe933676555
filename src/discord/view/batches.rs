//! Words and embeds for batches.

use poise::serenity_prelude::CreateEmbed;

use super::money::{money, money_or_beyond, percent, price, receiving_account, running_dollars, sending_account};
use super::orders::undone;
use super::{COLOUR_DONE, COLOUR_OPEN, COLOUR_STOPPED, text, when};
use crate::domain::flows::batches::{BatchEnded, BatchStarted, Purchased};
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::BatchFigures;
use crate::domain::orders::Order;
use crate::domain::people::requests::CutChange;
use crate::ids::{LotId, OrderId};
use crate::reports::batches::{BatchCard, Closing};

/// An open batch with its current figures (S0-39, S0-45).
pub(crate) fn open_embed(card: &BatchCard, figures: &BatchFigures) -> CreateEmbed {
    let mut embed = accounts(CreateEmbed::new().colour(COLOUR_OPEN), card, figures)
        .title(format!(
            "{}-cuentas · batch {}",
            text::name(&card.reseller.name),
            card.batch.id
        ))
        .field("Cantidad enviada en $", running_dollars(&figures.sent_usd), true)
        .field(
            "Transferencias",
            format!(
                "Hechas: {} · Pendientes: {}",
                figures.orders_done, figures.orders_pending
            ),
            true,
        );
    if figures.bought.is_positive() {
        embed = embed.field("USDT comprados", bought(figures), false);
    }
    if let Some(even) = figures.break_even() {
        let pair = format!("{}/USDT", card.batch.corridor.receive);
        embed = embed.field(
            "Precio de equilibrio del USDT",
            format!(
                "{} {pair} — comprando más barato hay ganancia, más caro hay pérdida",
                price(&even)
            ),
            false,
        );
    }
    embed.field("Abierto", when::ago(card.batch.opened_at), true)
}

fn accounts(embed: CreateEmbed, card: &BatchCard, figures: &BatchFigures) -> CreateEmbed {
    let corridor = card.batch.corridor;
    embed
        .field("Revendedor", text::name(&card.reseller.name), true)
        .field(
            "Cuenta Receptora",
            format!(
                "{} · Saldo: {}",
                receiving_account(corridor.receive),
                money(figures.received)
            ),
            false,
        )
        .field(
            "Cuenta Emisora",
            format!(
                "{} · Saldo Enviado: {}",
                sending_account(corridor.send),
                money(figures.sent)
            ),
            false,
        )
}

fn bought(figures: &BatchFigures) -> String {
    let left = figures
        .received
        .checked_sub(figures.bought)
        .unwrap_or(Money::zero(figures.received.currency()));
    format!(
        "{} por {}; faltan {} por comprar",
        money(figures.usdt),
        money(figures.bought),
        money(left)
    )
}

/// A closed batch: gain and shares (S0-53 … S0-56).
pub(crate) fn closing_embed(closing: &Closing) -> CreateEmbed {
    let card = &closing.card;
    let title = format!(
        "{}-cuentas · batch {} cerrado",
        text::name(&card.reseller.name),
        card.batch.id
    );
    if closing.unbought.is_positive() {
        return unbought_embed(closing, title);
    }
    let Some(average) = closing.price else {
        return CreateEmbed::new()
            .title(title)
            .colour(COLOUR_STOPPED)
            .description("Se cerró sin transferencias pagadas: no hay nada que repartir.");
    };
    let colour = if closing.gain.is_negative() {
        COLOUR_STOPPED
    } else {
        COLOUR_DONE
    };
    let embed = accounts(CreateEmbed::new().title(title).colour(colour), card, &card.figures)
        .field("Cantidad $ USD", money(closing.bought), true)
        .field(
            "Precio del USDT",
            format!("{} {}/USDT", price(&average.to_exact()), card.batch.corridor.receive),
            true,
        )
        .field("Cantidad enviada en $", money_or_beyond(closing.sent), true);
    embed.field(
        "Resultado",
        text::clip(&result(closing).join("\n"), text::FIELD_CHARS_MAX),
        false,
    )
}

/// A batch that a superuser allowed to close although USDT were not bought for all of it.
fn unbought_embed(closing: &Closing, title: String) -> CreateEmbed {
    let figures = &closing.card.figures;
    let embed = accounts(
        CreateEmbed::new().title(title).colour(COLOUR_STOPPED),
        &closing.card,
        figures,
    );
    let embed = if figures.bought.is_positive() {
        let bought = format!("{} por {}", money(figures.usdt), money(figures.bought));
        embed.field("USDT comprados", bought, true)
    } else {
        embed
    };
    embed.field("Cantidad enviada en $", money_or_beyond(closing.sent), true).field(
        "Resultado",
        format!(
            "Se cerró sin comprar USDT por {}: quedan como posición abierta de la mesa. No hay ganancia que repartir.",
            money(closing.unbought)
        ),
        false,
    )
}

/// The reseller's percentage; if an earlier closing used another one, both.
fn shared_by(closing: &Closing) -> String {
    match closing.cut_before {
        Some(before) => cut_change(CutChange {
            before,
            now: closing.cut_percent,
        }),
        None => percent(closing.cut_percent),
    }
}

fn result(closing: &Closing) -> Vec<String> {
    if closing.gain.is_negative() {
        let loss = closing.gain.checked_neg().unwrap_or(closing.gain);
        return vec![format!(
            "Pérdida en el batch = {}: la asume la casa; no hay cut negativo.",
            money(loss)
        )];
    }
    let mut lines = vec![
        format!("Ganancia generada en el batch = {}", money(closing.gain)),
        if closing.card.batch.is_of_desk() {
            format!(
                "Parte de la mesa ({} de lo que queda) = {}",
                shared_by(closing),
                money(closing.cut)
            )
        } else {
            format!(
                "Cut del reseller ({}) {} = {}",
                shared_by(closing),
                text::name(&closing.card.reseller.name),
                money(closing.cut)
            )
        },
    ];
    for (reseller, part) in &closing.referrers {
        lines.push(format!(
            "Comisión por clientes {} = {}",
            text::name(&reseller.name),
            money(*part)
        ));
    }
    for (cashier, part) in &closing.cashiers {
        lines.push(format!(
            "Ganancia Cajero {} = {}",
            text::name(&cashier.name),
            money(*part)
        ));
    }
    lines
}

pub(crate) fn started(done: &BatchStarted) -> String {
    format!(
        "Batch **{}** abierto, de {} a {}.",
        done.batch, done.corridor.receive, done.corridor.send
    )
}

pub(crate) fn purchased(done: &Purchased) -> String {
    let at = price(&done.price.to_exact());
    let changed = cut_changed(done.cut_change);
    match &done.closed {
        Some(settlement) if settlement.gain.is_negative() => {
            format!(
                "Comprado a {at}. Batch **{}** cerrado con pérdida; la asume la casa.{changed}",
                done.batch
            )
        }
        Some(settlement) => {
            format!(
                "Comprado a {at}. Batch **{}** cerrado con {} de ganancia.{changed}",
                done.batch,
                money(settlement.gain)
            )
        }
        None => {
            let undo = done
                .lot
                .map(|lot| format!(" Si fue un error: `!revertir compra {lot} motivo`."))
                .unwrap_or_default();
            format!("Comprado a {at}. {}.{undo}", bought(&done.figures))
        }
    }
}

pub(crate) fn ended(done: &BatchEnded) -> String {
    format!("Batch **{}** cerrado.{}", done.batch, cut_changed(done.cut_change))
}

/// Added to the words about a closing if an earlier closing used another percentage.
fn cut_changed(change: Option<CutChange>) -> String {
    change.map_or_else(String::new, |change| {
        format!(" Cut {}: cambió desde el cierre que se deshizo.", cut_change(change))
    })
}

pub(super) fn cut_change(change: CutChange) -> String {
    format!("{} → {}", percent(change.before), percent(change.now))
}

/// The text above the embed in the reseller's channel.
pub(crate) fn opened_content() -> &'static str {
    "Batch abierto. Envíe con `!t 100 p`."
}

pub(crate) fn paid_content(order: OrderId) -> String {
    format!("✅ Orden **{order}** pagada")
}

pub(crate) fn reversed_content(order: &Order, by: Option<(&str, &str)>) -> String {
    format!(
        "↩️ Orden **{}** {}. Ya no cuenta en el batch",
        order.id,
        undone(order.state, by)
    )
}

pub(crate) fn lot_content(lot: Option<LotId>, paid: Money, usdt: Money) -> String {
    let number = lot
        .map(|lot| format!(" · n.º {lot}. Si fue un error: `!revertir compra {lot} motivo`"))
        .unwrap_or_default();
    format!("Compra anotada: {} por {}{number}", money(usdt), money(paid))
}

pub(crate) fn closed_content() -> &'static str {
    "Batch cerrado"
}

pub(crate) fn none_open() -> String {
    "No hay un batch abierto aquí. Ábralo con `!start batch` en el canal del revendedor.".to_owned()
}

pub(crate) fn not_yours_to_see() -> String {
    "Ese batch es de otra persona. Un revendedor ve el suyo con `!batch` en su canal.".to_owned()
}
