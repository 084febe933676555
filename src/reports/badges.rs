//! Achievements as they are shown.

use crate::db::{DbError, Reader};
use crate::domain::apps::achievements::{self, Badge};
use crate::domain::members::{self, Member};
use crate::ids::MemberId;

/// As many as one message shows well.
const BADGES_MAX: i64 = 20;

/// Whose they are, and what they have begun or completed.
pub async fn badges(reader: &mut Reader, member: MemberId) -> Result<(Member, Vec<Badge>), DbError> {
    let owner = members::get_member(reader, member).await?;
    let badges = achievements::list_badges(reader, member, BADGES_MAX).await?;
    Ok((owner, badges))
}
