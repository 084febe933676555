//! Words of separate messages about an order, which ring because editing a message rings nobody.

use super::money::money;
use super::orders::undone;
use super::{text, when};
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
        "❌ Orden **{id}** cancelada por {by}: «{reason}». No se movió dinero; si hace falta, envíela de nuevo con `!t`."
    )
}

/// To the reseller: somebody at the desk cancelled it.
pub(crate) fn cancelled_content(order: OrderId, by: &str) -> String {
    format!(
        "❌ Orden **{order}** cancelada por **{}** antes de pagarse. No se movió dinero; si hace falta, envíela de nuevo con \
         `!t`.",
        text::name(by)
    )
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
pub(crate) fn withdrawn_content(order: OrderId) -> String {
    format!("⛔ Orden **{order}**: **no la pague**: fue cancelada.")
}

/// To the cashier who had it before.
pub(crate) fn taken_content(order: OrderId, now: Option<&str>) -> String {
    match now {
        Some(now) => format!(
            "⛔ Orden **{order}**: **no la pague**, ahora la tiene **{}**.",
            text::name(now)
        ),
        None => format!("⛔ Orden **{order}**: **no la pague**, ya no está a su cargo."),
    }
}

/// To the cashier who has it again.
pub(crate) fn back_content(order: OrderId) -> String {
    format!(
        "🔔 La orden **{order}** vuelve a ser suya. Páguela, responda a su mensaje con la captura y pulse **Listo**."
    )
}

/// A reminder to the cashier who has not paid it.
pub(crate) fn reminder_content(order: OrderId, waited_ms: i64) -> String {
    format!(
        "⏰ La orden **{order}** espera su pago desde hace {}. Páguela y responda a su mensaje con la captura; si no se \
         puede pagar, **Cancelar**; si usted no puede ahora, `!ocupado`.",
        when::lasted(waited_ms)
    )
}

/// To the cashier: the order now has a beneficiary.
pub(crate) fn beneficiary_content(order: OrderId, beneficiary: &str) -> String {
    format!(
        "📝 La orden **{order}** ya dice a quién pagar:\n{}",
        text::to_copy(beneficiary)
    )
}

/// To the cashier whose order somebody else confirmed.
pub(crate) fn confirmed_content(order: OrderId, by: &str) -> String {
    format!(
        "✅ La orden **{order}** la confirmó **{}** por usted, con su captura: su total salió de su cuenta.",
        text::name(by)
    )
}
