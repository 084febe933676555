//! What `cambista setup` says on the terminal.

use crate::discord::guild::{GuildName, NoGuild};
use crate::discord::setup::{Finding, PrivilegedIntent, SetupReport};

pub(crate) fn report(report: &SetupReport) -> String {
    let mut lines: Vec<String> = report
        .findings
        .iter()
        .map(|finding| format!("{} {}", if finding.is_fine() { "✔" } else { "✘" }, line(finding)))
        .collect();
    lines.push(invitation(&report.invite_link));
    lines.push(if report.is_fine() {
        "Todo está listo: `cambista run`.".to_owned()
    } else {
        "Corrija lo marcado con ✘ y vuelva a ejecutar `cambista setup`.".to_owned()
    });
    lines.join("\n")
}

/// Why the desk does not open, and what to do.
pub(crate) fn not_opened(why: &NoGuild, invite_link: &str) -> String {
    format!("{}\n{}", no_guild(why), invitation(invite_link))
}

fn invitation(link: &str) -> String {
    format!("Enlace de invitación, con los permisos justos:\n{link}")
}

fn no_guild(why: &NoGuild) -> String {
    match why {
        NoGuild::NotInvited => "El bot no está en ningún servidor: invítelo con el enlace de abajo.".to_owned(),
        NoGuild::Several { guilds } => {
            let names: Vec<String> = guilds.iter().map(named).collect();
            format!(
                "El bot está en varios servidores: {}. Escriba en la configuración cuál es el de la mesa, por ejemplo \
                 discord.guild_id = {}.",
                names.join(", "),
                guilds.first().map_or(0, |guild| guild.id.get())
            )
        }
        NoGuild::NotInConfigured { guild } => {
            format!("El bot no está en el servidor {guild} de la configuración: invítelo con el enlace de abajo.")
        }
        NoGuild::NotInDesks { guild } => format!(
            "La mesa es del servidor {guild}, y el bot no está en él: invítelo con el enlace de abajo. Si la mesa se muda \
             de servidor, con ella cerrada: `cambista desk move --guild ID`."
        ),
        NoGuild::OtherConfigured { desks, configured } => format!(
            "La mesa es del servidor {desks}, y la configuración nombra {configured}: escriba discord.guild_id = {desks}, o \
             quítelo. Si la mesa se muda de servidor, con ella cerrada: `cambista desk move --guild {configured}`."
        ),
        NoGuild::ChannelsElsewhere { guild, configured } => format!(
            "Los canales de los revendedores están en el servidor {}, y la configuración nombra {configured}: escriba \
             discord.guild_id = {}, o quítelo. Si la mesa se muda de servidor, con ella cerrada: `cambista desk move --guild \
             {configured}`.",
            named(guild),
            guild.id
        ),
    }
}

fn named(guild: &GuildName) -> String {
    format!("«{}» ({})", guild.name, guild.id)
}

fn line(finding: &Finding) -> String {
    match finding {
        Finding::TokenAccepted { application } => format!("Discord acepta el token de «{application}»."),
        Finding::IntentOn(intent) => format!("El intent {} está activado.", intent_name(*intent)),
        Finding::IntentOff(intent) => format!(
            "Falta el intent {}: actívelo en https://discord.com/developers/applications, página «Bot».",
            intent_name(*intent)
        ),
        Finding::Guild { name } => format!("El servidor es «{name}»."),
        Finding::NoGuild(why) => no_guild(why),
        Finding::PermissionMissing { name } => {
            format!("Falta el permiso «{name}»: invite al bot otra vez con el enlace.")
        }
        Finding::PermissionsComplete => "El bot tiene todos los permisos que usa.".to_owned(),
        Finding::RoleFound { name } => format!("El rol «{name}» existe."),
        Finding::RoleMade { name } => format!("El rol «{name}» fue creado."),
        Finding::RoleTooHigh { name } => {
            format!("El rol «{name}» está por encima del rol del bot: muévalo debajo, o el bot no podrá darlo.")
        }
        Finding::ChannelFound { name } => format!("El canal «{name}» existe."),
        Finding::ChannelMade { name } => format!("El canal «{name}» fue creado."),
        Finding::NotMade { name, cause } => format!("No se pudo crear «{name}»: {cause}"),
    }
}

fn intent_name(intent: PrivilegedIntent) -> &'static str {
    match intent {
        PrivilegedIntent::GuildMembers => "Server Members",
        PrivilegedIntent::MessageContent => "Message Content",
    }
}

#[cfg(test)]
mod tests {
    use super::report;
    use crate::discord::setup::{Finding, PrivilegedIntent, SetupReport};

    #[test]
    fn what_is_wrong_is_marked_and_told_how_to_be_put_right() {
        let told = report(&SetupReport {
            findings: vec![
                Finding::TokenAccepted {
                    application: "Cambista".into(),
                },
                Finding::IntentOff(PrivilegedIntent::MessageContent),
            ],
            invite_link: "https://x".into(),
        });
        assert!(told.starts_with("✔ Discord acepta"), "{told}");
        assert!(told.contains("✘ Falta el intent Message Content"), "{told}");
        assert!(
            told.contains("https://x") && told.contains("vuelva a ejecutar"),
            "{told}"
        );
    }
}
