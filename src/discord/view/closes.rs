//! The close of a day or a month.

mod lines;
mod sections;

use poise::serenity_prelude::{CreateEmbed, CreateEmbedFooter};

use super::face::Face;
use super::{COLOUR_DONE, COLOUR_STOPPED, COLOUR_WAITING, reads, refusals, text};
use crate::clock::Moment;
use crate::db::Place;
use crate::discord::controls::{Button, CloseOf, List};
use crate::reports::ReadError;
use crate::reports::closes::{CloseCard, CloseState};
use crate::reports::desk::{self, Length, Span};

/// How many characters of lines one message has: what reads well, far below Discord's limits.
const LEAF_CHARS_MAX: usize = 3_000;
/// The longest line; names and banks are clipped before.
const LINE_CHARS_MAX: usize = 900;

/// All messages of a close, in order; each has the title and says which part it is.
pub(crate) fn leaves(card: &CloseCard) -> Vec<CreateEmbed> {
    let parts = parts(&lines::all(card));
    let all = parts.len();
    let leaf = |(nth, lines): (usize, Vec<String>)| {
        let part = match all {
            1 => String::new(),
            all => format!(" · parte {} de {all}", nth + 1),
        };
        CreateEmbed::new()
            .title(title(card))
            .colour(colour(card))
            .description(lines.join("\n"))
            .footer(CreateEmbedFooter::new(format!(
                "{}{part}",
                desk::counted_by(&card.span)
            )))
    };
    parts.into_iter().enumerate().map(leaf).collect()
}

/// One message of a close, with buttons to the others. The key of a page is its number, from 0.
pub(crate) fn page(card: &CloseCard, of: CloseOf, place: Place) -> Face {
    let mut leaves = leaves(card);
    let last = leaves.len().saturating_sub(1);
    let wanted = match place {
        Place::First => 0,
        Place::After(key) => key,
        Place::Before(key) => key - 1,
    };
    let nth = usize::try_from(wanted).unwrap_or(0).min(last);
    let key = i64::try_from(nth).unwrap_or(0);
    let mut turns = Vec::new();
    if 0 < nth {
        turns.push(Button::Page(List::Close(of), Place::Before(key)));
    }
    if nth < last {
        turns.push(Button::Page(List::Close(of), Place::After(key + 1)));
    }
    Face::of_embed(leaves.swap_remove(nth)).buttons(turns)
}

/// Lines, cut into messages. An empty line is none at the beginning or end of a message.
fn parts(lines: &[String]) -> Vec<Vec<String>> {
    let mut parts: Vec<Vec<String>> = vec![Vec::new()];
    let mut used = 0;
    for line in lines {
        let line = text::clip(line, LINE_CHARS_MAX);
        let chars = line.chars().count() + 1;
        let is_full = LEAF_CHARS_MAX < used + chars;
        if is_full {
            parts.push(Vec::new());
            used = 0;
        }
        let part = parts.last_mut().expect("it begins with one");
        if line.is_empty() && part.is_empty() {
            continue;
        }
        part.push(line);
        used += chars;
    }
    for part in &mut parts {
        while part.last().is_some_and(String::is_empty) {
            part.pop();
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

fn title(card: &CloseCard) -> String {
    let closed = match &card.state {
        CloseState::Provisional { .. } => " · provisional",
        CloseState::NotRecorded | CloseState::Recorded(_) => "",
    };
    format!("Cierre {}{closed}", desk::of_span(&card.span))
}

fn colour(card: &CloseCard) -> u32 {
    match &card.state {
        _ if card.is_wrong() => COLOUR_STOPPED,
        CloseState::Recorded(_) => COLOUR_DONE,
        CloseState::Provisional { .. } | CloseState::NotRecorded => COLOUR_WAITING,
    }
}

/// Why a close is not shown. Whoever may not see one typed it to close a batch, as often as not.
pub(crate) fn refused(error: &ReadError) -> String {
    match error {
        ReadError::NotAllowed(no) => format!(
            "{} Para cerrar un batch, compre todo lo que falta (`!c 200 52.63`) o, si está vacío, escriba `!endbatch`; una cuenta \
             vacía se cierra con `!cerrar-cuenta VES`.",
            refusals::not_allowed(*no)
        ),
        other => reads::refused(other),
    }
}

pub(crate) fn no_period(typed: &str) -> String {
    format!(
        "«{}» no es un día ni un mes que tenga cierre. Escriba `!cierre` para el de hoy, `!cierre ayer`, `!cierre 28/11/2026` o \
         `!cierre 2026-11-28` para el de un día, y `!cierre mes` o `!cierre 2026-10` para el de un mes.",
        text::plain(&text::clip(typed, 40))
    )
}

pub(crate) fn not_begun(span: &Span) -> String {
    let what = match span.length {
        Length::Month => "mes",
        Length::Day | Length::Week => "día",
    };
    format!(
        "El cierre {} todavía no existe: ese {what} no ha empezado. Escriba `!cierre` para el de hoy, o `!cierre ayer` para el \
         último que terminó.",
        desk::of_span(span)
    )
}

/// The period ended before the books had anything.
pub(crate) fn before_books(begun: Option<Moment>) -> String {
    match begun {
        Some(begun) => format!(
            "De entonces no hay cierre: los libros de la mesa empiezan el {}. Escriba `!cierre` para el de hoy, o la fecha de un \
             día posterior a ese.",
            super::when::at(begun)
        ),
        None => "De entonces no hay cierre: en los libros todavía no hay ningún movimiento. Escriba `!cierre` para el de hoy."
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{LEAF_CHARS_MAX, parts};

    #[test]
    fn a_long_close_is_split_and_loses_no_line() {
        let lines: Vec<String> = (0..200).map(|nth| format!("{nth} {}", "x".repeat(100))).collect();
        let split = parts(&lines);
        assert!(1 < split.len());
        assert_eq!(split.concat(), lines);
        for part in split {
            let chars: usize = part.iter().map(|line| line.chars().count() + 1).sum();
            assert!(chars <= LEAF_CHARS_MAX, "{chars}");
        }
    }

    #[test]
    fn no_message_begins_or_ends_with_an_empty_line() {
        let lines = ["", "a", "", "b", ""].map(str::to_owned);
        assert_eq!(parts(&lines), [["a", "", "b"]]);
    }
}
