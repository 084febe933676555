//! Achievements as they are shown.

use crate::db::{DbError, Paged, Place, Reader};
use crate::domain::games::apps::achievements::{self, Badge};
use crate::domain::people::members::{self, Member};
use crate::ids::MemberId;

/// A badge with its picture, when it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadgeCard {
    pub badge: Badge,
    /// A PNG.
    pub picture: Option<Vec<u8>>,
}

/// Some of somebody's badges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadgesPage {
    pub owner: Member,
    pub page: Paged<BadgeCard>,
}

/// A page of what somebody has begun or completed, with the pictures.
pub async fn page(reader: &mut Reader, member: MemberId, place: Place, badges_max: i64) -> Result<BadgesPage, DbError> {
    let owner = members::get_member(reader, member).await?;
    let mut badges = achievements::list_badges(reader, member, place, badges_max).await?;
    if place.is_off(badges.len(), badges_max) {
        badges = achievements::list_badges(reader, member, Place::First, badges_max).await?;
    }
    let first = badges.first().map(|badge| badge.progress.achievement.id);
    let (total, skipped) = achievements::count_badges(reader, member, first).await?;
    let mut rows = Vec::with_capacity(badges.len());
    for badge in badges {
        let achievement = &badge.progress.achievement;
        let picture = if achievement.has_graphic {
            achievements::find_graphic(reader, achievement.id).await?
        } else {
            None
        };
        rows.push(BadgeCard { badge, picture });
    }
    Ok(BadgesPage {
        owner,
        page: Paged { rows, skipped, total },
    })
}
