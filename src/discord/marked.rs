//! What the books know about the things that a custom id names: the mark of each number, and the message that shows it.

use std::time::{Duration, Instant};

use poise::serenity_prelude::{ChannelId, MessageId};

use super::controls::{BETWEEN_MARKS, Marks};
use super::ids::{channel_id, message_id};
use super::surface::Surface;
use crate::db::DbError;
use crate::domain::kernel::marks::{Marked, find_marks};
use crate::domain::kernel::outbox;

/// How long a press waits until the courier has recorded the pressed message, and how often it checks. Together with
/// the answer this must fit into the three seconds of an interaction.
const RECORDED_WITHIN: Duration = Duration::from_millis(1_500);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// The message on which something was pressed.
#[derive(Debug, Clone, Copy)]
pub(super) struct On {
    pub(super) channel: ChannelId,
    pub(super) message: MessageId,
}

/// Looks up marks. If the books cannot be read, nothing is marked, and a press on what is sent then is refused.
pub(super) async fn look_up(surface: &Surface, names: Vec<Marked>) -> Marks {
    if names.is_empty() {
        return Marks::Found(Vec::new());
    }
    match find(surface, &names).await {
        Ok(marks) => Marks::Found(names.into_iter().zip(marks).collect()),
        Err(fault) => {
            tracing::error!(error = %fault, "cannot look up the marks of what a button names");
            Marks::Found(Vec::new())
        }
    }
}

async fn find(surface: &Surface, names: &[Marked]) -> Result<Vec<Option<String>>, DbError> {
    let mut reader = surface.desk.db.reader().await?;
    find_marks(&mut reader, names).await
}

pub(super) async fn has_marks(surface: &Surface, marks: &str, names: &[Marked]) -> Result<bool, DbError> {
    let known: Option<Vec<String>> = find(surface, names).await?.into_iter().collect();
    Ok(known.is_some_and(|known| known.join(BETWEEN_MARKS) == marks))
}

/// Whether the books have this message recorded as showing this. Waits while the message is still being sent, because
/// it can be pressed before it is recorded.
pub(super) async fn is_shown_on(surface: &Surface, what: Marked, on: On) -> Result<bool, DbError> {
    let subject = what.to_string();
    let deadline = Instant::now() + RECORDED_WITHIN;
    loop {
        let mut reader = surface.desk.db.reader().await?;
        // Ask this first: recording the message and ending the sending are one commit, which may happen between the two
        // queries.
        let is_under_way = outbox::is_being_sent(&mut reader, &subject, channel_id(on.channel)).await?;
        if let Some((shown, _)) = outbox::find_subject_of(&mut reader, message_id(on.message)).await? {
            return Ok(shown == subject);
        }
        drop(reader);
        if !is_under_way || deadline <= Instant::now() {
            return Ok(false);
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
