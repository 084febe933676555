//! What a superuser puts up in the server.

use super::{actor, request};
use crate::db::retrying;
use crate::discord::answer::{Answer, answer, declined};
use crate::discord::{Context, Never, view};
use crate::domain::places::Place;
use crate::domain::registration;

/// Prepara el servidor
#[poise::command(prefix_command, slash_command, subcommands("panel"), subcommand_required)]
pub(super) async fn setup(_: Context<'_>) -> Result<(), Never> {
    Ok(())
}

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
    answer(context, work).await
}
