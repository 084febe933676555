//! Whether somebody is in the desk's guild. What follows from that is decided in `registration`.

use super::{By, Member, change::note, store};
use crate::db::{DbError, Tx};

/// The field's name in the backlog.
const FIELD: &str = "in_guild";

/// Records that a member is not in the guild any more; `false` when that was recorded before.
pub(crate) async fn note_left(tx: &mut Tx, member: &Member, by: By) -> Result<bool, DbError> {
    let is_new = store::update_left(tx, member.id, by.at).await?;
    if is_new {
        note(tx, member, FIELD, "1", "0", by).await?;
    }
    Ok(is_new)
}

/// Records that a member is in the guild again; `false` when that was recorded before.
pub(crate) async fn note_back(tx: &mut Tx, member: &Member, by: By) -> Result<bool, DbError> {
    let is_new = store::update_back(tx, member.id).await?;
    if is_new {
        note(tx, member, FIELD, "0", "1", by).await?;
    }
    Ok(is_new)
}
