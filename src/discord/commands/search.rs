//! Orders found by what people remember of them.

use super::asked::actor;
use super::group::Group;
use crate::discord::answer::{Answer, Declined, answer, declined};
use crate::discord::content::Content;
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, view};
use crate::domain::orders::Which;
use crate::domain::people::members::Permission;
use crate::reports::desk::day_typed;
use crate::reports::search::{self, Sought};

pub(super) const COMMANDS: Group = Group {
    records: &[BUSCAR],
    functions: &[buscar],
};

/// How many orders are shown: about two screens of a phone.
const FOUND_MAX: usize = 20;
/// More words than anybody remembers.
const WORDS_MAX: usize = 12;

const BUSCAR: Record = Record {
    name: "buscar",
    aliases: &[],
    synonyms: &["busca", "encontrar", "search", "find"],
    usage: "buscar <texto, monto o fecha>",
    example: "buscar ana 902,70 ayer",
    what: "órdenes por beneficiario, referencia, monto, día, estado o persona; todo lo que escriba tiene que estar en la orden",
    who: Who::Only(Permission::SeeOwn),
    probe: "ana",
};

/// Busca órdenes por beneficiario, referencia, monto, día, estado o persona
#[poise::command(prefix_command, slash_command)]
async fn buscar(
    context: Context<'_>,
    #[description = "ana · 902,70 · 29/11 · pendiente · cajero1"]
    #[rest]
    que: String,
) -> Result<(), Never> {
    let work = async {
        let surface = context.data();
        let days = surface.desk.policy.days();
        let typed = named(context, &que);
        let sought = read(&typed, days.day_at(surface.desk.clock.now()))?;
        let actor = actor(context).await?;
        let read = async {
            let mut reader = surface.desk.db.reader().await?;
            search::find_orders(&mut reader, &actor, &sought, days, FOUND_MAX).await
        };
        let found = read.await.map_err(declined("reports.search", view::reads::refused))?;
        let content = match actor.may(Permission::ListEverything) {
            true => Content::For(Permission::ListEverything),
            false => Content::Own,
        };
        let face = view::order_lists::found(&found, &typed, surface.guild());
        Ok(Answer::Face(Box::new(face)).containing(content))
    };
    answer(context, Content::Own, work).await
}

/// What was typed, with people by name: a mention is a number that no order has.
fn named(context: Context<'_>, typed: &str) -> String {
    let mut text = typed.trim().to_owned();
    if let poise::Context::Prefix(prefix) = context {
        for user in &prefix.msg.mentions {
            for mention in [format!("<@{}>", user.id), format!("<@!{}>", user.id)] {
                text = text.replace(&mention, &user.name);
            }
        }
    }
    text
}

/// Each word is a day, a state, or a part of what the order says.
fn read(typed: &str, today: Option<chrono::NaiveDate>) -> Result<Sought, Declined> {
    let mut sought = Sought {
        words: Vec::new(),
        day: None,
        which: Which::All,
    };
    for word in typed.split_whitespace().take(WORDS_MAX) {
        let day = today.and_then(|today| day_typed(word, today));
        let which = view::order_lists::which_named(word);
        match (day, which) {
            (Some(day), _) if sought.day.is_none() => sought.day = Some(day),
            (_, Some(which)) if sought.which == Which::All => sought.which = which,
            _ => sought.words.push(word.to_owned()),
        }
    }
    if typed.is_empty() {
        return Err(Declined::because(view::order_lists::nothing_sought()));
    }
    Ok(sought)
}

#[cfg(test)]
mod tests {
    use super::{Which, read};
    use crate::domain::orders::OrderState;

    #[test]
    fn days_and_states_are_told_from_what_an_order_says() {
        let today = Some("2026-11-30".parse().unwrap());
        let Ok(sought) = read("ana 902.70 ayer pagadas 0102", today) else {
            panic!("it can be read");
        };
        assert_eq!(sought.words, ["ana", "902.70", "0102"]);
        assert_eq!(sought.day.map(|day| day.to_string()).as_deref(), Some("2026-11-29"));
        assert_eq!(sought.which, Which::In(OrderState::Completed));
        assert!(read("", today).is_err());
    }
}
