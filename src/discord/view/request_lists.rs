//! Lists of requests, and a single request with its history.

use super::face::Face;
use super::members::role;
use super::money::{money, rate};
use super::nouns::REQUESTS;
use super::paging::Leaf;
use super::requests::{account_type, in_channel, kind, state};
use super::{text, when};
use crate::discord::controls::{List, RequestList};
use crate::domain::people::requests::{Details, Request, RequestKind, RequestState};
use crate::reports::history::RequestStep;
use crate::reports::requests::{RequestCard, RequestsPage};

/// How many characters of a name are shown in a line.
const NAME_CHARS_MAX: usize = 24;

/// A page of requests.
pub(crate) fn page(list: RequestList, found: &RequestsPage) -> Face {
    if found.page.rows.is_empty() {
        return Face::new(nothing(list));
    }
    let leaf = Leaf {
        list: List::Requests(list),
        title: title(list),
        head: String::new(),
        page: &found.page,
        what: REQUESTS,
    };
    let mut face = leaf.face(|request| request.number.get(), |request| line(request, found));
    face.content = "Una con su historia y sus botones: `!solicitud <n>`.".to_owned();
    face
}

fn title(list: RequestList) -> String {
    let of = list.kind.map(|of| format!(" de {}", kind(of))).unwrap_or_default();
    let which = match list.state {
        Some(one) => format!(" ({})", state(one)),
        None => " (todas)".to_owned(),
    };
    format!("Solicitudes{of}{which}")
}

fn nothing(list: RequestList) -> String {
    let of = list.kind.map(|of| format!(" de {}", kind(of))).unwrap_or_default();
    match list.state {
        Some(RequestState::Pending) => {
            format!("No hay solicitudes{of} por decidir. Las decididas se ven con `!solicitudes todas`.")
        }
        Some(one) => format!(
            "No hay solicitudes{of} en el estado «{}». Todas: `!solicitudes todas`.",
            state(one)
        ),
        None => {
            format!("Nadie ha hecho solicitudes{of} todavía. Se hacen en el canal de registro y con `!request-retiro`.")
        }
    }
}

fn line(request: &Request, found: &RequestsPage) -> String {
    let name = |member| text::name(&text::clip(found.names.name(member), NAME_CHARS_MAX));
    let decided = request.decided_at.map(|at| {
        let by = request.decided_by.map_or_else(|| "la mesa".to_owned(), name);
        format!(" por {by}, {}", when::at(at))
    });
    format!(
        "**{}** · {} · {} · {} · {} · *{}*{}",
        request.number,
        when::at(request.created_at),
        kind(request.details.kind()),
        name(request.member),
        in_short(&request.details),
        state(request.state),
        decided.unwrap_or_default()
    )
}

/// What is asked for, in a few words.
fn in_short(details: &Details) -> String {
    match details {
        Details::Role(wanted) => role(wanted.role).to_owned(),
        Details::Account(wanted) => format!("{} {}", wanted.currency, account_type(wanted.account_type)),
        Details::Payout(wanted) => money(wanted.amount),
        Details::Rate(wanted) => format!("{} a {}", money(wanted.received), rate(wanted.typed)),
        Details::Purchase(wanted) => format!("{} por {}", money(wanted.usdt), money(wanted.bought)),
        Details::Closing(wanted) => format!("batch {}, faltan {}", wanted.batch, money(wanted.left)),
    }
}

/// One request with its history. While it is pending, it has the buttons to decide it.
pub(crate) fn with_history(card: &RequestCard, steps: &[RequestStep]) -> Face {
    let mut face = in_channel(card);
    let lines: Vec<String> = steps.iter().map(step_line).collect();
    let history = text::clip(&lines.join("\n"), text::FIELD_CHARS_MAX);
    let embeds = std::mem::take(&mut face.embeds).into_iter();
    face.embeds = embeds.map(|embed| embed.description(&history)).collect();
    face
}

fn step_line(step: &RequestStep) -> String {
    let by = step.actor.as_deref().map_or_else(|| "la mesa".to_owned(), text::name);
    let what = match step.to {
        RequestState::Pending => "hecha",
        RequestState::Approved
        | RequestState::Rejected
        | RequestState::Expired
        | RequestState::Withdrawn
        | RequestState::Undone => state(step.to),
    };
    let why = match step.reason.as_deref() {
        Some(reason) => format!(": «{}»", text::plain(reason)),
        None => String::new(),
    };
    format!("{} — {what}{why} · por {by}", when::at(step.at))
}

const KINDS: [(&str, RequestKind); 6] = [
    ("rol", RequestKind::Role),
    ("cuenta", RequestKind::Account),
    ("retiro", RequestKind::Payout),
    ("tasa", RequestKind::Rate),
    ("cierre", RequestKind::Closing),
    ("compra", RequestKind::Purchase),
];

/// `None` means any state.
const STATES: [(&str, Option<RequestState>); 6] = [
    ("pendiente", Some(RequestState::Pending)),
    ("aprobada", Some(RequestState::Approved)),
    ("rechazada", Some(RequestState::Rejected)),
    ("vencida", Some(RequestState::Expired)),
    ("cerrada", Some(RequestState::Withdrawn)),
    ("todas", None),
];

/// Whether `typed` is `word` in singular or plural.
fn means(typed: &str, word: &str) -> bool {
    let typed = typed.trim().to_lowercase();
    typed == word || typed.strip_suffix("es") == Some(word) || typed.strip_suffix('s') == Some(word)
}

pub(crate) fn kind_named(typed: &str) -> Option<RequestKind> {
    KINDS.iter().find(|(word, _)| means(typed, word)).map(|(_, kind)| *kind)
}

pub(crate) fn state_named(typed: &str) -> Option<Option<RequestState>> {
    STATES
        .iter()
        .find(|(word, _)| means(typed, word))
        .map(|(_, state)| *state)
}

pub(crate) fn unknown_kind(typed: &str) -> String {
    format!(
        "No hay solicitudes de «{}». Los tipos son {} y los estados {}; por ejemplo: `!solicitudes retiro aprobada`.",
        text::plain(&text::clip(typed, 40)),
        listed(KINDS.map(|(word, _)| word).as_slice()),
        listed(STATES.map(|(word, _)| word).as_slice())
    )
}

pub(crate) fn unknown_state(typed: &str) -> String {
    format!(
        "Una solicitud no puede estar «{}». Los estados son {}; por ejemplo: `!solicitudes retiro aprobada`.",
        text::plain(&text::clip(typed, 40)),
        listed(STATES.map(|(word, _)| word).as_slice())
    )
}

fn listed(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    text::listed(&words, "y")
}

pub(crate) fn not_a_number(typed: &str) -> String {
    format!(
        "«{}» no es el número de una solicitud. Escriba solo el número, como `!solicitud 3`.",
        text::plain(&text::clip(typed, 40))
    )
}

#[cfg(test)]
mod tests {
    use super::{kind_named, state_named};
    use crate::domain::people::requests::{RequestKind, RequestState};

    #[test]
    fn kinds_and_states_are_typed_in_singular_or_plural() {
        assert_eq!(kind_named("Roles"), Some(RequestKind::Role));
        assert_eq!(kind_named("cuentas"), Some(RequestKind::Account));
        assert_eq!(kind_named("cierres"), Some(RequestKind::Closing));
        assert_eq!(state_named("aprobadas"), Some(Some(RequestState::Approved)));
        assert_eq!(state_named("todas"), Some(None));
        assert_eq!(state_named("perdida"), None);
    }
}
