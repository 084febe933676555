//! Tokens of the API for players.

use super::asked::{actor, request};
use super::group::Group;
use crate::db::retrying;
use crate::discord::answer::{Answer, answer, declined};
use crate::discord::content::Content;
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, view};
use crate::domain::people::members::Permission;
use crate::domain::people::tokens;

pub(super) const COMMANDS: Group = Group {
    records: &[TOKEN],
    functions: &[token],
};

const TOKEN: Record = Record {
    name: "token",
    aliases: &[],
    synonyms: &[],
    usage: "token [revocar]",
    example: "token",
    what: "un token suyo para la API de jugadores; con `revocar` dejan de valer todos",
    who: Who::Only(Permission::UseTokens),
    probe: "",
};

/// What is to be done instead of giving a token.
#[derive(Debug, Clone, Copy, poise::ChoiceParameter)]
enum Instead {
    #[name = "revocar"]
    Revoke,
}

/// Le da un token para la API de jugadores, o anula los que tiene
#[poise::command(prefix_command, slash_command)]
async fn token(
    context: Context<'_>,
    #[description = "Anula todos sus tokens"] revocar: Option<Instead>,
) -> Result<(), Never> {
    let work = async {
        let actor = actor(context).await?;
        let desk = &context.data().desk;
        match revocar {
            None => {
                let issued = retrying(|| tokens::issue_own_token(desk, &actor)).await;
                let issued = issued.map_err(declined("tokens.issue", view::tokens::refused))?;
                Ok(Answer::Say(view::tokens::issued(&issued)))
            }
            Some(Instead::Revoke) => {
                let request = request(context);
                let done = retrying(|| tokens::revoke_own_tokens(desk, &actor, &request)).await;
                done.map_err(declined("tokens.revoke", view::tokens::refused))?;
                Ok(Answer::Say(view::tokens::revoked().to_owned()))
            }
        }
    };
    answer(context, Content::Own, work).await
}
