//! Words about reseller channels.

use super::refusals::not_allowed;
use super::{FAULT, OTHER_INPUT, places, text};
use crate::domain::people::channels::{ChannelBound, ChannelError};
use crate::domain::people::places::{Place, Stranger};
use poise::serenity_prelude::ChannelId;

pub(crate) fn bound(done: &ChannelBound) -> String {
    format!(
        "<#{}> es ahora el canal de **{}**. Ahí escribe `!start batch` y `!t 100 p`.",
        done.discord_channel,
        text::name(&done.reseller)
    )
}

pub(crate) fn refused(error: &ChannelError) -> String {
    match error {
        ChannelError::NotAllowed(no) => not_allowed(*no),
        ChannelError::NotAReseller { name } => not_a_reseller(name),
        ChannelError::Taken { owner } => format!(
            "Ese canal ya es de **{}**. Elija otro, o no escriba ninguno y se crea uno: `!canal @david`.",
            text::name(owner)
        ),
        ChannelError::DesksOwn { place } => desks_own(*place),
        ChannelError::OtherInput(_) => OTHER_INPUT.to_owned(),
        ChannelError::Db(_) => FAULT.to_owned(),
    }
}

pub(crate) fn not_a_reseller(name: &str) -> String {
    let who = text::name(name);
    format!("**{who}** no es revendedor. Primero: `!rol @… revendedor`.")
}

/// The channel is one of the desk's places.
fn desks_own(place: Place) -> String {
    format!(
        "Ese es {}: ahí lee más gente que un revendedor. Escriba `!canal @david` sin canal y se crea uno privado.",
        places::place_name(place)
    )
}

/// `name`: the reseller, for the command that makes a private channel.
pub(crate) fn read_by_others(channel: ChannelId, others: &[Stranger], name: &str) -> String {
    format!(
        "<#{channel}> lo puede leer {}, y ahí irían los datos de los beneficiarios. Quíteles el permiso *Ver canal* y \
         escríbalo otra vez, o cree uno privado: `!canal @{}`.",
        places::strangers(others),
        text::unformatted(name)
    )
}

pub(crate) fn not_a_text_channel() -> String {
    "Ese no es un canal de texto de este servidor. Escriba `#el-canal`, o nada y se crea uno: `!canal @david`."
        .to_owned()
}

pub(crate) fn not_created() -> String {
    "Discord no me dejó crear o preparar el canal. Deme los permisos *Gestionar canales* y *Gestionar roles*, o \
     cree el \
     canal y escriba `!canal @david #el-canal`."
        .to_owned()
}

/// The topic of the channel.
pub(crate) fn topic(name: &str) -> String {
    format!(
        "Transacciones de {}. !start batch · !t 100 p · !c 200 52.63",
        text::clip(name, 80)
    )
}

/// The person is known from elsewhere and has no Discord user.
pub(crate) fn no_discord_user(name: &str) -> String {
    format!(
        "**{}** no tiene un usuario de Discord: sin él no hay canal que abrirle. Primero debe entrar al servidor.",
        text::name(name)
    )
}
