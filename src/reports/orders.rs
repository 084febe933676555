//! Orders as they are shown.

use super::ReadError;
use super::particulars::Particulars;
use crate::clock::Moment;
use crate::db::{DbError, Reader};
use crate::domain::flows::giros;
use crate::domain::flows::players::Direction;
use crate::domain::kernel::desk::Desk;
use crate::domain::orders::{self, BacklogRow, Order, OrderState, Proof};
use crate::domain::people::channels::{self, Channel};
use crate::domain::people::members::{self, Actor, Member, Permission};
use crate::domain::treasury::accounts;
use crate::ids::{DiscordChannelId, MemberId, OrderId};

/// Everything a message that shows an order needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderCard {
    pub order: Order,
    pub particulars: Particulars,
    pub reseller: Member,
    pub creator: Member,
    pub cashier: Option<Member>,
    /// The bank from which it was or will be paid.
    pub bank: Option<String>,
    /// The reseller's channel.
    pub channel: Option<Channel>,
    pub proofs: Vec<Proof>,
    /// The capture of a client's payment to the desk.
    pub receipt: Option<Proof>,
    pub history: Vec<HistoryStep>,
    /// Cashiers who had the order before and no longer have it.
    pub former_cashiers: Vec<MemberId>,
}

impl OrderCard {
    /// The reseller's channel, where the order is told; `None` for a client's order.
    pub fn told_in(&self) -> Option<DiscordChannelId> {
        let channel = self.channel.as_ref().filter(|_| !self.order.is_of_client());
        channel.map(|channel| channel.discord_channel)
    }
}

/// One step of an order's life, with names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryStep {
    pub from: Option<OrderState>,
    pub to: OrderState,
    pub cashier: Option<String>,
    /// `None` for the desk itself.
    pub actor: Option<String>,
    pub reason: Option<String>,
    pub at: Moment,
}

/// An order with all that is known about it, for whoever takes part in it or may see everything.
///
/// # Errors
/// [`ReadError::UnknownOrder`], [`ReadError::OrderNotYours`].
pub async fn order_card(reader: &mut Reader, actor: &Actor, order: OrderId) -> Result<OrderCard, ReadError> {
    let order = order_for(reader, actor, order).await?;
    Ok(card_of(reader, order).await?)
}

/// An order alone, for whoever takes part in it or may see everything.
///
/// # Errors
/// [`ReadError::UnknownOrder`], [`ReadError::OrderNotYours`].
pub(super) async fn order_for(reader: &mut Reader, actor: &Actor, order: OrderId) -> Result<Order, ReadError> {
    let found = orders::find_order(reader, order).await?;
    let found = found.ok_or(ReadError::UnknownOrder(order))?;
    let takes_part = [Some(found.owner), Some(found.creator), found.cashier];
    match takes_part.contains(&Some(actor.member)) || actor.may(Permission::SeeEverything) {
        true => Ok(found),
        false => Err(ReadError::OrderNotYours(order)),
    }
}

/// The channel where an order is told, to decide whether an answer about it may be shown there. `None` when there is no
/// such order, and for a client's order.
///
/// # Errors
/// [`DbError`].
pub async fn channel_of_order(reader: &mut Reader, order: OrderId) -> Result<Option<DiscordChannelId>, DbError> {
    let order = orders::find_order(reader, order).await?;
    let Some(order) = order.filter(|order| !order.is_of_client()) else {
        return Ok(None);
    };
    let channel = channels::find_channel_of(reader, order.owner).await?;
    Ok(channel.map(|channel| channel.discord_channel))
}

/// Which of the use-cases that differ by kind belong to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderClass {
    /// A deposit or a withdrawal of a player.
    Cash,
    Giro,
    /// A transfer of a reseller's, or what has nothing of its own.
    Other,
}

impl OrderClass {
    pub fn of(order: &Order) -> OrderClass {
        match Direction::of(order) {
            Some(_) => OrderClass::Cash,
            None if giros::is_giro(order) => OrderClass::Giro,
            None => OrderClass::Other,
        }
    }
}

/// The class of an order, which says how it is completed and undone; `None` when there is no such order. It shows nothing
/// of the order, so it asks for no actor.
///
/// # Errors
/// [`DbError`].
pub async fn class_of_order(desk: &Desk, order: OrderId) -> Result<Option<OrderClass>, DbError> {
    let mut reader = desk.db.reader().await?;
    let found = orders::find_order(&mut reader, order).await?;
    Ok(found.as_ref().map(OrderClass::of))
}

/// An order as the desk itself reads it; `None` when there is no such order.
///
/// # Errors
/// [`DbError`].
pub async fn order_card_for_desk(reader: &mut Reader, order: OrderId) -> Result<Option<OrderCard>, DbError> {
    match orders::find_order(reader, order).await? {
        Some(order) => Ok(Some(card_of(reader, order).await?)),
        None => Ok(None),
    }
}

async fn card_of(reader: &mut Reader, order: Order) -> Result<OrderCard, DbError> {
    let bank = match order.account {
        Some(account) => accounts::find_account(reader, account)
            .await?
            .and_then(|account| account.bank),
        None => None,
    };
    let cashier = match order.cashier {
        Some(cashier) => Some(members::get_member(reader, cashier).await?),
        None => None,
    };
    let backlog = orders::list_backlog(reader, order.id).await?;
    Ok(OrderCard {
        particulars: Particulars::of(reader, &order).await?,
        reseller: members::get_member(reader, order.owner).await?,
        creator: members::get_member(reader, order.creator).await?,
        cashier,
        bank,
        channel: channels::find_channel_of(reader, order.owner).await?,
        proofs: orders::list_proofs(reader, order.id).await?,
        receipt: orders::find_receipt(reader, order.id).await?,
        history: history(reader, &backlog).await?,
        former_cashiers: former_cashiers(&order, &backlog),
        order,
    })
}

fn former_cashiers(order: &Order, backlog: &[BacklogRow]) -> Vec<MemberId> {
    let mut former: Vec<MemberId> = backlog.iter().filter_map(|row| row.cashier_id).collect();
    former.sort();
    former.dedup();
    former.retain(|cashier| Some(*cashier) != order.cashier);
    former
}

async fn history(reader: &mut Reader, backlog: &[BacklogRow]) -> Result<Vec<HistoryStep>, DbError> {
    let ids: Vec<MemberId> = backlog
        .iter()
        .flat_map(|row| [row.actor_id, row.cashier_id])
        .flatten()
        .collect();
    let people = members::find_members(reader, &ids).await?;
    let name = |id: Option<MemberId>| {
        id.and_then(|id| people.iter().find(|member| member.id == id))
            .map(|member| member.name.clone())
    };
    let step = |row: &BacklogRow| HistoryStep {
        from: row.from_state,
        to: row.to_state,
        cashier: name(row.cashier_id),
        actor: name(row.actor_id),
        reason: row.reason.clone(),
        at: row.at_ms,
    };
    Ok(backlog.iter().map(step).collect())
}
