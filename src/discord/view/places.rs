//! Words about the desk's channels and roles in the guild: what is missing, and who reads what they must not.

use super::refusals::not_allowed;
use super::{FAULT, text};
use crate::domain::members::Role;
use crate::domain::places::{Finding, Noted, Place, PlaceError, Stranger, Subject};

/// To superusers: something is wrong, or no longer. `name`: what it is called; nothing when it is not there.
pub(crate) fn reviewed(noted: &Noted, name: Option<&str>) -> String {
    let what = called(noted.subject, name);
    match &noted.finding {
        None => format!("✅ {what}: ya está como debe."),
        Some(Finding::Missing) => missing(noted.subject, &what),
        Some(Finding::Open { to }) => open(noted.subject, &what, &strangers(to)),
        Some(Finding::NotAdopted { because_of }) => not_adopted(noted.subject, &what, &strangers(because_of)),
    }
}

fn missing(subject: Subject, what: &str) -> String {
    let until_then = match subject {
        Subject::Channel(_) => {
            return format!(
                "⚠️ {what} ya no está: `!canal @…` le crea otro. Mientras, todo le llega por mensaje directo."
            );
        }
        Subject::Place(Place::Requests) => " Mientras, las solicitudes llegan aquí.",
        Subject::Place(Place::Alerts) => {
            " Mientras, las alertas llegan por mensaje directo a quien es dueño del servidor."
        }
        Subject::Place(Place::Pending) => " Mientras, las órdenes llegan solo por mensaje directo a su cajero.",
        Subject::Place(Place::Registration) => " Mientras, nadie puede registrarse; después: `!setup panel`.",
        Subject::Place(Place::Payouts) => " Mientras, los retiros se piden por mensaje directo.",
        Subject::Place(Place::Clients) => " Mientras, los clientes escriben por mensaje directo.",
        Subject::Place(
            Place::Category
            | Place::Cashiers
            | Place::Achievements
            | Place::ResellerRole
            | Place::CashierRole
            | Place::ClientRole
            | Place::AdminRole,
        ) => "",
    };
    format!("⚠️ {what} no está. `!setup` (o `cambista setup`) lo crea.{until_then}")
}

fn open(subject: Subject, what: &str, who: &str) -> String {
    match subject {
        Subject::Channel(_) => format!(
            "⚠️ {what} lo puede leer {who}. Mientras sea así, lo de ese revendedor va por mensaje directo. Quíteles el permiso \
             *Ver canal*, o dele otro canal con `!canal @…`."
        ),
        Subject::Place(place) if place.mirrored_role().is_some() => format!(
            "⚠️ {what} lo tiene en Discord {who} sin tenerlo en la mesa. Mientras sea así, en los canales que ve ese rol no se \
             publica nada privado. Quíteselo, o déselo con `!rol`."
        ),
        Subject::Place(Place::Clients) => {
            format!("⚠️ {what} lo puede leer {who}. Quíteles el permiso *Ver canal*.")
        }
        Subject::Place(_) => format!(
            "⚠️ {what} lo puede leer {who}. Mientras sea así, ahí no se publica nada privado. Quíteles el permiso *Ver canal*."
        ),
    }
}

fn not_adopted(subject: Subject, what: &str, who: &str) -> String {
    let why = match subject {
        Subject::Place(place) if place.mirrored_role().is_some() => "lo tiene",
        Subject::Place(_) | Subject::Channel(_) => "lo puede leer",
    };
    format!(
        "⚠️ {what}: hay uno con ese nombre y no lo uso, porque {why} {who}. Corríjalo y escriba `!setup`; o `!setup propios` \
         crea otro con el mismo nombre."
    )
}

/// `El canal #solicitudes`, or what it is for.
fn called(subject: Subject, name: Option<&str>) -> String {
    match (subject, name) {
        (Subject::Place(Place::Category), Some(name)) => format!("La categoría «{}»", text::unformatted(name)),
        (Subject::Place(place), Some(name)) if place.mirrored_role().is_some() => {
            format!("El rol «{}»", text::unformatted(name))
        }
        (Subject::Place(_), Some(name)) => format!("El canal `#{}`", text::unformatted(name)),
        (Subject::Channel(_), Some(name)) => format!("El canal de revendedor `#{}`", text::unformatted(name)),
        (Subject::Place(place), None) => upper(place_name(place)),
        (Subject::Channel(_), None) => "El canal de un revendedor".to_owned(),
    }
}

fn upper(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>());
    first.unwrap_or_default() + letters.as_str()
}

pub(crate) fn refused(error: &PlaceError) -> String {
    match error {
        PlaceError::NotAllowed(no) => not_allowed(*no),
        PlaceError::Db(_) => FAULT.to_owned(),
    }
}

pub(crate) fn not_looked_at() -> String {
    "Discord no me dejó mirar o preparar el servidor. Lo que ya se creó queda; escriba `!setup` otra vez en un minuto."
        .to_owned()
}

pub(crate) fn place_name(place: Place) -> &'static str {
    match place {
        Place::Category => "la categoría de los canales de revendedores",
        Place::Pending => "el canal de órdenes pendientes",
        Place::Cashiers => "el canal de los cajeros",
        Place::Requests => "el canal de solicitudes",
        Place::Alerts => "el canal de alertas",
        Place::Registration => "el canal de registro",
        Place::Clients => "el canal de los clientes",
        Place::Payouts => "el canal de retiros",
        Place::Achievements => "el canal de logros",
        Place::ResellerRole => role_name(Role::Reseller),
        Place::CashierRole => role_name(Role::Cashier),
        Place::ClientRole => role_name(Role::Client),
        Place::AdminRole => role_name(Role::Admin),
    }
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Guest => "el rol de invitado",
        Role::Reseller => "el rol de revendedor",
        Role::Cashier => "el rol de cajero",
        Role::Client => "el rol de cliente",
        Role::Admin => "el rol de admin",
    }
}

/// `@everyone, @Amigos y ana`.
pub(crate) fn strangers(who: &[Stranger]) -> String {
    let shown: Vec<String> = who.iter().map(stranger).collect();
    text::listed(&shown, "y")
}

fn stranger(who: &Stranger) -> String {
    match who {
        Stranger::Everyone => "`@everyone`".to_owned(),
        Stranger::Role { name, .. } => format!("`@{}`", text::unformatted(name)),
        Stranger::Person { name, .. } => format!("**{}**", text::name(name)),
    }
}
