//! Reports of a day, a week or a month.

use poise::serenity_prelude::{CreateEmbed, CreateEmbedFooter};

use super::face::Face;
use super::money::money;
use super::nouns::{ORDERS, counted};
use super::{COLOUR_OPEN, COLOUR_STOPPED, text};
use crate::discord::controls::{Button, ReportOf};
use crate::reports::desk::rendered::Rendered;
use crate::reports::desk::{self, DeskReport, Total, TotalOf};

/// The report with its picture.
pub(crate) fn face(report: &DeskReport, of: ReportOf, picture: Rendered) -> Face {
    let wrong = report.totals.iter().any(|total| !total.agrees());
    let embed = CreateEmbed::new()
        .title(text::clip(&text::plain(&desk::title(report)), 256))
        .colour(if wrong { COLOUR_STOPPED } else { COLOUR_OPEN })
        .description(description(report))
        .footer(CreateEmbedFooter::new(desk::counted_by(&report.span)));
    Face::new("")
        .embed_over(embed, picture.name, picture.bytes)
        .buttons(vec![Button::Workbook(of)])
}

fn description(report: &DeskReport) -> String {
    let orders = i64::try_from(report.orders.len()).unwrap_or(i64::MAX);
    let paid = report.orders.iter().filter(|order| order.paid_at.is_some()).count();
    let paid_word = if paid == 1 { "pagada" } else { "pagadas" };
    let mut lines = vec![format!("**{}**, {paid} {paid_word}", counted(orders, ORDERS))];
    lines.extend(report.totals.iter().filter_map(line));
    if report.totals.iter().any(|total| !total.agrees()) {
        lines.push(
            "⚠️ **Un total no cuadra con los libros.** Ábralo en Excel, hoja *Resumen*, y avise a quien cuida la mesa."
                .to_owned(),
        );
    }
    if report.is_cut {
        lines.push("⚠️ Hay más filas de las que caben aquí; pida un período más corto.".to_owned());
    }
    lines.join("\n")
}

/// What people look for first; the rest is in the workbook.
fn line(total: &Total) -> Option<String> {
    let words = match total.of {
        TotalOf::PaidOut => "Pagado, con comisión",
        TotalOf::CameIn => "Recibido en depósitos",
        TotalOf::Shared => "Ganancias repartidas",
        TotalOf::BatchesSent | TotalOf::Earnings | TotalOf::Moved => return None,
    };
    Some(format!("{words}: **{}**", money(total.rows)))
}

/// The workbook alone.
pub(crate) fn workbook(report: &DeskReport, file: Rendered) -> Face {
    let words = format!("{}, en Excel.", text::plain(&desk::title(report)));
    Face::new(words).file(file.name, file.bytes)
}

pub(crate) fn unknown_length(typed: &str) -> String {
    format!(
        "«{}» no es un período. Los reportes son `!reporte dia`, `!reporte semana` y `!reporte mes`; con una fecha, el de \
         ese día: `!reporte dia 29/11/2026`.",
        text::plain(&text::clip(typed, 40))
    )
}

pub(crate) fn no_day(typed: &str) -> String {
    format!(
        "«{}» no es una fecha. Escríbala como `29/11/2026`, `29/11`, `hoy` o `ayer`: `!reporte dia ayer`. A una persona se la \
         menciona con @.",
        text::plain(&text::clip(typed, 40))
    )
}

pub(crate) fn too_large() -> String {
    "Ese reporte pesa más de lo que Discord recibe. Pida un período más corto, por ejemplo `!reporte semana`."
        .to_owned()
}

pub(crate) fn undrawn() -> String {
    "El reporte no se pudo dibujar. Nada cambió en la mesa; los mismos datos se ven con `!transacciones` y `!movimientos`."
        .to_owned()
}
