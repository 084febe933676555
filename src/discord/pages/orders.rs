//! Lists of orders.

use crate::db::Place;
use crate::discord::answer::{Declined, declined};
use crate::discord::controls::OrderList;
use crate::discord::surface::Surface;
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::people::members::Actor;
use crate::reports::lists::{self, ListedOrders};

pub(super) async fn page(surface: &Surface, actor: &Actor, list: OrderList, place: Place) -> Result<Face, Declined> {
    let listed = ListedOrders {
        whose: list.whose,
        which: list.which,
    };
    let read = async {
        let mut reader = surface.desk.db.reader().await?;
        lists::orders(&mut reader, actor, listed, place, i64::from(list.page_rows)).await
    };
    let found = read
        .await
        .map_err(declined("reports.lists.orders", view::reads::refused))?;
    Ok(view::order_lists::page(list, &found, surface.guild()))
}
