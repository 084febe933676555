//! Words about being in the desk's server.

use super::members::role;
use super::money::money;
use super::nouns::agreeing;
use super::text;
use crate::domain::people::members::{Member, NotHere};
use crate::ids::{DiscordUserId, OrderId};
use crate::reports::people::Belongings;

/// By direct message to somebody who is not in the desk's server and has no role at the desk.
pub(crate) fn stranger() -> String {
    "Usted no está en el servidor de la mesa. Entre con la invitación de quien se la recomendó y escríbame otra vez."
        .to_owned()
}

/// It is unknown whether the person is in the server, because Discord did not say.
pub(crate) fn cannot_tell() -> String {
    "Ahora no puedo comprobar si usted está en el servidor de la mesa. No se guardó nada; envíelo otra vez en un minuto."
        .to_owned()
}

/// The bot was removed from the desk's server.
pub(crate) fn no_guild_now() -> String {
    "El bot no está ahora en el servidor de la mesa, así que no puedo atender. Avise a un superusuario: tiene que invitarlo \
     otra vez."
        .to_owned()
}

/// Discord does not show the server now.
pub(crate) fn away() -> String {
    "Discord no me muestra ahora el servidor. No se hizo nada; inténtelo otra vez en un minuto.".to_owned()
}

/// Another person must be in the server for this.
pub(crate) fn not_here(no: &NotHere) -> String {
    format!(
        "**{}** no está en el servidor. Invite a esa persona primero; cuando vuelva, todo sigue como estaba.",
        text::name(&no.name)
    )
}

/// To superusers: somebody with a role left the server.
pub(crate) fn left(member: &Member, orders: &OrdersOfGone<'_>, owns: &Belongings) -> String {
    let mut told = vec![format!(
        "🚪 **{}** ({}) salió del servidor: desde ahora solo puede ver y retirar lo suyo.",
        text::name(&member.name),
        role(member.role)
    )];
    told.extend(orders.sentences());
    told.extend(owned(owns));
    told.push(format!(
        "Si vuelve, todo sigue como estaba; para que no vuelva a trabajar: `!baja {}`.",
        typed_person(member)
    ));
    told.join("\n")
}

/// How to name somebody in a command who is not in the server: by Discord id, else by name.
fn typed_person(member: &Member) -> String {
    member
        .discord_user
        .map_or_else(|| member.name.clone(), |user| user.to_string())
}

/// What happened to the orders of a person who left.
pub(crate) struct OrdersOfGone<'a> {
    pub(crate) given: &'a [OrderId],
    pub(crate) waiting: &'a [OrderId],
    pub(crate) kept: &'a [OrderId],
}

impl OrdersOfGone<'_> {
    fn sentences(&self) -> Vec<String> {
        let mut told = Vec::new();
        if !self.given.is_empty() {
            let what = agreeing(
                self.given.len(),
                "Pasó a otro cajero su orden",
                "Pasaron a otro cajero sus órdenes",
            );
            told.push(format!("{what}: {}.", numbers(self.given)));
        }
        if !self.waiting.is_empty() {
            told.push(format!(
                "{} un cajero con saldo: {}. Désela a alguien con `!asignar {} @cajero`.",
                agreeing(self.waiting.len(), "Espera", "Esperan"),
                numbers(self.waiting),
                self.waiting[0]
            ));
        }
        if !self.kept.is_empty() {
            told.push(format!(
                "Ya {}: {}. Mire si el pago llegó: con captura, `!confirmar {first}` o `!cancelar {first}`; un giro en proceso que \
                 no se pagó, `!devolver {first} no se pagó`.",
                agreeing(self.kept.len(), "tiene captura o se estaba pagando", "tienen captura o se estaban pagando"),
                numbers(self.kept),
                first = self.kept[0]
            ));
        }
        told
    }
}

fn numbers(orders: &[OrderId]) -> String {
    let more = orders.len().saturating_sub(NUMBERS_MAX);
    let mut shown: Vec<String> = orders
        .iter()
        .take(NUMBERS_MAX)
        .map(|order| format!("**{order}**"))
        .collect();
    if 0 < more {
        shown.push(format!("{more} más"));
    }
    text::listed(&shown, "y")
}

/// How many order numbers are named in one message.
const NUMBERS_MAX: usize = 20;

/// What a person has left open and others must finish.
pub(crate) fn begun(owns: &Belongings) -> Vec<String> {
    let mut told = Vec::new();
    if let Some(first) = owns.open_orders.first() {
        let orders = numbers(&owns.open_orders);
        told.push(match owns.open_orders.len() {
            1 => format!("Sigue abierta su orden {orders}: se paga como siempre, o cancélela con `!cancelar {first}`."),
            _ => format!(
                "Siguen abiertas sus órdenes {orders}: se pagan como siempre, o cancélelas una por una con `!cancelar {first}`."
            ),
        });
    }
    if let Some((batch, channel)) = owns.open_batch {
        told.push(format!(
            "Su batch **{batch}** sigue abierto en <#{channel}>: ciérrelo allí con `!c` o `!endbatch`."
        ));
    }
    told
}

fn owned(owns: &Belongings) -> Vec<String> {
    let mut told = begun(owns);
    if let Some(request) = owns.payout {
        told.push(format!("Espera su retiro: `!solicitud {request}`."));
    }
    if let Some(earnings) = owns.earnings {
        told.push(format!("Tiene ganancias sin retirar: {}.", money(earnings)));
    }
    if !owns.accounts.is_empty() {
        let accounts: Vec<String> = owns
            .accounts
            .iter()
            .map(|(account, balance)| format!("n.º {account}: {}", money(*balance)))
            .collect();
        told.push(format!("Tiene dinero en sus cuentas: {}.", accounts.join(", ")));
    }
    told
}

/// To superusers: somebody who had left is back.
pub(crate) fn back(member: &Member) -> String {
    if member.sent_away {
        return format!("🚪 **{}** volvió al servidor; sigue de baja.", text::name(&member.name));
    }
    format!(
        "🚪 **{}** volvió al servidor y es otra vez {}. Si no debe trabajar: `!baja {}`.",
        text::name(&member.name),
        role(member.role),
        typed_person(member)
    )
}

/// The previous and the new owner, with their records if they are registered.
pub(crate) struct Owners<'a> {
    pub(crate) before: (DiscordUserId, Option<&'a Member>),
    pub(crate) now: (DiscordUserId, Option<&'a Member>),
    /// Whether the configuration names the previous owner.
    pub(crate) is_still_superuser: bool,
}

/// To superusers: the server has another owner.
pub(crate) fn owner_changed(owners: &Owners<'_>) -> String {
    let (before, now) = (owner(owners.before), owner(owners.now));
    let then = if owners.is_still_superuser {
        format!("{before} sigue siendo superusuario por la configuración.")
    } else {
        format!("{before} ya no es superusuario.")
    };
    format!(
        "👑 El servidor cambió de manos: era de {before} y ahora es de {now}, que desde ahora decide todo en la mesa. {then} \
         Si nadie lo acordó, \
         detenga el programa de la mesa hasta recuperar el servidor en Discord."
    )
}

/// To the previous owner.
pub(crate) fn no_longer_owner(owners: &Owners<'_>) -> String {
    let now = owner(owners.now);
    let then = if owners.is_still_superuser {
        "Usted sigue siendo superusuario por la configuración."
    } else {
        "Usted ya no es superusuario de la mesa."
    };
    format!("👑 El servidor ya no es suyo: ahora es de {now}. {then} Si no fue idea suya, revise su cuenta de Discord.")
}

fn owner((user, member): (DiscordUserId, Option<&Member>)) -> String {
    match member {
        Some(member) => format!("**{}** (`{user}`)", text::name(&member.name)),
        None => format!("<@{user}> (`{user}`)"),
    }
}

/// To superusers: what could not be told to somebody who left the server.
pub(crate) fn not_told_to_gone(name: &str, words: &str) -> String {
    format!(
        "A **{}**, que ya no está en el servidor, no se le pudo decir:\n{words}",
        text::name(name)
    )
}
