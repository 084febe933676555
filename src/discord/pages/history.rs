//! What became of orders and batches.

use super::page::Page;
use crate::db::Place;
use crate::discord::answer::broken;
use crate::discord::answer::{Declined, declined};
use crate::discord::content::Content;
use crate::discord::ids::discord_channel;
use crate::discord::surface::Surface;
use crate::discord::view;
use crate::domain::people::channels;
use crate::domain::people::members::{Actor, Permission};
use crate::ids::{BatchId, OrderId};
use crate::reports;
use crate::reports::orders::OrderCard;

pub(super) async fn of_order(surface: &Surface, actor: &Actor, order: OrderId, place: Place) -> Result<Page, Declined> {
    let read = async {
        let mut reader = surface.desk.db.reader().await?;
        reports::orders::order_card(&mut reader, order).await
    };
    let card = read.await.map_err(declined("reports.orders", broken))?;
    let card = card.ok_or_else(|| Declined::because(view::orders::unknown(order)))?;
    if !card.is_for(actor) {
        return Err(Declined::because(view::orders::not_yours_to_see()));
    }
    Ok(Page {
        face: view::history::of_order(&card, place),
        content: of_order_card(&card),
    })
}

/// A reseller's order is the business of their channel.
pub(in crate::discord) fn of_order_card(card: &OrderCard) -> Content {
    match card.channel.as_ref().filter(|_| !card.order.is_of_client()) {
        Some(channel) => Content::OfChannel(discord_channel(channel.discord_channel)),
        None => Content::For(Permission::SeeEverything),
    }
}

pub(super) async fn of_batch(surface: &Surface, actor: &Actor, batch: BatchId, place: Place) -> Result<Page, Declined> {
    let read = async {
        let mut reader = surface.desk.db.reader().await?;
        reports::history::batch_history(&mut reader, batch).await
    };
    let history = read.await.map_err(declined("reports.history", broken))?;
    let history = history.ok_or_else(|| Declined::because(view::history::unknown_batch(batch)))?;
    if history.batch.reseller != actor.member && !actor.may(Permission::SeeEverything) {
        return Err(Declined::because(view::history::batch_not_yours(&history.batch)));
    }
    let face = view::history::of_batch(&history, place);
    let content = if history.batch.is_of_desk() {
        Content::For(Permission::SeeEverything)
    } else {
        let read = async {
            let mut reader = surface.desk.db.reader().await?;
            channels::get_channel(&mut reader, history.batch.channel).await
        };
        let home = read.await.map_err(declined("channels.get_channel", broken))?;
        Content::OfChannel(discord_channel(home.discord_channel))
    };
    Ok(Page { face, content })
}
