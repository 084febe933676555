//! One posting of the journal: who made it, and who undid it.

use super::ReadError;
use crate::clock::Moment;
use crate::db::{DbError, Reader};
use crate::domain::books::ledger::{self, Posted};
use crate::domain::flows::undoing;
use crate::domain::people::members::{self, Actor, Permission};
use crate::ids::{JournalId, MemberId};

/// A posting with names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostingHistory {
    pub posted: Posted,
    /// `None` for the desk itself.
    pub by: Option<String>,
    pub undone: Option<UndoneBy>,
}

/// Who undid it, why and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoneBy {
    pub name: String,
    pub reason: String,
    pub at: Moment,
}

/// The posting with this number, for whoever may undo some postings.
///
/// # Errors
/// [`ReadError::NotAllowed`], [`ReadError::UnknownPosting`].
pub async fn posting_history(
    reader: &mut Reader,
    actor: &Actor,
    journal: JournalId,
) -> Result<PostingHistory, ReadError> {
    actor.require(Permission::AdjustAccounts)?;
    let posted = ledger::find_posted(reader, journal).await?;
    let posted = posted.ok_or(ReadError::UnknownPosting(journal))?;
    let by = match posted.actor {
        Some(actor) => Some(name_of(reader, actor).await?),
        None => None,
    };
    let undone = undone_by(reader, journal).await?;
    Ok(PostingHistory { posted, by, undone })
}

/// How a posting was undone by a person, if it was.
pub(super) async fn undone_by(reader: &mut Reader, journal: JournalId) -> Result<Option<UndoneBy>, DbError> {
    Ok(match undoing::find_undone(reader, journal).await? {
        Some(undone) => Some(UndoneBy {
            name: name_of(reader, undone.actor_id).await?,
            reason: undone.reason,
            at: undone.at_ms,
        }),
        None => None,
    })
}

async fn name_of(reader: &mut Reader, member: MemberId) -> Result<String, DbError> {
    Ok(members::get_member(reader, member).await?.name)
}
