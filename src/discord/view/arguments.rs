//! Words for commands that cannot be read.

use super::help::{Record, Records, synonyms};
use super::members::{letters, role};
use super::text;
use crate::discord::args::ArgumentError;
use crate::discord::args::amounts::Behind;
use crate::domain::people::members::{self, Member};

/// For too few or too many words, or a word of the wrong kind.
pub(crate) fn usage(command: Option<&Record>, problem: &str) -> String {
    match command {
        Some(record) => format!(
            "{problem} Se escribe así: `!{}`. Ejemplo: `!{}`.",
            record.usage, record.example
        ),
        None => format!("{problem} Vea `!ayuda`."),
    }
}

pub(crate) fn too_few() -> &'static str {
    "Faltan datos."
}

pub(crate) fn too_many() -> &'static str {
    "Eso no es lo que el comando espera: hay datos de más o en otro orden."
}

pub(crate) fn subcommand_required() -> &'static str {
    "Falta una palabra del comando."
}

pub(crate) fn bad_argument(error: &ArgumentError) -> String {
    match error {
        ArgumentError::IsBot => "Un bot no puede tener un papel en la mesa; mencione a una persona.".to_owned(),
        ArgumentError::CutNumber {
            typed,
            joined,
            first,
            behind,
        } => {
            let two = match behind {
                Behind::Number => format!("si son dos números, escriba el primero con decimales: `{first},0`"),
                Behind::Text => "si es solo lo primero, ponga una palabra delante de lo demás".to_owned(),
            };
            format!(
                "«{}» se lee de dos maneras. Si es un número, escríbalo sin espacios: `{joined}`; {two}.",
                text::plain(&text::clip(typed, 60))
            )
        }
    }
}

/// Nobody has that name, or the mentioned person is not in the server.
pub(crate) fn nobody_found(typed: &str) -> String {
    let letters = other_letters(typed);
    let typed = text::plain(&text::clip(typed, 60));
    format!("No encuentro a «{typed}» en este servidor. {letters}Mencione a esa persona con @.")
}

/// Nobody has exactly that name, but these people have similar ones.
pub(crate) fn like(typed: &str, like: &[Member]) -> String {
    let letters = other_letters(typed);
    let typed = text::plain(&text::clip(typed, 60));
    format!("No encuentro a «{typed}». {letters}¿Quiso decir {}?", named(like, "o"))
}

/// Letters of other alphabets can look the same, so the person is told which ones they typed.
fn other_letters(typed: &str) -> String {
    match members::scripts_of(typed).as_slice() {
        [] | ["Latin"] => String::new(),
        scripts => format!("Lo escribió con letras {}. ", letters(scripts)),
    }
}

/// Several people have that name.
pub(crate) fn several(typed: &str, members: &[Member]) -> String {
    let typed = text::plain(&text::clip(typed, 60));
    format!(
        "«{typed}» puede ser {}. Mencione a esa persona con @, o escriba el número que está junto a su nombre.",
        named(members, "o")
    )
}

fn named(members: &[Member], and: &str) -> String {
    let one = |member: &Member| {
        let gone = if member.left_at.is_some() {
            ", ya no está en el servidor"
        } else {
            ""
        };
        let user = member.discord_user.map(|user| format!(", `{user}`"));
        format!(
            "**{}** ({}{}{gone})",
            text::name(&member.name),
            role(member.role),
            user.unwrap_or_default()
        )
    };
    let shown: Vec<String> = members.iter().map(one).collect();
    text::listed(&shown, and)
}

pub(crate) fn no_such_channel(typed: &str) -> String {
    let typed = text::plain(&text::clip(typed, 60));
    format!("No encuentro el canal «{typed}». Menciónelo con #, o no escriba ninguno y se crea: `!canal @david`.")
}

pub(crate) fn unreadable(typed: Option<&str>) -> String {
    match typed {
        Some(typed) if !typed.trim().is_empty() => {
            format!("No entiendo «{}».", text::plain(&text::clip(typed, 60)))
        }
        _ => "No entiendo el comando.".to_owned(),
    }
}

/// An unknown word: either it means something that exists under another command, or the most similar command is
/// suggested.
pub(crate) fn unknown_command(records: &Records, typed: &str, rest: &str) -> String {
    let meant = synonyms::meant(records, typed, &text::clip(rest, 80));
    let nearest = records.nearest(typed);
    let typed = text::plain(&text::clip(typed, 40));
    if let Some(meant) = meant {
        let all = if meant.contains("`!ayuda`") {
            ""
        } else {
            " Todos los comandos: `!ayuda`."
        };
        return format!("No conozco «{typed}». {meant}{all}");
    }
    match nearest {
        Some(nearest) => format!("No conozco «{typed}». ¿Quiso decir `!{nearest}`? Todos los comandos: `!ayuda`."),
        None => format!("No conozco «{typed}». Todos los comandos: `!ayuda`."),
    }
}

/// A command and its first figure without a space between them.
pub(crate) fn glued_command(typed: &str, name: &str, figure: &str, rest: &str) -> String {
    let right = format!("!{name} {figure} {}", text::clip(rest, 80));
    format!(
        "No conozco «{}»: falta un espacio. Escriba {}",
        text::plain(&text::clip(typed, 40)),
        text::given_back(right.trim_end())
    )
}

/// Somebody typed an order's number for `!pagar`, which takes a person.
pub(crate) fn paying_an_order(number: &str) -> String {
    format!(
        "`!pagar` da monedas a una persona, como `!pagar @ana 50`. Una orden se paga respondiendo a su mensaje con la \
         captura y pulsando **Listo**; cómo está la {number}: `!orden {number}`."
    )
}

pub(crate) fn file_not_kept() -> &'static str {
    "El archivo que venía no se guardó."
}

/// Discord still offers the old version of a slash command after an update.
pub(crate) fn outdated_slash_command() -> String {
    "Ese comando cambió hace poco. Reinicie Discord (Ctrl+R) y elíjalo otra vez, o escríbalo: `!ayuda`.".to_owned()
}

pub(crate) fn not_an_order_number(typed: &str) -> String {
    format!(
        "«{}» no es un número de orden. Escriba solo el número, como `12`.",
        text::plain(&text::clip(typed, 40))
    )
}

/// The number of something that is no order.
pub(crate) fn not_a_number(typed: &str) -> String {
    format!(
        "«{}» no es un número. Escriba solo el número, como `12`.",
        text::plain(&text::clip(typed, 40))
    )
}
