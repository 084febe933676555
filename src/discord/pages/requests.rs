//! Lists of requests.

use crate::db::Place;
use crate::discord::answer::{Declined, declined};
use crate::discord::controls::RequestList;
use crate::discord::surface::Surface;
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::people::members::Actor;
use crate::domain::people::requests::Listing;
use crate::reports;

/// How many requests are on a page.
const PAGE_ROWS: i64 = 10;

pub(super) async fn page(surface: &Surface, actor: &Actor, list: RequestList, place: Place) -> Result<Face, Declined> {
    let listing = Listing {
        kind: list.kind,
        state: list.state,
    };
    let read = async {
        let mut reader = surface.desk.db.reader().await?;
        reports::requests::page(&mut reader, actor, listing, place, PAGE_ROWS).await
    };
    let found = read
        .await
        .map_err(declined("reports.requests.page", view::reads::refused))?;
    Ok(view::request_lists::page(list, &found))
}
