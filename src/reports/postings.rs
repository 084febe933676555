//! One posting of the journal: who made it, and who undid it.

use crate::clock::Moment;
use crate::db::{DbError, Reader};
use crate::domain::books::ledger::{self, Posted};
use crate::domain::flows::undoing;
use crate::domain::people::members;
use crate::ids::{JournalId, MemberId};

/// A posting with names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostingHistory {
    pub posted: Posted,
    /// `None`: the desk itself.
    pub by: Option<String>,
    pub undone: Option<UndoneBy>,
}

/// How it was undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoneBy {
    pub name: String,
    pub reason: String,
    pub at: Moment,
}

/// The posting of this number; `None` when there is none.
///
/// # Errors
/// [`DbError`].
pub async fn posting_history(reader: &mut Reader, journal: JournalId) -> Result<Option<PostingHistory>, DbError> {
    let Some(posted) = ledger::find_posted(reader, journal).await? else {
        return Ok(None);
    };
    let by = match posted.actor {
        Some(actor) => Some(name_of(reader, actor).await?),
        None => None,
    };
    let undone = match undoing::find_undone(reader, journal).await? {
        Some(undone) => Some(UndoneBy {
            name: name_of(reader, undone.actor_id).await?,
            reason: undone.reason,
            at: undone.at_ms,
        }),
        None => None,
    };
    Ok(Some(PostingHistory { posted, by, undone }))
}

async fn name_of(reader: &mut Reader, member: MemberId) -> Result<String, DbError> {
    Ok(members::get_member(reader, member).await?.name)
}
