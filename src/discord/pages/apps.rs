//! Games and bots, by name.

use super::page::not_allowed;
use crate::db::{Paged, Place};
use crate::discord::answer::broken;
use crate::discord::answer::{Declined, declined};
use crate::discord::surface::Surface;
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::games::apps::keys;
use crate::domain::people::members::{Actor, Permission};

/// How many apps stand on a page.
const PAGE_ROWS: usize = 10;

/// More apps than that are not read; the page says so.
const APPS_MAX: u16 = 1_000;

pub(super) async fn page(surface: &Surface, actor: &Actor, place: Place) -> Result<Face, Declined> {
    actor.require(Permission::ManageApps).map_err(not_allowed)?;
    let read = async {
        let mut reader = surface.desk.db.reader().await?;
        // One more than is shown tells whether there are more.
        keys::list_apps(&mut reader, i64::from(APPS_MAX) + 1).await
    };
    let mut apps = read.await.map_err(declined("apps.list", broken))?;
    let left_out = usize::from(APPS_MAX) < apps.len();
    apps.truncate(usize::from(APPS_MAX));
    let numbered = (1..).zip(apps).collect();
    let found = Paged::of_whole(numbered, place, PAGE_ROWS);
    Ok(view::apps::page(&found, left_out.then_some(APPS_MAX)))
}
