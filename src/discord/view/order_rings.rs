//! Words of separate messages about an order, which ring because editing a message rings nobody.

use super::cash::Task;
use super::money::money;
use super::orders::undone;
use super::{text, when};
use crate::domain::orders::Order;
use crate::ids::OrderId;
use crate::reports::orders::OrderCard;

/// To the reseller: the order will not be paid.
pub(crate) fn rejected_content(card: &OrderCard) -> String {
    let id = card.order.id;
    let by = card.cashier.as_ref().map_or_else(
        || "el cajero".to_owned(),
        |cashier| format!("**{}**", text::name(&cashier.name)),
    );
    let reason = card.order.reason.as_deref().map(text::plain).unwrap_or_default();
    format!(
        "❌ Orden **{id}** cancelada por {by}: «{reason}». {}",
        given_back(&card.order)
    )
}

/// To the reseller: somebody at the desk cancelled it.
pub(crate) fn cancelled_content(order: &Order, by: &str) -> String {
    format!(
        "❌ Orden **{}** cancelada por **{}** antes de pagarse. {}",
        order.id,
        text::name(by),
        given_back(order)
    )
}

/// What became of the money of an order that ended unpaid, and what to do next.
fn given_back(order: &Order) -> String {
    match order.in_escrow() {
        Some(back) => format!(
            "{} volvieron a su cuenta (`!saldo`); si hace falta, pídala de nuevo.",
            money(back)
        ),
        None => "No se movió dinero; si hace falta, envíela de nuevo con `!t`.".to_owned(),
    }
}

/// To the cashier who had paid it. `by`: who undid it and why, if known.
pub(crate) fn reversed_content(card: &OrderCard, by: Option<(&str, &str)>) -> String {
    let total = card.order.total().map_or_else(|_| "Su total".to_owned(), money);
    format!(
        "↩️ Orden **{}** {}. {total} volvieron a su cuenta.",
        card.order.id,
        undone(card.order.state, by)
    )
}

/// To the cashier who was about to pay it.
pub(crate) fn withdrawn_content(order: OrderId, task: Task) -> String {
    let cancelled = match task {
        Task::PayGiro => "fue cancelado",
        Task::Pay | Task::Receive => "fue cancelada",
    };
    format!("⛔ {} **{order}**: **{}**: {cancelled}.", task.noun(), task.leave())
}

/// To the cashier who had it before.
pub(crate) fn taken_content(order: OrderId, task: Task, now: Option<&str>) -> String {
    let leave = task.leave();
    match now {
        Some(now) => format!(
            "⛔ {} **{order}**: **{leave}**, ahora {} tiene **{}**.",
            task.noun(),
            task.it(),
            text::name(now)
        ),
        None => format!("⛔ {} **{order}**: **{leave}**, ya no está a su cargo.", task.noun()),
    }
}

/// To the cashier who has it again.
pub(crate) fn back_content(order: OrderId, task: Task) -> String {
    let what = match task {
        Task::Pay => "Páguela, responda a su mensaje con la captura y pulse **Listo**.",
        Task::PayGiro => "Páguelo y pulse **Ejecutar** en su mensaje.",
        Task::Receive => "Mire si el pago llegó a su cuenta y pulse **Listo** en su mensaje.",
    };
    let (whose, own) = match task {
        Task::PayGiro => ("El giro", "suyo"),
        Task::Pay | Task::Receive => ("La orden", "suya"),
    };
    format!("🔔 {whose} **{order}** vuelve a ser {own}. {what}")
}

/// A reminder to the cashier who has not paid it.
pub(crate) fn reminder_content(order: OrderId, task: Task, waited_ms: i64) -> String {
    let waited = when::lasted(waited_ms);
    match task {
        Task::Pay => format!(
            "⏰ La orden **{order}** espera su pago desde hace {waited}. Páguela y responda a su mensaje con la captura; si no se \
             puede pagar, **Cancelar**; si usted no puede ahora, `!ocupado`."
        ),
        Task::PayGiro => format!(
            "⏰ El giro **{order}** espera su pago desde hace {waited}. Páguelo y pulse **Ejecutar** en su mensaje; si no se puede \
             pagar, **Devolver**; si usted no puede ahora, `!ocupado`."
        ),
        Task::Receive => format!(
            "⏰ El depósito de la orden **{order}** espera desde hace {waited}. Mire si llegó a su cuenta y pulse **Listo**; si no \
             llegó, **Cancelar**; si usted no puede ahora, `!ocupado`."
        ),
    }
}

/// To the cashier: the order now has a beneficiary.
pub(crate) fn beneficiary_content(order: OrderId, beneficiary: &str) -> String {
    format!(
        "📝 La orden **{order}** ya dice a quién pagar:\n{}",
        text::to_copy(beneficiary)
    )
}

/// To the cashier whose order somebody else confirmed.
pub(crate) fn confirmed_content(order: OrderId, task: Task, by: &str) -> String {
    let how = match task {
        Task::Pay => "con su captura: su total salió de su cuenta",
        Task::PayGiro => "y su monto salió de su cuenta",
        Task::Receive => "y su total entró a su cuenta",
    };
    format!(
        "✅ La orden **{order}** la confirmó **{}** por usted, {how}.",
        text::name(by)
    )
}
