//! Words about the desk's channels and roles in the guild: what is missing, and who reads what they must not.

use super::text;
use crate::domain::members::Role;
use crate::domain::places::{Finding, Noted, Place, Stranger, Subject};

/// To superusers: something is wrong, or no longer.
pub(crate) fn reviewed(noted: &Noted) -> String {
    let what = subject(noted.subject);
    match &noted.finding {
        None => format!("✅ {what}: está como debe."),
        Some(Finding::Missing) => format!("⚠️ Falta {what}. `!setup` lo crea de nuevo."),
        Some(Finding::Open { to }) => format!("⚠️ {what} está abierto a {}.", strangers(to)),
        Some(Finding::NotAdopted { because_of }) => format!(
            "⚠️ {what}: hay uno con ese nombre y no lo uso, porque lo leen {}.",
            strangers(because_of)
        ),
    }
}

fn subject(subject: Subject) -> String {
    match subject {
        Subject::Place(place) => place_name(place).to_owned(),
        Subject::Channel(channel) => format!("el canal {channel} de un revendedor"),
    }
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
