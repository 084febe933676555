//! A reseller works in another channel: their open orders are shown there.

use super::listing::{self, Listing, Which, Whose};
use crate::db::{DbError, Place};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::ids::{DiscordChannelId, MemberId};

/// More open orders than one reseller has at once.
const ORDERS_MAX: i64 = 1_000;
/// Where an order is shown in its reseller's channel.
const IN_CHANNEL: &str = "channel";

/// Owes every open order of a reseller to be shown in this channel; what shows them in another one shows them no more. Returns how
/// many there are. Safe to repeat: what is shown there already is only brought up to date.
///
/// # Errors
/// A fault.
pub async fn show_again(desk: &Desk, reseller: MemberId, channel: DiscordChannelId) -> Result<usize, DbError> {
    let mut tx = desk.db.begin().await?;
    let now = desk.clock.now();
    let open = Listing {
        whose: Whose::Sender(reseller),
        which: Which::Open,
    };
    let orders = listing::list_listed(&mut tx, open, Place::First, ORDERS_MAX).await?;
    let mut shown = 0;
    // The oldest first, as they came.
    for order in orders.iter().rev().filter(|order| order.owner == reseller) {
        let subject = outbox::subject_of_order(order.id);
        outbox::forget_elsewhere(&mut tx, &subject, IN_CHANNEL, channel).await?;
        outbox::enqueue(&mut tx, &subject, &Notice::OrderChanged { order: order.id }, now).await?;
        shown += 1;
    }
    tx.commit().await?;
    Ok(shown)
}
