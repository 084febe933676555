//! What a superuser puts up in the server.

use super::asked::{actor, request};
use super::group::Group;
use crate::db::retrying;
use crate::discord::answer::broken;
use crate::discord::answer::{Answer, Declined, answer, declined};
use crate::discord::content::Content;
use crate::discord::places;
use crate::discord::setup::{Mode, in_guild};
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, view};
use crate::domain::flows::registration;
use crate::domain::people::members::Permission;
use crate::domain::people::places::{Place, PlaceError};

pub(super) const COMMANDS: Group = Group {
    records: &[SETUP_CREAR, SETUP_REVISAR, SETUP_PROPIOS, SETUP_PANEL],
    functions: &[setup],
};

/// Prepara el servidor: crea lo que falta y revisa quién lee qué
#[poise::command(prefix_command, slash_command, subcommands("crear", "revisar", "propios", "panel"))]
async fn setup(context: Context<'_>) -> Result<(), Never> {
    // Only typed: a slash command with others below it cannot be chosen itself.
    prepare(context, Mode::Fill).await
}

const SETUP_CREAR: Record = Record {
    name: "setup crear",
    aliases: &["setup"],
    synonyms: &[],
    usage: "setup crear",
    example: "setup crear",
    what: "crea los canales y roles que faltan y revisa quién puede leerlos; `!setup` solo hace lo mismo",
    who: Who::Only(Permission::SetUpDesk),
    probe: "",
};

/// Crea los canales y roles que faltan
#[poise::command(prefix_command, slash_command, discard_spare_arguments)]
async fn crear(context: Context<'_>) -> Result<(), Never> {
    prepare(context, Mode::Fill).await
}

const SETUP_REVISAR: Record = Record {
    name: "setup revisar",
    aliases: &[],
    synonyms: &[],
    usage: "setup revisar",
    example: "setup revisar",
    what: "revisa canales, roles y quién puede leerlos, sin cambiar nada",
    who: Who::Only(Permission::SetUpDesk),
    probe: "",
};

/// Revisa canales, roles y quién puede leerlos, sin cambiar nada
#[poise::command(prefix_command, slash_command, discard_spare_arguments)]
async fn revisar(context: Context<'_>) -> Result<(), Never> {
    prepare(context, Mode::Look).await
}

const SETUP_PROPIOS: Record = Record {
    name: "setup propios",
    aliases: &[],
    synonyms: &[],
    usage: "setup propios",
    example: "setup propios",
    what: "crea los de la mesa aunque haya otros con ese nombre que no le sirven",
    who: Who::Only(Permission::SetUpDesk),
    probe: "",
};

/// Crea canales y roles propios aunque haya otros con ese nombre
#[poise::command(prefix_command, slash_command, discard_spare_arguments)]
async fn propios(context: Context<'_>) -> Result<(), Never> {
    prepare(context, Mode::Own).await
}

async fn prepare(context: Context<'_>, mode: Mode) -> Result<(), Never> {
    let work = async {
        let actor = actor(context).await?;
        let refuse = declined("setup", view::places::refused);
        let allowed = actor.require(Permission::SetUpDesk);
        allowed.map_err(|no| refuse(PlaceError::NotAllowed(no)))?;
        let surface = context.data();
        let bot = surface.cache.current_user().id;
        match in_guild(&surface.premises(), (surface.guild(), bot), &actor, mode).await {
            Ok((findings, site, seen)) => {
                surface.places.set_people(site.people);
                let learnt = places::learn(surface, seen).await;
                learnt.map_err(declined("setup", broken))?;
                Ok(Answer::Say(view::setup::in_discord(&findings)))
            }
            Err(error) => {
                tracing::error!(%error, "the guild could not be set up");
                Err(Declined::because(view::places::not_looked_at()))
            }
        }
    };
    // Who reads what is for whoever decides what people ask for.
    answer(context, Content::For(Permission::SeeRequests), work).await
}

const SETUP_PANEL: Record = Record {
    name: "setup panel",
    aliases: &[],
    synonyms: &[],
    usage: "setup panel",
    example: "setup panel",
    what: "publica el panel de registro",
    who: Who::Only(Permission::SetUpDesk),
    probe: "",
};

/// Publica el panel de registro en su canal
#[poise::command(prefix_command, slash_command, discard_spare_arguments)]
async fn panel(context: Context<'_>) -> Result<(), Never> {
    let work = async {
        let (actor, request) = (actor(context).await?, request(context));
        let surface = context.data();
        let done = retrying(|| registration::post_panel(&surface.desk, &actor, &request)).await;
        done.map_err(declined("registration.post_panel", view::registration::refused))?;
        let name = surface.name_of(Place::Registration);
        Ok(Answer::Say(view::registration::panel_posted(&name)))
    };
    answer(context, Content::Public, work).await
}
