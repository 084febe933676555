//! What the alerts channel reads: what needs a human.

use super::{payouts, text, when};
use crate::domain::outbox::CaptureUse;
use crate::ids::{NoticeId, OrderId, RequestNumber};

pub(crate) fn capture_reused(order: OrderId, earlier: CaptureUse) -> String {
    let other = match earlier {
        CaptureUse::Order(earlier) => format!("`!orden {earlier}`"),
        CaptureUse::Payout(number) => format!("`!solicitud {number}`"),
    };
    format!(
        "⚠️ La captura de la orden **{order}** es la misma que la de **{}**, byte por byte. Mire las dos: \
         `!orden {order}` y {other}.",
        payouts::capture_use(earlier)
    )
}

/// An order lies with its cashier, and the desk knows nobody else for it.
pub(crate) fn stuck(order: OrderId, cashier: &str, waited_ms: i64) -> String {
    format!(
        "⏰ La orden **{order}** lleva {} con **{}** sin pagarse, y no hay otro cajero disponible con saldo que no la \
         haya tenido ya. Désela a alguien con `!asignar {order} @cajero`, o cancélela con `!cancelar {order}`.",
        when::lasted(waited_ms),
        text::name(cashier)
    )
}

/// A payout's capture proves something else already.
pub(crate) fn payout_capture_reused(number: RequestNumber, earlier: CaptureUse) -> String {
    format!(
        "⚠️ La captura del retiro **{number}** es la misma que la de **{}**, byte por byte. Mire las dos antes de pulsar \
         **Pagado**.",
        payouts::capture_use(earlier)
    )
}

/// Something that no courier of this version can tell. `place`: where; without, all of it.
pub(crate) fn set_aside(notice: NoticeId, place: Option<&str>) -> String {
    let what = match place {
        Some(_) => "Discord no acepta ese mensaje",
        None => "lo escribió una versión más nueva de la mesa",
    };
    format!(
        "⚠️ No pude entregar el aviso **{notice}**: {what}. Los libros están bien y el aviso queda guardado: \
         `cambista outbox` lo muestra y `cambista outbox retry` lo intenta otra vez."
    )
}

/// Once a day. Whoever keeps this message can later tell whether the past was rewritten.
pub(crate) fn chain_head(seq: i64, hash: &str) -> String {
    format!(
        "🔒 Sello de los libros de hoy: `{seq}:{hash}`. Guárdelo: `cambista audit --seal {seq}:{hash}` comprueba que \
         nadie ha reescrito el pasado."
    )
}

/// To somebody who wrote while the bot was away.
pub(crate) fn was_away() -> String {
    "Estuve fuera de servicio y no procesé este mensaje; envíelo otra vez si aún vale.".to_owned()
}
