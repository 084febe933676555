//! Edited commands. What was done stays done, and the edit is not carried out. The author is told that once.

use poise::serenity_prelude as serenity;
use serenity::MessageUpdateEvent;

use super::lines::{self, COMMANDS_MAX};
use crate::db::DbError;
use crate::discord::answer::declined;
use crate::discord::reply::say_of_edit;
use crate::discord::surface::Surface;
use crate::discord::typing::line::Line;
use crate::discord::{Framework, view};
use crate::ids::RequestId;
use crate::reports;
use crate::reports::typed::Became;

/// Handles an edit by the message's author. Discord also sends this event for link previews, pins and threads, but then
/// without a new time of editing.
pub(in crate::discord) async fn edited(framework: Framework<'_>, event: &MessageUpdateEvent) {
    let surface = framework.user_data;
    let Some(author) = event.author.as_ref().filter(|author| !author.bot) else {
        return;
    };
    let (Some(content), Some(_)) = (&event.content, event.edited_timestamp) else {
        return;
    };
    let typed = lines::read(content, &surface.config.discord.prefix);
    let became = became(surface, event.id.get())
        .await
        .map_err(declined("reports.typed", |_: &DbError| String::new()))
        .unwrap_or(Became::Nothing);
    let words = match (typed.commands.is_empty(), became) {
        (_, Became::Done) => view::typing::edit_of_done(),
        (_, Became::Asked) => view::typing::edit_of_asked(),
        (_, Became::Shown) => view::typing::edit_of_shown(),
        (false, Became::Nothing | Became::Dropped) => view::typing::edit_of_command(),
        (true, Became::Nothing | Became::Dropped) => return,
    };
    tracing::info!(
        member.discord = author.id.get(),
        "an edited command was not carried out"
    );
    say_of_edit(surface, event.channel_id, event.id, words).await;
}

/// What the message did in the books before it was edited.
async fn became(surface: &Surface, message: u64) -> Result<Became, DbError> {
    let requests: Vec<RequestId> = (1..=COMMANDS_MAX).map(|nth| Line::request(message, nth)).collect();
    let mut reader = surface.desk.db.reader().await?;
    reports::typed::became(&mut reader, &requests).await
}
