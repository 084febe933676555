//! Shows a reseller's open orders in their new channel.

use super::listing::{self, Listing, Which, Whose};
use crate::db::{DbError, Place};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::ids::{DiscordChannelId, MemberId};

/// More open orders than one reseller has at once.
const ORDERS_MAX: i64 = 1_000;
/// The place under which the reseller's channel is recorded in `shown_messages`.
const IN_CHANNEL: &str = "channel";

/// Owes a message for every open order of a reseller in this channel, and forgets the messages that showed them in
/// another one. Returns the number of orders. Safe to repeat: an order that is already shown there is only updated.
///
/// # Errors
/// [`DbError`].
pub async fn show_again(desk: &Desk, reseller: MemberId, channel: DiscordChannelId) -> Result<usize, DbError> {
    let mut tx = desk.db.begin().await?;
    let now = desk.clock.now();
    let open = Listing {
        whose: Whose::Sender(reseller),
        which: Which::Open,
    };
    let orders = listing::list_listed(&mut tx, open, Place::First, ORDERS_MAX).await?;
    let mut shown = 0;
    // Oldest first, so that the channel shows them in the order in which they came.
    for order in orders.iter().rev().filter(|order| order.owner == reseller) {
        let subject = outbox::subject_of_order(order.id);
        outbox::forget_elsewhere(&mut tx, &subject, IN_CHANNEL, channel).await?;
        outbox::enqueue(&mut tx, &subject, &Notice::OrderChanged { order: order.id }, now).await?;
        shown += 1;
    }
    tx.commit().await?;
    Ok(shown)
}
