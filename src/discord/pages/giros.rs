//! Lists of giros.

use crate::db::Place;
use crate::discord::answer::{Declined, declined};
use crate::discord::controls::GiroList;
use crate::discord::surface::Surface;
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::flows::giros::GiroFilter;
use crate::domain::people::members::Actor;
use crate::reports;

/// How many giros are on a page.
const PAGE_ROWS: i64 = 10;

pub(super) async fn page(surface: &Surface, actor: &Actor, list: GiroList, place: Place) -> Result<Face, Declined> {
    let filter = GiroFilter {
        state: list.state,
        ..GiroFilter::default()
    };
    let read = async {
        let mut reader = surface.desk.db.reader().await?;
        reports::giros::giros_page(&mut reader, actor, filter, place, PAGE_ROWS).await
    };
    let found = read.await.map_err(declined("reports.giros", view::reads::refused))?;
    Ok(view::giro_lists::page(list, &found))
}
