//! What a person may type.

use super::asked::actor;
use super::group::Group;
use crate::db::Place;
use crate::discord::answer::{Answer, Declined, answer};
use crate::discord::content::Content;
use crate::discord::controls::List;
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, pages, view};

pub(super) const COMMANDS: Group = Group {
    records: &[AYUDA],
    functions: &[ayuda],
};

const AYUDA: Record = Record {
    name: "ayuda",
    aliases: &["help"],
    synonyms: &[],
    usage: "ayuda [comando]",
    example: "ayuda pendientes",
    what: "esta lista, o cómo se usa un comando",
    who: Who::Everybody,
    probe: "",
};

/// Muestra lo que usted puede hacer
#[poise::command(prefix_command, slash_command, aliases("help"))]
async fn ayuda(
    context: Context<'_>,
    #[description = "Un comando: pendientes"]
    #[rest]
    comando: Option<String>,
) -> Result<(), Never> {
    let work = async {
        let actor = actor(context).await?;
        let surface = context.data();
        let Some(comando) = comando.filter(|typed| !typed.trim().is_empty()) else {
            let page = pages::page(surface, &actor, List::Help(actor.member), Place::First).await?;
            return Ok(page.answer());
        };
        match view::help::about(&surface.records, &actor, &comando, |words| surface.with_prefix(words)) {
            Some(Ok(embed)) => Ok(Answer::Show(Box::new(embed))),
            Some(Err(words)) => Err(Declined::because(words)),
            None => Err(Declined::because(view::arguments::unknown_command(
                &surface.records,
                &comando,
                "",
            ))),
        }
    };
    answer(context, Content::Public, work).await
}
