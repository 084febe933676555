//! Words about captures.

use super::controls::button;
use super::nouns::{CAPTURES, FILES, counted};
use super::{payouts, text};
use crate::db::Trouble;
use crate::discord::controls::Button;
use crate::domain::orders::ProofAttached;

/// The kinds of files that can be captures.
const ACCEPTED: &str = "envíe una imagen PNG, JPG, WEBP, GIF o HEIC, o un PDF";

/// `files`: how many files the message had. `completing`: the button that completes the order.
pub(crate) fn attached(done: &ProofAttached, files: usize, is_heic: bool, completing: Button) -> String {
    let (pressed, _) = button(completing);
    let heic = if is_heic {
        " Discord no muestra las fotos HEIC: quedó guardada, pero una captura de pantalla (PNG o JPG) la puede ver \
         cualquiera."
    } else {
        ""
    };
    if done.needs_word {
        return format!(
            "⚠️ **Ese pago ya se usó en otra orden.** La captura quedó anotada para la orden **{0}**, que ya no se confirma con **{pressed}**: los \
             superusuarios fueron avisados y, si el pago vale, uno la confirma con `!confirmar {0}`. Si no llegó otro pago, pulse **Cancelar**.",
            done.order
        );
    }
    if let (None, Some(earlier)) = (done.reused_from, done.reference_of) {
        return format!(
            "⚠️ **Esa referencia ya se usó en la orden {earlier}.** La captura quedó anotada para la orden **{}** con ella, y los \
             superusuarios fueron avisados. Si pagó las dos con una sola transferencia, o es otro pago, confirme con **{pressed}**; si se \
             equivocó, envíe antes la captura correcta.",
            done.order
        );
    }
    match done.reused_from {
        None if 1 < files => format!(
            "{} recibidas para la orden **{}**. Pulse **{pressed}** en esa orden para confirmar el pago.{heic}",
            counted(files, CAPTURES),
            done.order
        ),
        None => format!(
            "Captura recibida para la orden **{}**. Pulse **{pressed}** en esa orden para confirmar el pago.{heic}",
            done.order
        ),
        Some(earlier) => format!(
            "⚠️ **Esta misma captura ya se usó en {}.** Quedó anotada para la orden **{}** y avisé a los \
             superusuarios. Si se equivocó de archivo, envíe la captura correcta antes de pulsar **{pressed}**.",
            payouts::capture_use(earlier),
            done.order
        ),
    }
}

/// Somebody replied to a message that the books do not know as showing an order or a request.
pub(crate) fn of_other_books() -> String {
    "Los libros no conocen el mensaje al que respondió, así que la captura no se guardó. Vea la orden con `!orden <n>` y \
     responda a su mensaje, o envíe la captura sin responder a ninguno."
        .to_owned()
}

/// Of several files, the first ones are attached and the next one was refused.
pub(crate) fn some_attached(kept: usize, of: usize) -> String {
    let verb = if kept == 1 { "Se guardó" } else { "Se guardaron" };
    format!(
        "{verb} {kept} de {}, en su orden; de los demás envíe otra vez solo los que falten.",
        counted(of, FILES)
    )
}

pub(crate) fn no_open_order() -> String {
    "No tiene órdenes abiertas, así que esta captura no se guardó. Si quiere pagar una, pulse **Tomar** en el canal de \
     pendientes."
        .to_owned()
}

pub(crate) fn only_cashiers() -> String {
    "Las capturas las envían los cajeros que pagan una orden. Lo que usted puede hacer: `!ayuda`.".to_owned()
}

pub(crate) fn small_talk() -> String {
    "Soy el bot de la mesa. Lo que puede hacer conmigo: `!ayuda`.".to_owned()
}

pub(crate) fn wrong_kind() -> String {
    format!("Eso no es una captura y no se guardó nada: {ACCEPTED}.")
}

/// It is declared as a picture, but its bytes are not one.
pub(crate) fn not_by_its_bytes(file_name: &str) -> String {
    format!(
        "Eso no es una captura y no se guardó nada: por dentro, «{}» no es una imagen ni un PDF, se llame como se llame; {ACCEPTED}.",
        text::plain(&text::clip(file_name, 40))
    )
}

pub(crate) fn too_many(max: usize, given: usize) -> String {
    format!(
        "Llegaron {} y no se guardó ninguno: en un mensaje caben {max}.",
        counted(given, FILES)
    )
}

pub(crate) fn too_large(max_bytes: u64) -> String {
    format!(
        "El archivo es demasiado grande: caben hasta {} MB. Envíe una captura de pantalla.",
        max_bytes / 1_048_576
    )
}

pub(crate) fn empty_file() -> String {
    "El archivo está vacío. Envíe la captura otra vez.".to_owned()
}

/// The capture could not be stored; superusers are told at the same time.
pub(crate) fn not_kept(trouble: Trouble) -> String {
    let why = match trouble {
        Trouble::Full => "el disco de la mesa está lleno",
        Trouble::ReadOnly => "la carpeta de las capturas no deja escribir",
        Trouble::Unreachable | Trouble::FileGone | Trouble::Broken => "la carpeta de las capturas falla",
    };
    format!(
        "No pude guardar la captura: {why}. Ese archivo no cuenta todavía: consérvelo y envíelo otra vez cuando la mesa lo arregle. \
         Ya avisé a los superusuarios."
    )
}

pub(crate) fn not_downloaded() -> String {
    "No pude bajar el archivo de Discord y no se guardó nada. Envíelo otra vez.".to_owned()
}
