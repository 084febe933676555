//! Words about the desk's channels and roles in the guild: what is missing, and who can read what they must not.

use super::refusals::not_allowed;
use super::{FAULT, members, text};
use crate::domain::people::members::Role;
use crate::domain::people::places::{Finding, Noted, Place, PlaceError, Remedy, Stranger, Subject};
use crate::ids::DiscordUserId;

/// The names for what a review found.
pub(crate) struct Names<'a> {
    /// The name of the place or person; `None` when it does not exist.
    pub(crate) name: Option<&'a str>,
    /// The Discord user of that person.
    pub(crate) user: Option<DiscordUserId>,
    /// The desk's private channels.
    pub(crate) private: &'a [String],
}

/// To superusers: something is wrong, or in order again.
pub(crate) fn reviewed(noted: &Noted, names: &Names<'_>) -> String {
    let what = called(noted.subject, names.name);
    match &noted.finding {
        None if noted.subject == Subject::Administrators => {
            "✅ Ya nadie es administrador en Discord sin ser superusuario o admin de la mesa.".to_owned()
        }
        None if matches!(noted.subject, Subject::RoleOf(_)) => {
            format!("✅ {what}: su rol en Discord ya es el que tiene en la mesa.")
        }
        None => format!("✅ {what}: ya está como debe."),
        Some(Finding::Missing) => missing(noted.subject, &what),
        Some(Finding::Open { to }) => open(noted.subject, &what, &strangers(to)),
        Some(Finding::NotAdopted { because_of }) => not_adopted(noted.subject, &what, &strangers(because_of)),
        Some(Finding::RoleTaken { role, then }) => role_taken(&what, names.user, *role, *then),
        Some(Finding::Administrators { people, by }) => administrators(people, by, names.private),
    }
}

/// The books are the authority: a member's role at the desk is also given in Discord.
fn role_taken(what: &str, user: Option<DiscordUserId>, role: Role, then: Remedy) -> String {
    let role = members::role(role);
    let then = match then {
        Remedy::GivenBack => "Se lo devuelvo, porque lo que vale son los libros.",
        Remedy::TooHigh => {
            "No puedo devolvérselo: mi rol está por debajo de ese. Ponga el mío más arriba (Ajustes del servidor → Roles)."
        }
        Remedy::TooOften => {
            "Ya se lo devolví varias veces en una hora y no lo hago más por ahora: lo quita alguien, u otro bot. Devuélvaselo a \
             mano cuando sepa quién."
        }
    };
    format!(
        "⚠️ A {what} le falta en Discord el rol de {role}, y en la mesa sigue siendo {role}. {then} Para quitárselo de verdad: \
         `!baja {}`.",
        user.map_or_else(String::new, |user| user.to_string())
    )
}

/// Discord's administrators can read everything and give themselves every permission.
fn administrators(people: &[Stranger], by: &[Stranger], private: &[String]) -> String {
    let mut who = strangers(&people[..people.len().min(NAMED_MAX)]);
    if NAMED_MAX < people.len() {
        who.push_str(&format!(", entre {} en total", people.len()));
    }
    let by = if by.is_empty() {
        String::new()
    } else {
        format!(" (por {})", strangers(&by[..by.len().min(NAMED_MAX)]))
    };
    let private: Vec<String> = private
        .iter()
        .map(|name| format!("`#{}`", text::unformatted(name)))
        .collect();
    format!(
        "⚠️ Con permiso de *Administrador* en Discord{by}, sin ser superusuario ni admin de la mesa: {who}. Pueden leer {} y el canal \
         de cada revendedor, con cuentas y montos, y darse cualquier otro permiso. Quíteles ese permiso; a quien deba leerlo \
         todo, dele el rol con `!rol @… admin`.",
        text::listed(&private, "y")
    )
}

/// How many people are named in one message.
const NAMED_MAX: usize = 10;

fn missing(subject: Subject, what: &str) -> String {
    let until_then = match subject {
        Subject::Channel(_) => {
            return format!(
                "⚠️ {what} ya no está: `!canal @…` le crea otro. Mientras, todo le llega por mensaje directo."
            );
        }
        Subject::RoleOf(_) | Subject::Administrators => "",
        Subject::Place(Place::Requests) => " Mientras, las solicitudes llegan aquí.",
        Subject::Place(Place::Alerts) => " Mientras, las alertas llegan por mensaje directo a quien posee el servidor.",
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
        Subject::Place(_) | Subject::RoleOf(_) | Subject::Administrators => format!(
            "⚠️ {what} lo puede leer {who}. Mientras sea así, ahí no se publica nada privado. Quíteles el permiso *Ver canal*."
        ),
    }
}

fn not_adopted(subject: Subject, what: &str, who: &str) -> String {
    let why = match subject {
        Subject::Place(place) if place.mirrored_role().is_some() => "lo tiene",
        Subject::Place(_) | Subject::Channel(_) | Subject::RoleOf(_) | Subject::Administrators => "lo puede leer",
    };
    format!(
        "⚠️ {what}: hay uno con ese nombre y no lo uso, porque {why} {who}. Corríjalo y escriba `!setup`; o `!setup propios` \
         crea otro con el mismo nombre."
    )
}

/// `El canal #solicitudes`, or the purpose of the place if it has no name.
fn called(subject: Subject, name: Option<&str>) -> String {
    match (subject, name) {
        (Subject::Place(Place::Category), Some(name)) => format!("La categoría «{}»", text::unformatted(name)),
        (Subject::Place(place), Some(name)) if place.mirrored_role().is_some() => {
            format!("El rol «{}»", text::unformatted(name))
        }
        (Subject::Place(_), Some(name)) => format!("El canal `#{}`", text::unformatted(name)),
        (Subject::Channel(_), Some(name)) => format!("El canal de revendedor `#{}`", text::unformatted(name)),
        (Subject::RoleOf(_), name) => format!("**{}**", text::name(name.unwrap_or_default())),
        (Subject::Administrators, _) => "Discord".to_owned(),
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
