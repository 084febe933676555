//! Games and bots, and their keys.

use super::asked::{actor, request};
use super::group::Group;
use crate::db::{Place, retrying};
use crate::discord::answer::{Answer, Declined, answer, declined};
use crate::discord::content::Content;
use crate::discord::controls::List;
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, pages, view};
use crate::domain::games::apps::keys::{self, AppRole, KeyError, NewApp};
use crate::domain::people::members::{Actor, Permission};

pub(super) const COMMANDS: Group = Group {
    records: &[APP_CREAR, APP_LISTA, APP_ROTAR, APP_REVOCAR],
    functions: &[app],
};

/// Juegos y bots que usan la API
#[poise::command(
    prefix_command,
    slash_command,
    subcommands("crear", "lista", "rotar", "revocar"),
    subcommand_required
)]
async fn app(_: Context<'_>) -> Result<(), Never> {
    Ok(())
}

/// The roles as a slash command offers them.
#[derive(Debug, Clone, Copy, poise::ChoiceParameter)]
enum AppRoleChoice {
    #[name = "bot"]
    Bot,
    #[name = "sistema"]
    System,
    #[name = "admin"]
    Admin,
}

impl From<AppRoleChoice> for AppRole {
    fn from(choice: AppRoleChoice) -> Self {
        match choice {
            AppRoleChoice::Bot => AppRole::Bot,
            AppRoleChoice::System => AppRole::System,
            AppRoleChoice::Admin => AppRole::Admin,
        }
    }
}

const APP_CREAR: Record = Record {
    name: "app crear",
    aliases: &[],
    synonyms: &[],
    usage: "app crear <nombre>",
    example: "app crear Blackjack",
    what: "registra un juego o bot; la clave solo sale con `/app crear`",
    who: Who::Only(Permission::ManageApps),
    probe: "%",
};

/// Registra un juego o bot y muestra su clave una sola vez
#[poise::command(prefix_command, slash_command)]
async fn crear(
    context: Context<'_>,
    #[description = "Cómo se llama: Blackjack"] nombre: String,
    #[description = "Qué puede con la API de jugadores; si no se elige, bot"] rol: Option<AppRoleChoice>,
) -> Result<(), Never> {
    let work = async {
        let actor = who_gets_a_key(context, "apps.create", "app crear").await?;
        let request = request(context);
        let desk = &context.data().desk;
        let app = NewApp {
            name: &nombre,
            role: rol.map_or(AppRole::Bot, AppRole::from),
        };
        let done = keys::create_app(desk, &actor, &request, app).await;
        let done = done.map_err(declined("apps.create", view::apps::refused))?;
        Ok(Answer::Say(view::apps::created(&done)))
    };
    answer(context, Content::Own, work).await
}

const APP_LISTA: Record = Record {
    name: "app lista",
    aliases: &[],
    synonyms: &[],
    usage: "app lista",
    example: "app lista",
    what: "los juegos y bots, y cuándo se usó su clave",
    who: Who::Only(Permission::ManageApps),
    probe: "",
};

/// Muestra los juegos y bots registrados
#[poise::command(prefix_command, slash_command)]
async fn lista(context: Context<'_>) -> Result<(), Never> {
    let work = async {
        let actor = actor(context).await?;
        let page = pages::page(context.data(), &actor, List::Apps, Place::First).await?;
        Ok(page.answer())
    };
    answer(context, Content::Own, work).await
}

const APP_ROTAR: Record = Record {
    name: "app rotar",
    aliases: &[],
    synonyms: &[],
    usage: "app rotar <nombre>",
    example: "app rotar Blackjack",
    what: "otra clave; la anterior deja de valer",
    who: Who::Only(Permission::ManageApps),
    probe: "nada",
};

/// Da otra clave a un juego o bot; la anterior deja de valer
#[poise::command(prefix_command, slash_command)]
async fn rotar(
    context: Context<'_>,
    #[description = "Cómo se llama: Blackjack"]
    #[rest]
    nombre: String,
) -> Result<(), Never> {
    let work = async {
        let actor = who_gets_a_key(context, "apps.rotate", "app rotar").await?;
        let request = request(context);
        let desk = &context.data().desk;
        let done = keys::rotate_key(desk, &actor, &request, &nombre).await;
        let done = done.map_err(declined("apps.rotate", view::apps::refused))?;
        Ok(Answer::Say(view::apps::rotated(&done)))
    };
    answer(context, Content::Own, work).await
}

const APP_REVOCAR: Record = Record {
    name: "app revocar",
    aliases: &[],
    synonyms: &[],
    usage: "app revocar <nombre>",
    example: "app revocar Blackjack",
    what: "quita la clave",
    who: Who::Only(Permission::ManageApps),
    probe: "nada",
};

/// Quita la clave a un juego o bot
#[poise::command(prefix_command, slash_command)]
async fn revocar(
    context: Context<'_>,
    #[description = "Cómo se llama: Blackjack"]
    #[rest]
    nombre: String,
) -> Result<(), Never> {
    let work = async {
        let (actor, request) = (actor(context).await?, request(context));
        let desk = &context.data().desk;
        let done = retrying(|| keys::revoke_key(desk, &actor, &request, &nombre)).await;
        let done = done.map_err(declined("apps.revoke", view::apps::refused))?;
        Ok(Answer::Say(view::apps::revoked(&done)))
    };
    answer(context, Content::Public, work).await
}

/// A superuser where nobody else reads the answer: that to a typed command is read by everybody in the channel, and a
/// key is for one person. Who may not have one is told so before anything else.
async fn who_gets_a_key(context: Context<'_>, use_case: &'static str, command: &str) -> Result<Actor, Declined> {
    let actor = actor(context).await?;
    let refuse = declined(use_case, view::apps::refused);
    let allowed = actor.require(Permission::ManageApps);
    allowed.map_err(|no| refuse(KeyError::NotAllowed(no)))?;
    match context {
        poise::Context::Application(_) => Ok(actor),
        poise::Context::Prefix(_) => {
            tracing::info!("a key was asked for in the open");
            Err(Declined::because(view::apps::only_by_slash(command)))
        }
    }
}
