//! Undoing an order of a closed batch: everybody's figures before and after.

use super::coins::counted;
use super::face::Face;
use super::money::money;
use super::orders::undone_by;
use super::text;
use crate::discord::controls::Button;
use crate::domain::flows::batches::{Correction, CorrectionAsked, Shift};
use crate::domain::kernel::money::Money;
use crate::ids::{BatchId, OrderId};

/// The question, with **Confirmar**.
pub(crate) fn asked(asked: &CorrectionAsked) -> Face {
    let of = &asked.correction;
    let words = format!(
        "La orden **{}** es del batch **{}**, que está cerrado. Revertirla (*{}*) deshace su cierre, la saca y lo cierra otra \
         vez, a los mismos precios de USDT. Antes → después:\n{}\n**Nada se ha movido todavía**: confírmelo en 10 minutos. Si el \
         precio o las compras eran otros, mejor `!reabrir {1} motivo`.",
        of.order,
        of.batch,
        text::plain(&asked.reason),
        lines(of).join("\n")
    );
    Face::new(words).buttons(vec![Button::ConfirmCorrection(asked.number)])
}

/// The correction that was confirmed.
pub(crate) fn done(of: &Correction) -> String {
    format!(
        "Orden **{}** revertida, y el batch **{}** cerrado otra vez sin ella. Antes → después:\n{}",
        of.order,
        of.batch,
        lines(of).join("\n")
    )
}

/// Replaces the question when it cannot be confirmed any more, with the reason.
pub(crate) fn over(why: &str) -> String {
    format!("✖️ {why}")
}

fn lines(of: &Correction) -> Vec<String> {
    let (before, after) = (&of.before, &of.after);
    let mut lines = vec![
        format!("• Recibido: {}", change(before.received, after.received)),
        format!("• Enviado: {}", change(before.sent, after.sent)),
        format!("• USDT: {}", change(before.usdt, after.usdt)),
        format!("• Ganancia: {}", change(before.gain, after.gain)),
    ];
    lines.extend(of.shifts.iter().map(shift));
    let whose = of
        .cashier
        .as_deref()
        .map(|name| format!(" de **{}**", text::name(name)));
    lines.push(format!(
        "• Vuelven a la cuenta{}: {}",
        whose.unwrap_or_default(),
        money(of.returned)
    ));
    if let Some(owed) = &of.points_owed {
        lines.push(format!(
            "• **{}** ya canjeó puntos: queda debiendo {}",
            text::name(&owed.client),
            counted(owed.points)
        ));
    }
    lines
}

fn shift(shift: &Shift) -> String {
    let debt = if shift.owes.is_positive() {
        format!("; ya cobró más: queda debiendo {}", money(shift.owes))
    } else {
        String::new()
    };
    format!(
        "• Ganancia de **{}**: {}{debt}",
        text::name(&shift.name),
        change(shift.before, shift.after)
    )
}

fn change(before: Money, after: Money) -> String {
    format!("{} → {}", money(before), money(after))
}

/// To a person whose share of a closed batch has changed.
pub(crate) fn your_share(
    (batch, order): (BatchId, OrderId),
    (before, after): (Money, Money),
    owes: Money,
    by: (&str, &str),
) -> String {
    let debt = if owes.is_positive() {
        format!(
            " Ya se le pagó más que eso: debe {}, y sus próximas ganancias los descuentan primero.",
            money(owes)
        )
    } else {
        String::new()
    };
    format!(
        "↩️ La orden **{order}** del batch **{batch}** se revirtió{}, y el batch se cerró otra vez sin ella. Su parte: **{} → \
         {}**.{debt} Véalo con `!ganancias`.",
        undone_by(Some(by)),
        money(before),
        money(after)
    )
}
