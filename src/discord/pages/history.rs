//! What became of orders and batches.

use super::broken;
use crate::db::Place;
use crate::discord::answer::{Declined, declined};
use crate::discord::surface::Surface;
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::members::{Actor, Permission};
use crate::ids::{BatchId, OrderId};
use crate::reports;

pub(super) async fn of_order(surface: &Surface, actor: &Actor, order: OrderId, place: Place) -> Result<Face, Declined> {
    let read = async {
        let mut reader = surface.desk.db.reader().await?;
        reports::orders::order_card(&mut reader, order).await
    };
    let card = read.await.map_err(declined("reports.orders", broken))?;
    let card = card.ok_or_else(|| Declined::because(view::orders::unknown(order)))?;
    if !card.is_for(actor) {
        return Err(Declined::because(view::orders::not_yours_to_see()));
    }
    Ok(view::history::of_order(&card, place, surface.config.desk.time_zone))
}

pub(super) async fn of_batch(surface: &Surface, actor: &Actor, batch: BatchId, place: Place) -> Result<Face, Declined> {
    let read = async {
        let mut reader = surface.desk.db.reader().await?;
        reports::history::batch_history(&mut reader, batch).await
    };
    let history = read.await.map_err(declined("reports.history", broken))?;
    let history = history.ok_or_else(|| Declined::because(view::history::unknown_batch(batch)))?;
    if history.batch.reseller != actor.member && !actor.may(Permission::SeeEverything) {
        return Err(Declined::because(view::history::batch_not_yours()));
    }
    Ok(view::history::of_batch(&history, place, surface.config.desk.time_zone))
}
