//! The sections of a close: cashiers, batches, gains, what waits.

use crate::discord::view::money::{money, running_dollars};
use crate::discord::view::nouns::{ALARMS, ORDERS, PROBLEMS, REFUSED_MESSAGES, REQUESTS, counted};
use crate::discord::view::text;
use crate::discord::view::when::{ago, lasted};
use crate::domain::books::closes::{AccountFigures, BatchGain, CashierFigures, CloseFigures, Numbers, OpenBatch};
use crate::domain::kernel::money::{Exact, Money};
use crate::reports::closes::CloseCard;

/// The most characters of a name or a bank; longer ones are clipped.
const NAME_CHARS_MAX: usize = 60;

/// A section with its heading, after an empty line; `none` when it has no lines.
fn section(heading: &str, lines: Vec<String>, none: &str) -> Vec<String> {
    let mut section = vec![String::new(), format!("__**{heading}**__")];
    if lines.is_empty() {
        section.push(none.to_owned());
    }
    section.extend(lines);
    section
}

fn name(typed: &str) -> String {
    text::name(&text::clip(typed, NAME_CHARS_MAX))
}

pub(super) fn cashiers(figures: &CloseFigures) -> Vec<String> {
    let lines = figures.cashiers.iter().flat_map(|cashier: &CashierFigures| {
        let head = format!("**{}**", name(&cashier.name));
        std::iter::once(head).chain(cashier.accounts.iter().map(account))
    });
    section(
        "Cajeros y cuentas",
        lines.collect(),
        "Ninguna cuenta de cajero tiene ni movió dinero.",
    )
}

fn account(account: &AccountFigures) -> String {
    let bank = account
        .bank
        .as_deref()
        .map_or_else(String::new, |bank| format!("{}, ", name(bank)));
    let mut parts = Vec::new();
    if !account.paid_out.is_zero() {
        parts.push(format!("pagó **{}**", money(account.paid_out)));
    }
    if !account.came_in.is_zero() {
        parts.push(format!("recibió **{}**", money(account.came_in)));
    }
    let moved = match parts.is_empty() {
        true => "no pagó nada".to_owned(),
        false => format!("{} en {}", parts.join(" y "), counted(account.orders, ORDERS)),
    };
    let waits = match (account.waiting, account.waits.is_zero()) {
        (0, _) => String::new(),
        (waiting, true) => format!(" · esperan {}", counted(waiting, ORDERS)),
        (1, false) => format!(" · espera 1 orden por **{}**", money(account.waits)),
        (waiting, false) => format!(
            " · esperan {} por **{}**",
            counted(waiting, ORDERS),
            money(account.waits)
        ),
    };
    format!(
        "· {bank}cuenta n.º {}: {moved} · en los libros **{}**{waits}",
        account.account,
        money(account.books)
    )
}

/// Whose batch it is.
fn of_whom(reseller: Option<&str>) -> String {
    reseller.map_or_else(|| "la mesa".to_owned(), name)
}

pub(super) fn open_batches(card: &CloseCard) -> Vec<String> {
    let line = |open: &OpenBatch| {
        let figures = &open.figures;
        let waits = match figures.orders_pending {
            0 => String::new(),
            pending => format!(" · {} por pagar", counted(pending, ORDERS)),
        };
        format!(
            "· Batch **{}** de **{}**, {} → {}, abierto hace {}: recibido **{}**, comprado por **{}**, enviado **{}** · expuesto \
             **{}**{waits}",
            open.batch,
            of_whom(open.reseller.as_deref()),
            open.corridor.receive,
            open.corridor.send,
            lasted(card.as_of.ms() - open.opened_at.ms()),
            money(figures.received),
            money(figures.bought),
            money(figures.sent),
            running_dollars(&exposed(open)),
        )
    };
    section(
        "Batches abiertos",
        card.figures.open_batches.iter().map(line).collect(),
        "Ninguno.",
    )
}

/// The dollars that were sent for a batch and that no USDT were bought for yet; never below zero.
fn exposed(open: &OpenBatch) -> Exact {
    let left = open.figures.sent_usd.minus(&open.figures.usdt.to_exact());
    if left.is_positive() { left } else { Exact::new(0, 0) }
}

pub(super) fn gains(figures: &CloseFigures) -> Vec<String> {
    section(
        "Ganancias por batch",
        figures.gains.iter().map(gain).collect(),
        "Ningún batch cerró.",
    )
}

fn gain(of: &BatchGain) -> String {
    let head = format!("· Batch **{}** de **{}**", of.batch, of_whom(of.reseller.as_deref()));
    let shared = money(of.shared);
    match of.gain {
        Some(gain) if gain.is_negative() => {
            let loss = gain.checked_neg().map_or_else(|_| money(gain), money);
            format!("{head}: **pérdida de {loss}**, repartido **{shared}**")
        }
        Some(gain) => format!("{head}: ganancia **{}**, repartido **{shared}**", money(gain)),
        None => format!("{head}: se reabrió o se corrigió, repartido **{shared}**"),
    }
}

pub(super) fn waiting(card: &CloseCard) -> Vec<String> {
    let waiting = &card.figures.waiting;
    let numbered = [
        (&waiting.unassigned, ORDERS, "sin cajero", "`!cola`"),
        (&waiting.assigned, ORDERS, "con su cajero, sin captura", "`!cola`"),
        (
            &waiting.with_capture,
            ORDERS,
            "en proceso o con captura, sin **Listo**",
            "`!confirmar`",
        ),
        (&waiting.requests, REQUESTS, "sin responder", "`!solicitudes`"),
    ];
    let mut lines: Vec<String> = Vec::new();
    for (numbers, noun, what, see) in numbered {
        if 0 < numbers.count {
            let oldest = numbers
                .oldest
                .map_or_else(String::new, |oldest| format!(", desde {}", ago(oldest)));
            lines.push(format!(
                "· **{}** {what}: {}{oldest} · {see}",
                counted(numbers.count, noun),
                named(numbers)
            ));
        }
    }
    lines.extend(short_accounts(&card.figures));
    let plain = [
        (
            waiting.alarms,
            ALARMS,
            "de jugadores que sigue: vea los avisos de este canal",
        ),
        (
            waiting.findings,
            PROBLEMS,
            "con un canal o un rol del servidor · `!setup`",
        ),
        (waiting.set_aside, REFUSED_MESSAGES, "· `cambista outbox`"),
    ];
    for (count, noun, what) in plain {
        if 0 < count {
            lines.push(format!("· **{}** {what}", counted(count, noun)));
        }
    }
    section(
        "Lo que espera a alguien",
        lines,
        "Nada: no hay órdenes, solicitudes ni alarmas abiertas.",
    )
}

/// Accounts that hold less than their open orders need.
fn short_accounts(figures: &CloseFigures) -> Vec<String> {
    let accounts = figures
        .cashiers
        .iter()
        .flat_map(|cashier| cashier.accounts.iter().map(move |account| (cashier, account)));
    let short = accounts.filter_map(|(cashier, account)| {
        let missing = account
            .waits
            .checked_sub(account.books)
            .ok()
            .filter(|missing: &Money| missing.is_positive())?;
        Some(format!(
            "· A la cuenta n.º {} de **{}** le faltan **{}** para sus órdenes",
            account.account,
            name(&cashier.name),
            money(missing)
        ))
    });
    short.collect()
}

/// `3, 4 y 7 más`.
fn named(numbers: &Numbers) -> String {
    let first: Vec<String> = numbers.first.iter().map(i64::to_string).collect();
    let more = usize::try_from(numbers.count).unwrap_or(0).saturating_sub(first.len());
    match more {
        0 => first.join(", "),
        more => format!("{} y {more} más", first.join(", ")),
    }
}
