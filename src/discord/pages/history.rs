//! The histories of orders and batches.

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
use crate::ids::{BatchId, DiscordChannelId, OrderId};
use crate::reports;

pub(super) async fn of_order(surface: &Surface, actor: &Actor, order: OrderId, place: Place) -> Result<Page, Declined> {
    let read = async {
        let mut reader = surface.desk.db.reader().await?;
        reports::orders::order_card(&mut reader, actor, order).await
    };
    let card = read.await.map_err(declined("reports.orders", view::reads::refused))?;
    Ok(Page {
        face: view::history::of_order(&card, place),
        content: told_in(card.told_in()),
    })
}

/// A reseller's order may be read in their channel; any other only by those who may see everything.
pub(in crate::discord) fn told_in(channel: Option<DiscordChannelId>) -> Content {
    match channel {
        Some(channel) => Content::OfChannel(discord_channel(channel)),
        None => Content::For(Permission::SeeEverything),
    }
}

pub(super) async fn of_batch(surface: &Surface, actor: &Actor, batch: BatchId, place: Place) -> Result<Page, Declined> {
    let read = async {
        let mut reader = surface.desk.db.reader().await?;
        reports::history::batch_history(&mut reader, actor, batch).await
    };
    let history = read.await.map_err(declined("reports.history", view::reads::refused))?;
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
