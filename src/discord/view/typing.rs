//! Words about typed messages: several commands in one message, near misses, edits, and messages that were missed.

use poise::serenity_prelude::{ChannelId, Mentionable};

use super::nouns::{COMMANDS, FILES, counted};
use super::text;

/// How many characters of what was typed are shown.
const SHOWN_CHARS_MAX: usize = 80;

/// What is wrong with a near miss.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Instead {
    NoPrefix,
    OtherSign,
    Formatted,
    Forwarded,
}

/// What a reply to a message with several commands is about, judging by its first words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    WholeMessage,
    /// The command that begins on this line.
    Line(usize),
}

const NOTHING_DONE: &str = "**No hice nada de este mensaje.**";
const WAS_AWAY: &str = "Estuve fuera de servicio";
const LINE: &str = "**Línea ";

/// The answer to one of several commands.
pub(crate) fn of_line(number: usize, answer: &str) -> String {
    format!("{LINE}{number}.** {answer}")
}

/// What a reply is about; `None` if it does not answer a message with several commands.
pub(crate) fn about(reply: &str) -> Option<About> {
    if reply.starts_with(NOTHING_DONE) || reply.starts_with(WAS_AWAY) {
        return Some(About::WholeMessage);
    }
    let (number, _) = reply.strip_prefix(LINE)?.split_once(".**")?;
    number.parse().ok().map(About::Line)
}

/// To somebody who wrote while the bot was away: which lines were not carried out.
pub(crate) fn lines_not_done(lines: &[usize]) -> String {
    let numbers: Vec<String> = lines.iter().map(usize::to_string).collect();
    let which = match numbers.as_slice() {
        [only] => format!("la línea {only}"),
        several => format!("las líneas {}", text::listed(several, "y")),
    };
    format!("{WAS_AWAY} y no procesé {which} de este mensaje; envíelo otra vez sin las demás, si aún vale.")
}

/// To somebody who wrote while the bot was away.
pub(crate) fn was_away() -> String {
    format!("{WAS_AWAY} y no procesé este mensaje; envíelo otra vez si aún vale.")
}

pub(crate) fn too_many(max: usize, given: usize) -> String {
    format!(
        "{NOTHING_DONE} Tiene {} y caben {max}: envíelos en varios mensajes.",
        counted(given, COMMANDS)
    )
}

pub(crate) fn text_before(first: &str) -> String {
    format!(
        "{NOTHING_DONE} Hay texto antes de {}. Escriba primero el comando; lo que vaya debajo, como el beneficiario, \
         le pertenece.",
        code(first)
    )
}

/// One of several commands cannot be read.
pub(crate) fn unreadable_line(line: usize, typed: &str, why: &str) -> String {
    format!("{NOTHING_DONE} La línea {line}, {}, no se entiende: {why}", code(typed))
}

/// A line below a command looks like one of its own.
pub(crate) fn command_below(line: usize, typed: &str, meant: &str) -> String {
    format!(
        "{NOTHING_DONE} La línea {line}, {}, parece otro comando. Si lo es, escríbala así: {}. Si es del beneficiario, \
         póngala en la línea de arriba.",
        code(typed),
        code(meant)
    )
}

pub(crate) fn one_file_only(given: usize) -> String {
    format!(
        "{NOTHING_DONE} Trae {} y con un comando va uno: envíelo otra vez con una sola imagen.",
        counted(given, FILES)
    )
}

pub(crate) fn takes_no_file(typed: &str) -> String {
    format!(
        "{NOTHING_DONE} Con {} no va ningún archivo: envíelo otra vez sin él.",
        code(typed)
    )
}

pub(crate) fn whose_file(commands: usize) -> String {
    format!(
        "{NOTHING_DONE} Trae un archivo y {} que llevan uno, y no sé de cuál es. Envíe cada uno en su mensaje, con su archivo.",
        counted(commands, COMMANDS)
    )
}

/// Something that belongs into a channel was typed in one of its threads.
pub(crate) fn in_thread(meant: &str, channel: ChannelId) -> String {
    format!(
        "{NOTHING_DONE} En un hilo no se trabaja con el batch: escriba {} en {}.",
        code(meant),
        channel.mention()
    )
}

/// What to type instead of a near miss.
pub(crate) fn near_miss(what: Instead, meant: &str) -> String {
    let why = match what {
        Instead::NoPrefix => "Eso parece un comando, pero le falta `!`.",
        Instead::OtherSign => "Los comandos escritos empiezan por `!`.",
        Instead::Forwarded => "Un comando reenviado no se lleva a cabo.",
        Instead::Formatted => "Un comando citado o con formato no se lleva a cabo.",
    };
    format!("{why} No hice nada. Escríbalo así: {}", code(meant))
}

/// The same when it cannot be read even then.
pub(crate) fn unreadable_near_miss(what: Instead, meant: &str, why: &str) -> String {
    format!("{}\n{why}", near_miss(what, meant))
}

pub(crate) fn edit_of_done() -> String {
    "Editó un mensaje que ya se llevó a cabo: lo hecho queda como estaba. Si hay que cambiarlo, cancele la orden y envíe \
     el comando otra vez en un mensaje nuevo."
        .to_owned()
}

/// The message only asked a question, which is still open.
pub(crate) fn edit_of_asked() -> String {
    "Editó un mensaje cuya pregunta sigue sin respuesta: nada se hizo todavía, y la pregunta vale para lo que escribió primero. Pulse \
     **Corregir** en ella y envíe el comando corregido en un mensaje nuevo."
        .to_owned()
}

/// The message only showed what would be done.
pub(crate) fn edit_of_shown() -> String {
    "Editó un mensaje que solo preguntó: mientras no se confirme lo que se mostró, nada se hace, y vale para lo que escribió primero. \
     Envíe el comando corregido en un mensaje nuevo."
        .to_owned()
}

pub(crate) fn edit_of_command() -> String {
    "Un comando editado no se lleva a cabo. Envíelo otra vez en un mensaje nuevo.".to_owned()
}

/// The first line of what was typed, as code. Nothing in it can end the code span.
pub(crate) fn code(typed: &str) -> String {
    let line = typed.lines().next().unwrap_or_default().replace('`', "'");
    format!("`{}`", text::clip(line.trim(), SHOWN_CHARS_MAX))
}

#[cfg(test)]
mod tests {
    use super::{About, about, code, lines_not_done, of_line, too_many, unreadable_line, was_away};

    #[test]
    fn what_a_reply_is_about_can_be_read_off_it() {
        assert_eq!(about(&of_line(12, "Orden **1**")), Some(About::Line(12)));
        for whole in [
            too_many(20, 21),
            unreadable_line(2, "!x", "no"),
            was_away(),
            lines_not_done(&[2]),
        ] {
            assert_eq!(about(&whole), Some(About::WholeMessage), "{whole}");
        }
        for other in ["Orden **1**: asignada", "", "**Línea x.** no"] {
            assert_eq!(about(other), None, "{other}");
        }
    }

    #[test]
    fn lines_are_named_in_one_sentence() {
        assert!(lines_not_done(&[2]).contains("la línea 2 de"));
        assert!(lines_not_done(&[2, 3, 5]).contains("las líneas 2, 3 y 5 de"));
    }

    #[test]
    fn what_is_shown_back_stays_in_its_span() {
        assert_eq!(code("!t `100` p\nAna"), "`!t '100' p`");
        assert_eq!(code(&"x".repeat(200)).chars().count(), 82);
    }
}
