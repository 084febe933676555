//! What the alerts channel reads: what needs a human.

use super::{payouts, text, when};
use crate::domain::outbox::{CaptureUse, Notice, Owed};
use crate::ids::{OrderId, RequestNumber};

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

/// Something could not be told.
pub(crate) fn not_told(owed: &Owed) -> String {
    let what = match &owed.notice {
        None => "de una versión más nueva".to_owned(),
        Some(Notice::RoleAssigned { .. }) => "de un rol".to_owned(),
        Some(Notice::RoleOwed { .. }) => "de un rol de Discord".to_owned(),
        Some(Notice::PlaceReviewed { .. }) => "de un canal o rol de la mesa".to_owned(),
        Some(Notice::BatchOpened { batch, .. }) => format!("del batch {batch}, abierto"),
        Some(Notice::OrderChanged { order }) => format!("de la orden {order}"),
        Some(Notice::OrderPaid { order, .. }) => format!("de la orden {order}, pagada"),
        Some(Notice::OrderReversed { order, .. }) => format!("de la orden {order}, revertida"),
        Some(Notice::OrderRejected { order }) => format!("de la orden {order}, cancelada por su cajero"),
        Some(Notice::OrderWithdrawn { order, .. }) => format!("de la orden {order}, cancelada por su revendedor"),
        Some(Notice::OrderTaken { order, .. }) => format!("de la orden {order}, que tiene otro cajero"),
        Some(Notice::OrderBack { order, .. }) => format!("de la orden {order}, que vuelve a su cajero"),
        Some(Notice::OrderReminder { order, .. }) => format!("de la orden {order}, que su cajero no ha pagado"),
        Some(Notice::OrderStuck { order, .. }) => format!("de la orden {order}, que nadie más puede pagar"),
        Some(Notice::OrderConfirmed { order, .. }) => format!("de la orden {order}, confirmada por un superusuario"),
        Some(Notice::LotBought { batch, .. }) => format!("de una compra en el batch {batch}"),
        Some(Notice::BatchClosed { batch, .. }) => format!("del batch {batch}, cerrado"),
        Some(Notice::AchievementCompleted { achievement, .. }) => format!("del logro {achievement}"),
        Some(Notice::ChainHead { .. }) => "del sello de los libros".to_owned(),
        Some(Notice::RequestChanged { request } | Notice::RequestEnded { request }) => {
            format!("de la solicitud {request}")
        }
        Some(Notice::AccountChanged { account, .. }) => format!("de la cuenta {account}"),
        Some(Notice::PanelWanted) => "del panel de registro".to_owned(),
        Some(Notice::MemberJoined { .. }) => "de bienvenida".to_owned(),
        Some(Notice::ChannelOwed { .. }) => "del canal de un revendedor".to_owned(),
        Some(Notice::PayoutCaptureReused { request, .. }) => {
            format!("de una captura repetida en el retiro {request}")
        }
        Some(Notice::CaptureReused { order, .. }) => format!("de una captura repetida en la orden {order}"),
    };
    format!(
        "⚠️ No pude entregar un aviso {what} (aviso {}). Los libros están bien; revise los canales y los permisos \
         del bot.",
        owed.id
    )
}

/// Once a day. Whoever keeps this message can later tell whether the past was rewritten.
pub(crate) fn chain_head(seq: i64, hash: &str) -> String {
    format!(
        "🔒 Sello de los libros de hoy: `{seq}:{hash}`. Guárdelo: `cambista audit --seal {seq}:{hash}` comprueba que \
         nadie ha reescrito el pasado."
    )
}
