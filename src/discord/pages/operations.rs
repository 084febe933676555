//! Lists of exchanges and transfers between accounts.

use crate::db::Place;
use crate::discord::answer::{Declined, declined};
use crate::discord::controls::OperationList;
use crate::discord::surface::Surface;
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::flows::exchange::OperationFilter;
use crate::domain::people::members::Actor;
use crate::reports;

/// How many operations are on a page.
const PAGE_ROWS: i64 = 10;

pub(super) async fn page(
    surface: &Surface,
    actor: &Actor,
    list: OperationList,
    place: Place,
) -> Result<Face, Declined> {
    let filter = OperationFilter {
        member: list.of,
        kind: None,
        currency: list.currency,
    };
    let read = async {
        let mut reader = surface.desk.db.reader().await?;
        reports::exchange::operations_page(&mut reader, actor, filter, place, PAGE_ROWS).await
    };
    let found = read.await.map_err(declined("reports.exchange", view::reads::refused))?;
    Ok(view::exchange::page(list, &found))
}
