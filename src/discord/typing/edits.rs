//! Commands that are edited. What was done stays done, and an edit is no new command: it is said, once.

use poise::serenity_prelude as serenity;
use serenity::MessageUpdateEvent;

use super::lines::{self, COMMANDS_MAX};
use crate::db::DbError;
use crate::discord::answer::declined;
use crate::discord::reply::say_of_edit;
use crate::discord::surface::Surface;
use crate::discord::typing::line::Line;
use crate::discord::{Framework, view};
use crate::domain::kernel::recall;

/// Takes a message that its author changed. Discord also sends one for previews of links, pins and threads: those carry
/// no new moment of editing.
pub(in crate::discord) async fn edited(framework: Framework<'_>, event: &MessageUpdateEvent) {
    let surface = framework.user_data;
    let Some(author) = event.author.as_ref().filter(|author| !author.bot) else {
        return;
    };
    let (Some(content), Some(_)) = (&event.content, event.edited_timestamp) else {
        return;
    };
    let typed = lines::read(content, &surface.config.discord.prefix);
    let did_something = did_something(surface, event.id.get())
        .await
        .map_err(declined("recall.is_known", |_: &DbError| String::new()))
        .unwrap_or(false);
    let words = match (typed.commands.is_empty(), did_something) {
        (_, true) => view::typing::edit_of_done(),
        (false, false) => view::typing::edit_of_command(),
        (true, false) => return,
    };
    tracing::info!(
        member.discord = author.id.get(),
        "an edited command was not carried out"
    );
    say_of_edit(surface, event.channel_id, event.id, words).await;
}

/// Whether the message, as it was before, left something in the books.
async fn did_something(surface: &Surface, message: u64) -> Result<bool, DbError> {
    let mut reader = surface.desk.db.reader().await?;
    for nth in 1..=COMMANDS_MAX {
        if recall::is_known(&mut reader, &Line::request(message, nth)).await? {
            return Ok(true);
        }
    }
    Ok(false)
}
