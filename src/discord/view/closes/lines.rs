//! The lines of a close: what it is, its totals, its sections, the chain.

use chrono::NaiveDate;

use super::sections;
use crate::clock::Moment;
use crate::discord::view::money::money;
use crate::discord::view::nouns::{ORDERS, agreeing, counted};
use crate::discord::view::when::{ago, at};
use crate::domain::books::closes::{FigureOf, Summed};
use crate::domain::kernel::days::local_time;
use crate::reports::closes::{ChangedTotal, CloseCard, CloseState, Recorded};
use crate::reports::desk::{Length, Span};

/// How much of a hash is shown beside its number; all of it stands in the command that checks it.
const SHORT_HASH_CHARS: usize = 12;

pub(super) fn all(card: &CloseCard) -> Vec<String> {
    let mut lines = state(card);
    lines.push(period(&card.span));
    lines.push(String::new());
    lines.extend(totals(card));
    lines.extend(sections::cashiers(&card.figures));
    lines.extend(sections::open_batches(card));
    lines.extend(sections::gains(&card.figures));
    lines.extend(sections::waiting(card));
    lines.push(String::new());
    lines.extend(chain(card));
    lines
}

/// Whether it may still change, and how it was made.
fn state(card: &CloseCard) -> Vec<String> {
    let what = match card.span.length {
        Length::Month => "mes",
        Length::Day | Length::Week => "día",
    };
    match &card.state {
        CloseState::Provisional { last } => {
            let until = card.span.period.until;
            let mut lines = vec![format!(
                "⏳ **Provisional**: son las cifras hasta ahora. Este {what} cierra {} ({}), y entonces se publica solo en el canal \
                 de alertas.",
                ago(until),
                at(until)
            )];
            if let Some(last) = last {
                let last = shown_day(*last);
                lines.push(format!("El último día cerrado es el {last}: `!cierre {last}`."));
            }
            lines
        }
        CloseState::NotRecorded => vec![format!(
            "⚠️ De este {what} no se guardó un cierre; estas cifras se acaban de calcular, y lo que espera es lo de ahora."
        )],
        CloseState::Recorded(recorded) => made(card, recorded),
    }
}

fn made(card: &CloseCard, recorded: &Recorded) -> Vec<String> {
    let mut lines = vec![match recorded.is_late {
        false => format!("Hecho {}.", at(card.as_of)),
        true => format!(
            "⏰ **No se hizo a su hora**: la mesa estaba cerrada o no podía guardar. Se hizo {}, y lo que espera es lo de ese \
             momento.",
            at(card.as_of)
        ),
    }];
    if let (Some(first), Some(last)) = (recorded.missed.first(), recorded.missed.last()) {
        let (days, first, last) = (recorded.missed.len(), shown_day(*first), shown_day(*last));
        lines.push(match days {
            1 => format!("Con él se cerró también el día {first}, que faltaba: `!cierre {first}`."),
            days => format!(
                "Con él se cerraron también {days} días que faltaban, del {first} al {last}; cada uno se ve con su fecha: `!cierre \
                 {first}`."
            ),
        });
    }
    lines
}

fn shown_day(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// From when to when, in the desk's time.
fn period(span: &Span) -> String {
    let local = |moment: Moment| {
        let local = local_time(moment, span.time_zone);
        local.map_or_else(String::new, |local| local.format("%d/%m/%Y %H:%M").to_string())
    };
    format!("Desde {} hasta {}.", local(span.period.from), local(span.period.until))
}

fn totals(card: &CloseCard) -> Vec<String> {
    let figures = &card.figures;
    let paid = agreeing(usize::try_from(figures.paid).unwrap_or(0), "pagada", "pagadas");
    let mut lines = vec![format!(
        "**{}**, {} {paid}",
        counted(figures.orders, ORDERS),
        figures.paid
    )];
    let shown = figures.totals.iter().filter(|total| is_always_shown(total.of));
    lines.extend(shown.map(|total| format!("{}: **{}**", words(total.of), money(total.rows))));
    lines.extend(figures.totals.iter().filter(|total| !total.agrees()).map(disagrees));
    if figures.is_cut {
        lines.push(
            "⚠️ Hay más filas de las que caben en el reporte de este período: las cifras son solo de las que caben."
                .to_owned(),
        );
    }
    lines.extend(changed(&card.changed));
    lines
}

/// What people look for first; the others are shown only when something is wrong with them.
fn is_always_shown(of: Summed) -> bool {
    match of {
        Summed::PaidOut | Summed::CameIn | Summed::BatchesSent | Summed::Shared => true,
        Summed::Earnings | Summed::Moved => false,
    }
}

fn words(of: Summed) -> &'static str {
    match of {
        Summed::PaidOut => "Pagado por cajeros, con comisión",
        Summed::CameIn => "Recibido por cajeros",
        Summed::BatchesSent => "Enviado en batches cerrados",
        Summed::Shared => "Ganancias repartidas",
        Summed::Earnings => "Cambio de las ganancias por pagar",
        Summed::Moved => "Cambio de los saldos de cuentas",
    }
}

fn disagrees(total: &FigureOf) -> String {
    format!(
        "⛔ **No cuadra con los libros** — {}: las filas suman **{}**, los libros dicen **{}**. Ábralo con `!reporte`, hoja \
         *Resumen*, y corra `cambista audit`.",
        words(total.of),
        money(total.rows),
        money(total.books)
    )
}

fn changed(changed: &[ChangedTotal]) -> Vec<String> {
    if changed.is_empty() {
        return Vec::new();
    }
    let line = |total: &ChangedTotal| {
        format!(
            "· {}: **{}** → **{}**",
            words(total.of),
            money(total.then),
            money(total.now)
        )
    };
    let head =
        "ℹ️ Después del cierre algo de este período se revirtió o se corrigió; el reporte de hoy ya dice otra cosa:";
    std::iter::once(head.to_owned())
        .chain(changed.iter().map(line))
        .collect()
}

/// The head of the chain, and whether the chain still has it.
fn chain(card: &CloseCard) -> Vec<String> {
    let mut lines = Vec::new();
    match &card.state {
        CloseState::Provisional { .. } | CloseState::NotRecorded => {
            lines.push("🔒 La cabeza de la cadena de los libros se guarda cuando se hace el cierre.".to_owned());
        }
        CloseState::Recorded(recorded) => {
            let (seq, hash) = (recorded.head.seq, recorded.head.hash.as_str());
            let short: String = hash.chars().take(SHORT_HASH_CHARS).collect();
            lines.push(match recorded.is_in_chain {
                true => format!("🔒 Cabeza de la cadena al cerrar: `{seq}:{short}`. ✅ Sigue siendo parte de los libros."),
                false => format!(
                    "⛔ **La cabeza con la que se cerró, `{seq}:{short}`, ya no es parte de la cadena: el pasado se reescribió.** \
                     No mueva más dinero y avise ya a quien cuida la mesa."
                ),
            });
            lines.push(format!(
                "Para comprobarlo fuera de Discord: `cambista audit --seal {seq}:{hash}`."
            ));
        }
    }
    if let Some(before) = card.figures.before.filter(|before| !before.is_there) {
        lines.push(format!(
            "⛔ **La cabeza del cierre anterior, la número {}, ya no era parte de la cadena.** Avise ya a quien cuida la mesa: \
             `cambista audit`.",
            before.seq
        ));
    }
    lines
}
