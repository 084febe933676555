//! The list of games and bots, by name.

use crate::db::{Paged, Place};
use crate::discord::answer::{Declined, declined};
use crate::discord::surface::Surface;
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::games::apps::keys;
use crate::domain::people::members::Actor;

/// How many apps are on a page.
const PAGE_ROWS: usize = 10;

/// At most this many apps are read; if there are more, the page says so.
const APPS_MAX: u16 = 1_000;

pub(super) async fn page(surface: &Surface, actor: &Actor, place: Place) -> Result<Face, Declined> {
    let read = async {
        let mut reader = surface.desk.db.reader().await?;
        // One more than the maximum tells whether there are more.
        keys::list_apps(&mut reader, actor, i64::from(APPS_MAX) + 1).await
    };
    let mut apps = read.await.map_err(declined("apps.list", view::apps::refused))?;
    let left_out = usize::from(APPS_MAX) < apps.len();
    apps.truncate(usize::from(APPS_MAX));
    let numbered = (1..).zip(apps).collect();
    let found = Paged::of_whole(numbered, place, PAGE_ROWS);
    Ok(view::apps::page(&found, left_out.then_some(APPS_MAX)))
}
