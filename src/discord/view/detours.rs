//! Words about a closed channel: what it lacks, and where its readers are told things meanwhile.

use poise::serenity_prelude::Permissions;

use super::text;
use crate::domain::kernel::outbox::Closing;
use crate::ids::DiscordChannelId;

/// A permission that the bot's messages need and that it lacks somewhere.
pub(crate) type Lack = Permissions;

/// How a lane is named to people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Called {
    Reseller {
        name: String,
        channel: Option<DiscordChannelId>,
    },
    Clients,
    Own {
        name: String,
        channel: Option<DiscordChannelId>,
    },
    Person(String),
    Typed(DiscordChannelId),
    Owner,
    Guild,
}

pub(super) fn called(called: &Called) -> String {
    match called {
        Called::Reseller { name, channel: None } => format!("el canal de **{}**", text::name(name)),
        Called::Reseller {
            name,
            channel: Some(channel),
        } => format!("el canal de **{}** (<#{channel}>)", text::name(name)),
        Called::Clients => "el canal de los clientes".to_owned(),
        Called::Own { name, channel: None } => format!("`#{name}`"),
        Called::Own {
            channel: Some(channel), ..
        } => format!("<#{channel}>"),
        Called::Person(name) => format!("los mensajes directos de **{}**", text::name(name)),
        Called::Typed(channel) => format!("<#{channel}>"),
        Called::Owner => "los mensajes directos de quien posee el servidor".to_owned(),
        Called::Guild => "los roles y canales del servidor".to_owned(),
    }
}

/// To superusers, once: what is missing and where.
pub(crate) fn closed(lane: &Called, why: Closing, lacks: &[Lack]) -> String {
    let there = called(lane);
    let what = match why {
        Closing::Gone => format!("No encuentro {there}. {}", remake(lane)),
        Closing::NoAccess => format!("No veo {there}. Al bot le {} allí.", lacking(lacks, "«Ver canal»")),
        Closing::NoPermission => {
            format!(
                "No puedo escribir en {there}. Al bot le {} allí.",
                lacking(lacks, "un permiso")
            )
        }
        Closing::Exposed => format!("Otros pueden leer {there}."),
        Closing::DirectClosed => format!("Discord no deja escribir en {there}."),
        Closing::Refused => format!("Discord no acepta mis mensajes en {there}. Revise los permisos del bot allí."),
    };
    format!("⚠️ {what} Mientras tanto lo digo por otro camino; nada se pierde, y cuando se arregle aviso aquí.")
}

fn remake(lane: &Called) -> &'static str {
    match lane {
        Called::Reseller { .. } => "Dele otro con `!canal @revendedor`.",
        Called::Clients | Called::Own { .. } => "Créelo otra vez con `!setup`.",
        Called::Person(_) | Called::Typed(_) | Called::Owner | Called::Guild => "",
    }
}

fn lacking(lacks: &[Lack], unknown: &str) -> String {
    let names: Vec<String> = lacks.iter().map(|lack| format!("«{}»", permission(*lack))).collect();
    match names.as_slice() {
        [] => format!("falta {unknown}"),
        [_] => format!("falta {}", text::listed(&names, "y")),
        _ => format!("faltan {}", text::listed(&names, "y")),
    }
}

/// The permission's name in Discord's own clients.
fn permission(permission: Permissions) -> &'static str {
    match permission {
        Permissions::VIEW_CHANNEL => "Ver canal",
        Permissions::SEND_MESSAGES => "Enviar mensajes",
        Permissions::EMBED_LINKS => "Insertar enlaces",
        Permissions::ATTACH_FILES => "Adjuntar archivos",
        Permissions::READ_MESSAGE_HISTORY => "Leer el historial de mensajes",
        _ => "otro permiso",
    }
}

pub(crate) fn opened(lane: &Called) -> String {
    format!(
        "✅ Ya puedo escribir otra vez en {}: lo que faltaba está allí.",
        called(lane)
    )
}

/// To a reseller, by direct message.
pub(crate) fn your_channel(why: Closing) -> String {
    let what = match why {
        Closing::Gone => "Su canal ya no existe: sus órdenes y batches siguen en pie.",
        Closing::Exposed => "Otras personas pueden leer su canal: no escriba ahí datos de nadie.",
        Closing::NoAccess | Closing::NoPermission | Closing::DirectClosed | Closing::Refused => {
            "Ahora no puedo escribir en su canal: sus órdenes y batches siguen en pie."
        }
    };
    format!("⚠️ {what} Le escribo por aquí hasta que un superusuario lo arregle; ya lo sabe.")
}

/// Calls somebody whose direct messages are closed, where others read. It does not say what the message is about.
pub(crate) fn called_to(name: &str) -> String {
    format!(
        "🔔 **{}**: tengo un aviso privado y sus mensajes directos están cerrados. Ábralos (en este servidor: Ajustes de \
         privacidad → Mensajes directos) y escríbame `!ayuda`; se lo digo ahí.",
        text::name(name)
    )
}

/// To the person who typed something that could not be answered in time.
pub(crate) fn answer_lost(done: bool) -> &'static str {
    match done {
        true => {
            "Discord no me dejó contestarle a tiempo. Lo que escribió está hecho; si era una consulta, escríbala otra vez."
        }
        false => {
            "Discord no me dejó contestarle a tiempo. Lo que escribió **no** se hizo: escríbalo otra vez y le digo por qué."
        }
    }
}

/// A message for somebody, shown where others read it instead.
pub(crate) fn for_somebody(name: &str, content: &str) -> String {
    format!("📨 Para **{}**: {content}", text::name(name))
}

#[cfg(test)]
mod tests {
    use poise::serenity_prelude::Permissions;

    use super::{Called, closed};
    use crate::domain::kernel::outbox::Closing;
    use crate::ids::DiscordChannelId;

    #[test]
    fn a_closed_channel_says_what_it_lacks() {
        let pending = Called::Own {
            name: "transacciones-pending".to_owned(),
            channel: Some(DiscordChannelId::new(7)),
        };
        let words = closed(&pending, Closing::NoPermission, &[Permissions::SEND_MESSAGES]);
        assert!(
            words.contains("<#7>") && words.contains("falta «Enviar mensajes»"),
            "{words}"
        );
        let two = [Permissions::SEND_MESSAGES, Permissions::EMBED_LINKS];
        assert!(
            closed(&pending, Closing::NoPermission, &two).contains("faltan «Enviar mensajes» y «Insertar enlaces»")
        );
        assert!(closed(&pending, Closing::Gone, &[]).contains("`!setup`"));
    }
}
