//! Achievements. Everybody may see everybody's achievements.

use crate::db::Place;
use crate::discord::answer::broken;
use crate::discord::answer::{Declined, declined};
use crate::discord::controls::List;
use crate::discord::surface::Surface;
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::ids::MemberId;
use crate::reports;

/// How many badges are on a page: about one screen of a phone. Discord allows ten embeds and ten files.
const PAGE_BADGES: i64 = 5;

pub(super) async fn page(surface: &Surface, member: MemberId, place: Place) -> Result<Face, Declined> {
    let read = async {
        let mut reader = surface.desk.db.snapshot().await?;
        reports::badges::page(&mut reader, member, place, PAGE_BADGES).await
    };
    let found = read.await.map_err(declined("reports.badges", broken))?;
    Ok(view::badges::page(List::Badges(member), &found))
}
