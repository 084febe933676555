//! Words about reseller channels.

use super::refusals::not_allowed;
use super::{FAULT, OTHER_INPUT, text};
use crate::domain::channels::{ChannelBound, ChannelError};

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
        ChannelError::OtherInput(_) => OTHER_INPUT.to_owned(),
        ChannelError::Db(_) => FAULT.to_owned(),
    }
}

pub(crate) fn not_a_reseller(name: &str) -> String {
    let who = text::name(name);
    format!("**{who}** no es revendedor. Primero: `!rol @… revendedor`.")
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

/// What stands under the channel's name.
pub(crate) fn topic(name: &str) -> String {
    format!(
        "Transacciones de {}. !start batch · !t 100 p · !c 200 52.63",
        text::clip(name, 80)
    )
}
