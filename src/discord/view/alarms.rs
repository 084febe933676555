//! Words for the alerts channel: everything that needs a human.

use super::detours::{self, Called};
use super::{payouts, text, when};
use crate::db::Trouble;
use crate::domain::kernel::outbox::{About, CaptureUse};
use crate::ids::{NoticeId, OrderId, RequestNumber};

pub(crate) fn capture_reused(order: OrderId, earlier: CaptureUse) -> String {
    let other = match earlier {
        CaptureUse::Order(earlier) => format!("`!orden {earlier}`"),
        CaptureUse::Payout(number) => format!("`!solicitud {number}`"),
    };
    format!(
        "⚠️ La captura de la orden **{order}** es la misma que la de **{}**: es el mismo archivo. Mire las dos: \
         `!orden {order}` y {other}.",
        payouts::capture_use(earlier)
    )
}

/// Somebody offered a payment for a deposit that proves something else already.
pub(crate) fn payment_repeated(by: &str, used: CaptureUse) -> String {
    let look = match used {
        CaptureUse::Order(earlier) => format!("`!orden {earlier}`"),
        CaptureUse::Payout(number) => format!("`!solicitud {number}`"),
    };
    format!(
        "⚠️ **{}** quiso usar para un depósito un pago que ya es de **{}**. No se anotó. Mírelo: {look}. Si el pago vale para \
         los dos, un superusuario lo confirma con `!confirmar <n>`, o un admin por la API.",
        text::name(by),
        payouts::capture_use(used)
    )
}

/// Two orders have the same bank reference.
pub(crate) fn reference_reused(order: OrderId, earlier: OrderId, reference: &str) -> String {
    format!(
        "⚠️ La orden **{order}** trae la referencia {}, que ya tiene la orden **{earlier}**. Mire las dos: `!orden {order}` y \
         `!orden {earlier}`.",
        text::to_copy(reference)
    )
}

/// An order has waited long with its cashier, and there is nobody else who could pay it.
pub(crate) fn stuck(order: OrderId, cashier: &str, waited_ms: i64) -> String {
    format!(
        "⏰ La orden **{order}** lleva {} con **{}** sin pagarse, y no hay otro cajero disponible con saldo que no la \
         haya tenido ya. Désela a alguien con `!asignar {order} @cajero`, o cancélela con `!cancelar {order}`.",
        when::lasted(waited_ms),
        text::name(cashier)
    )
}

/// Somebody cancelled an order that has a capture.
pub(crate) fn rejected_with_capture(order: OrderId, by: &str) -> String {
    format!(
        "⚠️ **{}** canceló la orden **{order}** aunque tenía captura. Mírela con `!orden {order}` y pregunte si se pagó, antes \
         de que se envíe otra vez.",
        text::name(by)
    )
}

/// Somebody sent a capture for an order that used to be theirs. `now`: who has it now.
pub(crate) fn paid_before(order: OrderId, by: &str, now: Option<&str>) -> String {
    let now = match now {
        Some(now) => format!("que ahora tiene **{}**", text::name(now)),
        None => "que ya no tiene nadie".to_owned(),
    };
    format!(
        "⚠️ **{}** mandó una captura de la orden **{order}**, {now}: puede que ya la haya pagado. La captura no se guardó. Pregunte \
         antes de que se pague dos veces; si la pagó, désela con `!asignar {order} @cajero` y que la mande otra vez.",
        text::name(by)
    )
}

/// To the cashier who has that order now.
pub(crate) fn maybe_paid(order: OrderId, by: &str) -> String {
    format!(
        "⚠️ Orden **{order}**: **{}**, que la tenía antes, mandó una captura. **Pregunte antes de pagarla**: puede que ya esté pagada.",
        text::name(by)
    )
}

/// To the person who sent it.
pub(crate) fn not_yours_any_more(order: OrderId) -> String {
    format!(
        "La orden **{order}** ya no es suya y la captura no se guardó. Avisé a los superusuarios y a quien la tiene ahora de que puede \
         estar pagada: si la pagó, dígaselo y le darán la orden otra vez."
    )
}

/// A payout's capture was used as a proof before.
pub(crate) fn payout_capture_reused(number: RequestNumber, earlier: CaptureUse) -> String {
    format!(
        "⚠️ La captura del retiro **{number}** es la misma que la de **{}**: es el mismo archivo. Mire las dos antes de pulsar \
         **Pagado**.",
        payouts::capture_use(earlier)
    )
}

/// A message that Discord refuses for good.
pub(crate) struct Refused {
    pub(crate) notice: NoticeId,
    pub(crate) lane: Called,
    pub(crate) about: About,
    /// Whether its readers were told in plain words what to look up.
    pub(crate) in_words: bool,
}

pub(crate) fn refused(of: &Refused) -> String {
    let there = detours::called(&of.lane);
    let told = match of.in_words {
        true => "En su lugar escribí allí, en palabras, que lo consulten.",
        false => "Allí no lo sabe nadie: avise usted.",
    };
    let (what, next) = match (look_up(of.about), of.about.order) {
        (Some((what, command)), Some(order)) => (
            format!(" sobre {what}"),
            format!(" Véala con {command}; si nadie la atiende, désela a alguien con `!asignar {order} @cajero`."),
        ),
        (Some((what, command)), None) => (format!(" sobre {what}"), format!(" Consulte {command}.")),
        (None, _) => (String::new(), String::new()),
    };
    format!(
        "⚠️ Discord no acepta un mensaje{what} para {there}. {told}{next} Los libros están bien y el aviso **{}** queda guardado: \
         `cambista outbox` dice qué le falta y `cambista outbox retry` lo intenta otra vez.",
        of.notice
    )
}

/// Sent in place of a message that Discord refuses.
pub(crate) fn in_words(about: About) -> String {
    match look_up(about) {
        Some((what, command)) => {
            format!(
                "⚠️ Hay novedades sobre {what}, y Discord no acepta el mensaje que las muestra. Consulte {command}."
            )
        }
        None => "⚠️ Hay un aviso para usted, y Discord no acepta el mensaje. Pregunte a un superusuario.".to_owned(),
    }
}

/// The name of something, and the command that shows it.
fn look_up(about: About) -> Option<(String, String)> {
    let About { order, batch, request } = about;
    match (order, request, batch) {
        (Some(order), _, _) => Some((format!("la orden **{order}**"), format!("`!orden {order}`"))),
        (None, Some(request), _) => Some((format!("la solicitud **{request}**"), format!("`!solicitud {request}`"))),
        (None, None, Some(batch)) => Some((format!("el batch **{batch}**"), format!("`!historial b{batch}`"))),
        (None, None, None) => None,
    }
}

/// A notice that only a newer cambista can read.
pub(crate) fn unreadable(notice: NoticeId) -> String {
    format!(
        "⚠️ No pude entregar el aviso **{notice}**: lo escribió una versión más nueva de la mesa. Los libros están bien y el \
         aviso queda guardado: `cambista outbox` lo muestra y `cambista outbox retry` lo intenta otra vez."
    )
}

/// Sent once a day. Whoever keeps this message can later check whether the past was rewritten.
pub(crate) fn chain_head(seq: i64, hash: &str) -> String {
    format!(
        "🔒 Sello de los libros de hoy: `{seq}:{hash}`. Guárdelo: `cambista audit --seal {seq}:{hash}` comprueba que \
         nadie ha reescrito el pasado."
    )
}

/// Told at most once a day, while it lasts.
pub(crate) fn books_differ(difference: &str) -> String {
    format!(
        "⛔ **Los libros no cuadran.** Alguien escribió en la base de datos sin pasar por la mesa, o falla el disco. La mesa sigue \
         abierta, pero no se abrirá de nuevo así: guarde una copia y siga «The books differ» de docs/OPERATIONS.md. \
         `cambista audit` dice: `{}`",
        difference.replace('`', "'")
    )
}

/// Nobody can save anything.
pub(crate) fn writes_fail(trouble: Trouble) -> String {
    let (what, next) = match trouble {
        Trouble::Unreachable => (
            "La base de datos no responde",
            "Revise el servidor y la red; el registro del programa dice cuál es. La mesa sigue sola cuando vuelva.",
        ),
        Trouble::ReadOnly => (
            "La base de datos no acepta cambios (solo lectura)",
            "Revise que sea el servidor primario, o los permisos y el disco del archivo. La mesa sigue sola cuando acepte.",
        ),
        Trouble::Full => (
            "El disco de la base de datos está lleno",
            "Libere espacio. La mesa sigue sola cuando haya.",
        ),
        Trouble::FileGone => (
            "El archivo de la base de datos fue movido, borrado o reemplazado mientras la mesa estaba abierta",
            "La mesa ya no acepta nada. Detenga el programa, ponga el archivo correcto en su lugar y arránquelo otra vez.",
        ),
        Trouble::Broken => ("La base de datos falla", "El registro del programa dice por qué."),
    };
    format!("🔴 **{what}.** Nadie puede guardar nada, y a quien lo intenta se le dice. {next}")
}

pub(crate) fn writes_work() -> String {
    "🟢 La base de datos guarda otra vez.".to_owned()
}

/// Captures cannot be stored; everything else works.
pub(crate) fn captures_fail(trouble: Trouble) -> String {
    let why = match trouble {
        Trouble::Full => "el disco está lleno",
        Trouble::ReadOnly => "la carpeta no deja escribir",
        Trouble::Unreachable | Trouble::FileGone | Trouble::Broken => {
            "la carpeta falla; el registro del programa dice por qué"
        }
    };
    format!("🔴 **No se pueden guardar capturas:** {why}. Sin captura no se puede confirmar ningún pago.")
}

pub(crate) fn captures_work() -> String {
    "🟢 Las capturas se guardan otra vez.".to_owned()
}
