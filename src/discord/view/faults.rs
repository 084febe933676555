//! Words for faults. "No se guardó nada" is said only when that is certain.

use super::{FAULT, when};
use crate::clock::Moment;
use crate::db::Trouble;

/// How a person made the request whose outcome is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Done {
    /// In a message; the outcome will be a reply to it.
    Written,
    /// By a slash command, a button or a form; the outcome goes by direct message.
    Pressed,
}

/// It is certain that nothing was saved.
pub(crate) fn nothing_saved(trouble: Trouble) -> String {
    match trouble {
        Trouble::Unreachable | Trouble::Broken => FAULT.to_owned(),
        Trouble::ReadOnly | Trouble::Full => {
            "No se guardó nada: la base de datos no acepta cambios por ahora. Quien opera la mesa ya lo sabe; \
             inténtelo más tarde."
                .to_owned()
        }
        Trouble::FileGone => {
            "No se guardó nada: la mesa perdió su archivo de datos y no acepta nada más. Avise a quien la opera; hasta \
             que lo revise no hace falta repetirlo."
                .to_owned()
        }
    }
}

/// The outcome is not known yet.
pub(crate) fn not_known_yet(done: Done) -> String {
    match done {
        Done::Written => {
            "⏳ La base de datos no respondió y **todavía no se sabe** si esto se guardó. **No lo envíe otra \
             vez.** En cuanto se sepa se lo diré aquí."
                .to_owned()
        }
        Done::Pressed => {
            "⏳ La base de datos no respondió y **todavía no se sabe** si esto se guardó. **No lo repita.** En \
             cuanto se sepa se lo diré por mensaje directo."
                .to_owned()
        }
    }
}

/// The outcome: it was saved. `is_key` says whether it made a key that was not shown and cannot be shown any more.
pub(crate) fn was_saved(done: Done, at: Moment, is_key: KeyLost) -> String {
    let saved = match done {
        Done::Written => "✅ Esto **sí se guardó**. No lo envíe otra vez.".to_owned(),
        Done::Pressed => format!("✅ Lo que hizo {} **sí se guardó**. No lo repita.", when::ago(at)),
    };
    match is_key {
        KeyLost::No => saved,
        KeyLost::Yes => format!("{saved} La clave ya no se puede mostrar: pida otra con `/app rotar`."),
    }
}

/// Whether a key was made that nobody has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyLost {
    Yes,
    No,
}

/// The outcome: nothing was saved.
pub(crate) fn was_not_saved(done: Done, at: Moment) -> String {
    match done {
        Done::Written => "❌ Esto **no se guardó**. Envíelo otra vez si aún vale.".to_owned(),
        Done::Pressed => format!(
            "❌ Lo que hizo {} **no se guardó**. Hágalo otra vez si aún vale.",
            when::ago(at)
        ),
    }
}
