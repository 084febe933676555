//! Retries closed lanes early: something about the server changed, or a person showed that they can be reached.

use poise::serenity_prelude as serenity;
use serenity::UserId;

use super::ids::user_id;

use super::surface::Surface;
use crate::db::DbError;
use crate::domain::kernel::outbox::{self, Lane};
use crate::domain::people::members;

/// Channels, roles or the bot's own roles changed: all closed channels are tried at once.
pub(super) async fn server_changed(surface: &Surface) {
    let desk = &surface.desk;
    let tried = async {
        let mut tx = desk.db.begin().await?;
        let tried = outbox::try_closed_again(&mut tx, desk.clock.now()).await?;
        tx.commit().await?;
        Ok::<u64, DbError>(tried)
    };
    match tried.await {
        Ok(0) => {}
        Ok(lanes) => tracing::info!(lanes, "closed lanes are tried again"),
        Err(fault) => tracing::error!(error = %fault, "cannot make closed lanes due; they are tried later"),
    }
}

/// Somebody wrote to the bot or joined the server, so their direct messages may be open again.
pub(super) async fn person_is_there(surface: &Surface, user: UserId) {
    if let Err(fault) = try_person(surface, user).await {
        tracing::error!(error = %fault, "cannot make closed direct messages due; they are tried later");
    }
}

async fn try_person(surface: &Surface, user: UserId) -> Result<(), DbError> {
    let desk = &surface.desk;
    let mut reader = desk.db.reader().await?;
    let found = members::find_members_by_discord(&mut reader, &[user_id(user)]).await?;
    let Some(member) = found.first() else {
        return Ok(());
    };
    let lane = Lane::Person(member.id);
    // Most people's direct messages are open; this check avoids a write for each of their messages.
    let is_closed = outbox::is_closed(&mut reader, lane).await?;
    drop(reader);
    if !is_closed {
        return Ok(());
    }
    let mut tx = desk.db.begin().await?;
    outbox::try_lane_again(&mut tx, lane, desk.clock.now()).await?;
    tx.commit().await
}
