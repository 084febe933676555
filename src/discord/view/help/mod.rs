//! What can be typed: one table for the help, for usage hints and for guessing what was meant.

mod coin_entries;
mod entries;
mod entry;
mod order_entries;
mod server_entries;
pub(crate) mod synonyms;

use poise::serenity_prelude::{CreateEmbed, CreateEmbedFooter};

use super::face::Face;
use super::refusals::not_allowed;
use super::{COLOUR_OPEN, paging, text};
use crate::db::{Paged, Place};
use crate::discord::controls::List;
use crate::domain::people::members::{Actor, Permission, Role};
use entries::TOPICS;
use entry::Entry;

/// How much of the help stands on one page, in characters: what is read at one go, and less than Discord takes.
const PAGE_CHARS_MAX: usize = 2_000;

/// All commands.
pub(crate) fn entries() -> impl Iterator<Item = &'static Entry> {
    TOPICS.iter().flat_map(|(_, entries)| entries.iter())
}

/// The command of this full name; of a parent alone, the first of its children.
pub(crate) fn entry(name: &str) -> Option<&'static Entry> {
    entries()
        .find(|entry| entry.is_called(name))
        .or_else(|| entries().find(|entry| entry.begins_with(name)))
}

/// A page of what this person may do; those without a role read first where to get one. `prefixed` writes commands as
/// they are typed here.
pub(crate) fn page(
    actor: &Actor,
    registration_channel: &str,
    place: Place,
    prefixed: impl Fn(String) -> String,
) -> Face {
    let pages = Paged::of_whole(pages(actor, registration_channel), place, 1);
    let (number, of) = (pages.skipped + 1, pages.total);
    let mut embed = CreateEmbed::new().title("Ayuda").colour(COLOUR_OPEN);
    embed = embed.description(prefixed(pages.rows.first().cloned().unwrap_or_default()));
    if 1 < of {
        embed = embed.footer(CreateEmbedFooter::new(format!("Página {number} de {of}")));
    }
    let turns = paging::turns(List::Help(actor.member), &pages, |_| number);
    Face::of_embed(embed).buttons(turns)
}

fn pages(actor: &Actor, registration_channel: &str) -> Vec<String> {
    let mut pages = vec![head(actor, registration_channel)];
    for (topic, entries) in TOPICS {
        let mut lines: Vec<String> = Vec::new();
        for entry in entries.iter().filter(|entry| entry.is_for(actor)) {
            lines.push(entry.line());
        }
        for (nth, line) in lines.into_iter().enumerate() {
            let heading = if nth == 0 {
                format!("\n**{topic}**\n")
            } else {
                String::new()
            };
            put(&mut pages, &format!("{heading}{line}"), topic);
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
    actor: &Actor,
    typed: &str,
    prefixed: impl Fn(String) -> String,
) -> Option<Result<CreateEmbed, String>> {
    let name = typed.trim().trim_start_matches(['!', '/']);
    let exact: Vec<&Entry> = entries().filter(|entry| entry.is_called(name)).collect();
    let meant = if exact.is_empty() {
        entries().filter(|entry| entry.begins_with(name)).collect()
    } else {
        exact
    };
    let first = meant.first()?;
    if let Some(permission) = first.needs
        && let Err(no) = actor.require(permission)
    {
        return Some(Err(not_allowed(no)));
    }
    let told: Vec<String> = meant
        .iter()
        .filter(|entry| entry.is_for(actor))
        .map(|entry| explained(entry))
        .collect();
    let embed = CreateEmbed::new()
        .title(format!("Ayuda: {}", first.name))
        .colour(COLOUR_OPEN)
        .description(prefixed(told.join("\n\n")));
    Some(Ok(embed))
}

fn explained(entry: &Entry) -> String {
    let aliases: Vec<String> = entry.aliases.iter().map(|alias| format!("`!{alias}`")).collect();
    let aliases = match aliases.as_slice() {
        [] => String::new(),
        some => format!("\nTambién: {}", text::listed(some, "y")),
    };
    format!(
        "**{}**\nSe escribe: `!{}`\nEjemplo: `!{}`{aliases}\nLo que está entre `<>` es obligatorio; entre `[]`, opcional.",
        entry.what, entry.usage, entry.example
    )
}

pub(crate) fn not_yours() -> String {
    "Esa ayuda es de otra persona; la suya se ve con `!ayuda`.".to_owned()
}

#[cfg(test)]
mod readme_tests;
#[cfg(test)]
mod tests {
    use super::{PAGE_CHARS_MAX, about, entries, entry, pages};
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
        pages(&actor(role, superuser), "registro").join("\n")
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
        for entry in entries().filter(|entry| entry.is_for(&actor(role, superuser))) {
            assert!(told.contains(&format!("`!{}`", entry.usage)), "{}", entry.name);
        }
        let pages = pages(&actor(role, superuser), "registro");
        assert!(1 < pages.len());
        assert!(pages.iter().all(|page| page.chars().count() <= PAGE_CHARS_MAX));
    }

    #[test]
    fn one_command_is_explained_to_who_may_give_it() {
        let admin = actor(Role::Admin, true);
        assert!(about(&admin, "!start", |text| text).unwrap().is_ok());
        assert!(about(&admin, "nada", |text| text).is_none());
        assert!(
            about(&actor(Role::Client, false), "setrates", |text| text)
                .unwrap()
                .is_err()
        );
    }

    #[test]
    fn every_command_has_an_example_that_begins_with_its_name() {
        for entry in entries() {
            assert!(entry.example.starts_with(entry.name), "{}", entry.name);
            assert!(entry.usage.starts_with(entry.name), "{}", entry.name);
        }
    }

    #[test]
    fn a_parent_alone_is_explained_by_its_child() {
        assert_eq!(entry("start").unwrap().name, "start batch");
        assert_eq!(entry("STARTBATCH").unwrap().name, "start batch");
        assert!(entry("nada").is_none());
    }
}
