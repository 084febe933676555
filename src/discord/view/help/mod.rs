//! What can be typed, made of the commands' records: the help, and what is meant by a word that is no command. The records stand beside
//! the commands and are handed in, since nothing here uses those.

mod record;
mod records;
pub(crate) mod synonyms;

use poise::serenity_prelude::{CreateEmbed, CreateEmbedFooter};

use super::face::Face;
use super::refusals::not_allowed;
use super::{COLOUR_OPEN, paging, text};
use crate::db::{Paged, Place};
use crate::discord::controls::List;
use crate::domain::people::members::{Actor, Permission, Role};
pub use record::{Record, Who};
pub(crate) use records::{Records, Topic};

/// How much of the help stands on one page, in characters: what is read at one go, and less than Discord takes.
const PAGE_CHARS_MAX: usize = 2_000;

/// A page of what this person may do; those without a role read first where to get one. `prefixed` writes commands as
/// they are typed here.
pub(crate) fn page(
    records: &Records,
    actor: &Actor,
    registration_channel: &str,
    place: Place,
    prefixed: impl Fn(String) -> String,
) -> Face {
    let pages = Paged::of_whole(pages(records, actor, registration_channel), place, 1);
    let (number, of) = (pages.skipped + 1, pages.total);
    let mut embed = CreateEmbed::new().title("Ayuda").colour(COLOUR_OPEN);
    embed = embed.description(prefixed(pages.rows.first().cloned().unwrap_or_default()));
    if 1 < of {
        embed = embed.footer(CreateEmbedFooter::new(format!("Página {number} de {of}")));
    }
    let turns = paging::turns(List::Help(actor.member), &pages, |_| number);
    Face::of_embed(embed).buttons(turns)
}

fn pages(records: &Records, actor: &Actor, registration_channel: &str) -> Vec<String> {
    let mut pages = vec![head(actor, registration_channel)];
    for Topic { name, records } in records.topics() {
        let shown = records.iter().filter(|record| record.is_shown_to(actor));
        for (nth, record) in shown.enumerate() {
            let heading = if nth == 0 {
                format!("\n**{name}**\n")
            } else {
                String::new()
            };
            put(&mut pages, &format!("{heading}{}", record.line()), name);
        }
    }
    if actor.may(Permission::CarryOutOrders) {
        put(&mut pages, PAYING, "Pagar");
    }
    pages
}

/// Adds a line to the last page, or begins another one under the same topic.
fn put(pages: &mut Vec<String>, line: &str, topic: &str) {
    if let Some(last) = pages.last_mut()
        && last.chars().count() + line.chars().count() < PAGE_CHARS_MAX
    {
        last.push('\n');
        last.push_str(line);
        return;
    }
    let heading = if line.contains("**") {
        String::new()
    } else {
        format!("**{topic}**\n")
    };
    pages.push(format!("{heading}{}", line.trim_start()));
}

const PAYING: &str = "\n**Para pagar**: cada orden le llega por mensaje directo. Responda a ese mensaje con la captura \
                      y pulse **Listo**; si no se puede pagar, **Cancelar** y diga por qué. Con **Tomar** en el canal \
                      de pendientes se queda con una orden de otro.";

fn head(actor: &Actor, registration_channel: &str) -> String {
    if actor.role == Role::Guest && !actor.superuser {
        return format!(
            "Usted todavía no tiene un rol en la mesa. **Regístrese en el canal `#{registration_channel}`**: pulse el \
             botón de lo que quiere ser; un superusuario lo decide. Mientras tanto puede:"
        );
    }
    "**Lo que puede hacer** (también con `/`). Más sobre cada uno: `!ayuda <comando>`. En un mensaje caben varios, cada uno en su \
     línea."
        .to_owned()
}

/// One command (or a parent's children) with usage and example; nothing when there is none of that name.
pub(crate) fn about(
    records: &Records,
    actor: &Actor,
    typed: &str,
    prefixed: impl Fn(String) -> String,
) -> Option<Result<CreateEmbed, String>> {
    let name = typed.trim().trim_start_matches(['!', '/']);
    let exact: Vec<&Record> = records.all().filter(|record| record.is_called(name)).collect();
    let meant = if exact.is_empty() {
        records.all().filter(|record| record.begins_with(name)).collect()
    } else {
        exact
    };
    let first = meant.first()?;
    if let Some(permission) = first.who.shown_to()
        && let Err(no) = actor.require(permission)
    {
        return Some(Err(not_allowed(no)));
    }
    let told: Vec<String> = meant
        .iter()
        .filter(|record| record.is_shown_to(actor))
        .map(|record| explained(record))
        .collect();
    let embed = CreateEmbed::new()
        .title(format!("Ayuda: {}", first.name))
        .colour(COLOUR_OPEN)
        .description(prefixed(told.join("\n\n")));
    Some(Ok(embed))
}

fn explained(record: &Record) -> String {
    let aliases: Vec<String> = record.aliases.iter().map(|alias| format!("`!{alias}`")).collect();
    let aliases = match aliases.as_slice() {
        [] => String::new(),
        some => format!("\nTambién: {}", text::listed(some, "y")),
    };
    format!(
        "**{}**\nSe escribe: `!{}`\nEjemplo: `!{}`{aliases}\nLo que está entre `<>` es obligatorio; entre `[]`, opcional.",
        record.what, record.usage, record.example
    )
}

pub(crate) fn not_yours() -> String {
    "Esa ayuda es de otra persona; la suya se ve con `!ayuda`.".to_owned()
}

#[cfg(test)]
mod tests {
    use super::{PAGE_CHARS_MAX, about, pages};
    use crate::discord::commands::records;
    use crate::domain::people::members::{Actor, Role, Standing};
    use crate::ids::MemberId;

    fn actor(role: Role, superuser: bool) -> Actor {
        Actor {
            member: MemberId::new(1),
            name: "ana".into(),
            role,
            standing: Standing::Works,
            superuser,
        }
    }

    fn help(role: Role, superuser: bool) -> String {
        pages(&records(), &actor(role, superuser), "registro").join("\n")
    }

    #[test]
    fn a_client_is_not_shown_what_only_others_may() {
        let client = help(Role::Client, false);
        assert!(client.contains("!tasas") && !client.contains("!setrates") && !client.contains("Listo"));
        assert!(!client.contains("Regístrese"));
        assert!(help(Role::Cashier, false).contains("Listo"));
        assert!(help(Role::Guest, true).contains("!setrates"));
    }

    #[test]
    fn a_guest_is_told_where_to_register() {
        let guest = help(Role::Guest, false);
        assert!(guest.contains("Regístrese en el canal `#registro`") && !guest.contains("!pendientes"));
    }

    #[test]
    fn nothing_of_the_help_is_left_out() {
        let (role, superuser) = (Role::Admin, true);
        let told = help(role, superuser);
        let actor = actor(role, superuser);
        for record in records().all().filter(|record| record.is_shown_to(&actor)) {
            assert!(told.contains(&format!("`!{}`", record.usage)), "{}", record.name);
        }
        let pages = pages(&records(), &actor, "registro");
        assert!(1 < pages.len());
        assert!(pages.iter().all(|page| page.chars().count() <= PAGE_CHARS_MAX));
    }

    #[test]
    fn one_command_is_explained_to_who_may_give_it() {
        let admin = actor(Role::Admin, true);
        assert!(about(&records(), &admin, "!start", |text| text).unwrap().is_ok());
        assert!(about(&records(), &admin, "nada", |text| text).is_none());
        assert!(
            about(&records(), &actor(Role::Client, false), "setrates", |text| text)
                .unwrap()
                .is_err()
        );
    }

    #[test]
    fn every_command_has_an_example_that_begins_with_its_name() {
        for record in records().all() {
            assert!(record.example.starts_with(record.name), "{}", record.name);
            assert!(record.usage.starts_with(record.name), "{}", record.name);
        }
    }
}
