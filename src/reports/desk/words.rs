//! The words of a report. They are here and not in a surface, because every surface gives the same bytes.

use chrono::Datelike;

use super::{DeskReport, GainKind, Length, ReportedOrder, Span, TotalOf};
use crate::domain::flows::batches::BatchState;
use crate::domain::flows::players::Direction;
use crate::domain::kernel::money::Money;
use crate::domain::orders::OrderState;
use crate::domain::treasury::accounts::AccountState;
use crate::reports::numbers::{number, symbol};
use crate::reports::particulars::Particulars;

const MONTHS: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

/// An amount with its symbol and two decimals, more only if they are not zero: `1.825,46 Bs`.
pub fn money(amount: Money) -> String {
    let (least, most) = (2.min(amount.currency().scale()), amount.currency().scale());
    format!(
        "{} {}",
        number(amount.to_decimal(), least, most),
        symbol(amount.currency())
    )
}

/// `Reporte del día 30/11/2026`, `Reporte de noviembre de 2026 · de cajero1`.
pub fn title(report: &DeskReport) -> String {
    match &report.whose {
        Some(person) => format!("Reporte {} · de {}", of_span(&report.span), person.name),
        None => format!("Reporte {}", of_span(&report.span)),
    }
}

/// `del día 30/11/2026`, `de noviembre de 2026`.
pub fn of_span(span: &Span) -> String {
    let day = |day: chrono::NaiveDate| day.format("%d/%m/%Y").to_string();
    match span.length {
        Length::Day => format!("del día {}", day(span.first_day)),
        Length::Week => format!("de la semana del {} al {}", day(span.first_day), day(span.last_day)),
        Length::Month => format!("de {}", of_month(span)),
    }
}

/// How its days are counted: `Hora de America/Lima · el día cierra a las 00:00`.
pub fn counted_by(span: &Span) -> String {
    format!(
        "Hora de {} · el día cierra a las {}",
        span.time_zone.name(),
        span.closes_at
    )
}

fn of_month(span: &Span) -> String {
    format!("{} de {}", month_name(span.first_day.month()), span.first_day.year())
}

/// The name of a month, which is from 1 to 12.
pub fn month_name(month: u32) -> &'static str {
    let nth = usize::try_from(month).unwrap_or(0).wrapping_sub(1);
    MONTHS.get(nth).copied().unwrap_or("mes")
}

/// The number of a month, from 1 to 12, by its name or the first three letters of it.
pub fn month_named(typed: &str) -> Option<u32> {
    let typed = typed.trim().to_lowercase();
    let typed = if typed == "setiembre" {
        "septiembre"
    } else {
        typed.as_str()
    };
    let is_short = typed.len() == 3;
    let nth = MONTHS
        .iter()
        .position(|name| *name == typed || (is_short && name.starts_with(typed)))?;
    u32::try_from(nth + 1).ok()
}

/// `Semana del 23/11 al 29/11/2026`: the title of the picture, which has little room.
pub(super) fn short_title(span: &Span) -> String {
    let full = |day: chrono::NaiveDate| day.format("%d/%m/%Y").to_string();
    match span.length {
        Length::Day => format!("Día {}", full(span.first_day)),
        Length::Week => format!(
            "Semana del {} al {}",
            span.first_day.format("%d/%m"),
            full(span.last_day)
        ),
        Length::Month => format!("Mes de {}", of_month(span)),
    }
}

/// The name of a report's file, without its ending: `reporte-mes-2026-11-01`.
pub(super) fn file_name(report: &DeskReport) -> String {
    format!("reporte-{}-{}", report.span.length.code(), report.span.first_day)
}

pub(super) fn state(state: OrderState) -> &'static str {
    match state {
        OrderState::Pending => "espera cajero",
        OrderState::Assigned => "asignada",
        OrderState::Processing => "con captura",
        OrderState::Completed => "pagada",
        OrderState::Reversed => "revertida",
        OrderState::Returned => "devuelta",
        OrderState::Rejected => "cancelada por el cajero",
        OrderState::Cancelled => "cancelada",
    }
}

pub(super) fn kind(order: &ReportedOrder) -> &'static str {
    match &order.particulars {
        Particulars::Transfer(_) => "transferencia",
        Particulars::Cash(cash) => match cash.direction {
            Direction::Deposit => "depósito",
            Direction::Withdrawal => "retiro",
        },
        Particulars::Giro(_) => "giro",
        Particulars::Plain => "orden",
    }
}

pub(super) fn batch_state(state: BatchState) -> &'static str {
    match state {
        BatchState::Open => "abierto",
        BatchState::Closed => "cerrado",
    }
}

pub(super) fn account_state(state: AccountState) -> &'static str {
    match state {
        AccountState::Active => "activa",
        AccountState::Closed => "cerrada",
    }
}

pub(super) fn gain(kind: GainKind) -> &'static str {
    match kind {
        GainKind::Share => "ganancia",
        GainKind::Payout => "retiro pagado",
        GainKind::Debt => "deuda saldada",
    }
}

pub(super) fn total(of: TotalOf) -> &'static str {
    match of {
        TotalOf::PaidOut => "Pagado por cajeros, con comisión",
        TotalOf::CameIn => "Recibido por cajeros",
        TotalOf::BatchesSent => "Enviado en batches cerrados",
        TotalOf::Shared => "Ganancias repartidas",
        TotalOf::Earnings => "Cambio de las ganancias por pagar",
        TotalOf::Moved => "Cambio de los saldos de cuentas",
    }
}

/// How long something took: `4 min`, `2 h 5 min`.
pub(super) fn lasted(ms: i64) -> String {
    let minutes = (ms.max(0) + 30_000) / 60_000;
    match (minutes / 60, minutes % 60) {
        (0, 0) => "menos de 1 min".to_owned(),
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}
