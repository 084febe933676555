//! Lists of requests.

use super::page::not_allowed;
use crate::db::Place;
use crate::discord::answer::broken;
use crate::discord::answer::{Declined, declined};
use crate::discord::controls::RequestList;
use crate::discord::surface::Surface;
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::people::members::{Actor, Permission};
use crate::domain::people::requests::Listing;
use crate::reports;

/// How many requests stand on a page.
const PAGE_ROWS: i64 = 10;

pub(super) async fn page(surface: &Surface, actor: &Actor, list: RequestList, place: Place) -> Result<Face, Declined> {
    actor.require(Permission::SeeRequests).map_err(not_allowed)?;
    let listing = Listing {
        kind: list.kind,
        state: list.state,
    };
    let read = async {
        let mut reader = surface.desk.db.reader().await?;
        reports::requests::page(&mut reader, listing, place, PAGE_ROWS).await
    };
    let found = read.await.map_err(declined("reports.requests.page", broken))?;
    Ok(view::request_lists::page(list, &found))
}
