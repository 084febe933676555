//! The report of `cambista setup` on the terminal, and of `!setup` in Discord.

use super::{places, text};
use crate::discord::guild::{GuildName, NoGuild};
use crate::discord::setup::{Finding, PrivilegedIntent, SetupReport, Weight};
use crate::domain::people::places::{Place, Subject};

/// On the terminal.
pub(crate) fn report(report: &SetupReport) -> String {
    let mut lines: Vec<String> = report.findings.iter().map(marked).collect();
    lines.push(invitation(&report.invite_link));
    lines.push(if report.is_fine() {
        "Todo está listo: `cambista run`.".to_owned()
    } else {
        "Corrija lo marcado con ✘ y vuelva a ejecutar `cambista setup`.".to_owned()
    });
    lines.join("\n")
}

/// In Discord: problems come first.
pub(crate) fn in_discord(findings: &[Finding]) -> String {
    let of = |weight: Weight| findings.iter().filter(move |finding| finding.weight() == weight);
    let mut lines: Vec<String> = of(Weight::Wrong).map(marked).collect();
    let is_fine = lines.is_empty();
    lines.extend(of(Weight::Warning).map(marked));
    lines.extend(of(Weight::Fine).map(marked));
    let shown = text::clip(&lines.join("\n"), text::CONTENT_CHARS_MAX - 200);
    let end = if is_fine {
        "Todo está listo."
    } else {
        "Corrija lo marcado con ✘ y escriba `!setup` otra vez."
    };
    format!("{shown}\n{end}")
}

fn marked(finding: &Finding) -> String {
    let mark = match finding.weight() {
        Weight::Fine => "✔",
        Weight::Warning => "⚠",
        Weight::Wrong => "✘",
    };
    format!("{mark} {}", line(finding))
}

/// Why the desk does not open, and what to do about it.
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
                "El bot está en varios servidores: {}. Escriba en la configuración cuál es el de la mesa: discord.guild_id = \
                 el número entre paréntesis.",
                names.join(", ")
            )
        }
        NoGuild::NotInConfigured { guild } => {
            format!("El bot no está en el servidor {guild} de la configuración: invítelo con el enlace de abajo.")
        }
        NoGuild::NotInDesks { guild } => format!(
            "La mesa es del servidor {guild}, y el bot no está en él: invítelo con el enlace de abajo. Si la mesa se muda \
             de servidor, con ella cerrada: `cambista desk move --guild ID`."
        ),
        NoGuild::NotInWanted { guild, guilds } => {
            let names: Vec<String> = guilds.iter().map(named).collect();
            let elsewhere = match names.as_slice() {
                [] => "No está en ningún servidor".to_owned(),
                _ => format!("Está en {}", text::listed(&names, "y")),
            };
            format!(
                "El bot no está en el servidor {guild}, o ese servidor no existe. {elsewhere}. Nada cambió: invítelo con el \
                 enlace de abajo, o escriba el número de otro."
            )
        }
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
        Finding::NoBooks { cause } => format!(
            "No hay libros donde recordar canales y roles: `cambista migrate --create`, y otra vez `cambista setup`. ({cause})"
        ),
        Finding::BooksInUse => {
            "La mesa está abierta con estos libros: escriba `!setup` en Discord, que hace lo mismo.".to_owned()
        }
        Finding::PermissionMissing { name } => {
            format!("Falta el permiso «{name}»: invite al bot otra vez con el enlace.")
        }
        Finding::PermissionsComplete => "El bot tiene todos los permisos que usa.".to_owned(),
        Finding::Found { place, name } => format!("{} existe.", called(*place, name)),
        Finding::Made { place, name } => format!("{}: creado.", called(*place, name)),
        Finding::Adopted { place, name } => {
            format!(
                "{} ya existía y solo lo lee quien debe: desde ahora es el de la mesa.",
                called(*place, name)
            )
        }
        Finding::RoleAdopted { name, holders } => {
            let people = match holders {
                0 => "no lo tiene nadie".to_owned(),
                1 => "lo tiene 1 persona, que lo es en la mesa".to_owned(),
                several => format!("lo tienen {several} personas, que lo son en la mesa"),
            };
            format!("El rol «{name}» ya existía y {people}: desde ahora es el de la mesa.")
        }
        Finding::NotAdopted {
            place,
            name,
            because_of,
        } => not_adopted(*place, name, &places::strangers(because_of)),
        Finding::Missing { place, name } => format!("Falta {}: `!setup` lo crea.", lower(&called(*place, name))),
        Finding::RoleTooHigh { name } => {
            format!("El rol «{name}» está por encima del rol del bot: muévalo debajo, o el bot no podrá darlo.")
        }
        Finding::LetIn { channel, role } => format!("El canal «{channel}» quedó abierto al rol «{role}»."),
        Finding::Open { subject, name, to } => open(*subject, name, &places::strangers(to)),
        Finding::ResellersMissing { name } => format!(
            "El canal «{name}» de un revendedor fue borrado: `!canal @…` le crea otro. Mientras, todo le llega por mensaje \
             directo."
        ),
        Finding::Administrators { roles } => format!(
            "Quien tiene {} es administrador de Discord y lee todos los canales, también los privados.",
            places::strangers(roles)
        ),
        Finding::NotMade { name, cause } => format!("No se pudo crear o abrir «{name}»: {cause}"),
    }
}

fn called(place: Place, name: &str) -> String {
    match place {
        Place::Category => format!("La categoría «{name}»"),
        _ if place.mirrored_role().is_some() => format!("El rol «{name}»"),
        _ => format!("El canal «{name}»"),
    }
}

fn lower(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn not_adopted(place: Place, name: &str, who: &str) -> String {
    if place.mirrored_role().is_some() {
        return format!(
            "Hay un rol «{name}» y no se usa: lo tienen {who}, que no tienen ese rol en la mesa y leerían los canales \
             privados. Quíteselo o déselo con `!rol`, y escriba `!setup`; o `!setup propios` crea otro con el mismo nombre."
        );
    }
    format!(
        "Hay un canal «{name}» y no se usa: lo puede leer {who}. Ciérrelo o cámbiele el nombre y escriba `!setup`; o \
         `!setup propios` crea otro con el mismo nombre."
    )
}

fn open(subject: Subject, name: &str, who: &str) -> String {
    match subject {
        Subject::Place(place) if place.mirrored_role().is_some() => format!(
            "El rol «{name}» lo tienen {who}, que no tienen ese rol en la mesa: quíteselo, o déselo con `!rol`. Mientras, en los \
             canales que ve ese rol no se publica nada privado."
        ),
        Subject::Place(Place::Clients) => {
            format!("El canal «{name}» lo puede leer {who}: quíteles el permiso *Ver canal*.")
        }
        Subject::Place(_) | Subject::RoleOf(_) | Subject::Administrators => format!(
            "El canal «{name}» lo puede leer {who}: quíteles el permiso *Ver canal*. Mientras, ahí no se publica nada privado."
        ),
        Subject::Channel(_) => format!(
            "El canal «{name}» de un revendedor lo puede leer {who}: quíteles el permiso *Ver canal*. Mientras, lo de ese \
             revendedor va por mensaje directo."
        ),
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
