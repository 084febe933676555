//! Clients as they are shown to who brought them, and to themselves.

use super::ReadError;
use crate::clock::Moment;
use crate::db::Reader;
use crate::domain::books::ledger::{self, AccountKey, Movement};
use crate::domain::flows::batches;
use crate::domain::kernel::money::{Currency, Exact, Money, worth};
use crate::domain::people::members::{self, Actor, Permission};
use crate::ids::{MemberId, OrderId};

/// How many clients are shown, and how many movements of points.
const CLIENTS_MAX: i64 = 60;
const MOVEMENTS_MAX: i64 = 10;

/// The clients that a reseller brought, and the commissions for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clients {
    pub reseller: String,
    /// The first of them, sorted by name.
    pub clients: Vec<ClientLine>,
    /// How many there are in all.
    pub count: i64,
    /// From all closed batches, in USD.
    pub commissions: Money,
}

/// One client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientLine {
    pub name: String,
    /// How many of their orders were paid.
    pub orders: i64,
    /// What was sent, in USD, each order at the dollar value of its time, cut to cents; `None` when it overflows.
    pub sent: Option<Money>,
}

/// Checks that the actor may read lists of clients at all, at least their own. A surface asks this only before it looks
/// for the person who was named.
///
/// # Errors
/// [`ReadError::NotAllowed`].
pub fn allow(actor: &Actor) -> Result<(), ReadError> {
    Ok(actor.require(Permission::SeeClients)?)
}

/// A reseller's clients, sorted by name, for the reseller and for superusers.
///
/// # Errors
/// [`ReadError::NotAllowed`], [`ReadError::ClientsNotYours`].
pub async fn clients_of(reader: &mut Reader, actor: &Actor, reseller: MemberId) -> Result<Clients, ReadError> {
    allow(actor)?;
    if reseller != actor.member && !actor.superuser {
        return Err(ReadError::ClientsNotYours);
    }
    let volumes = batches::list_volumes_of(reader, reseller).await?;
    let mut clients = Vec::new();
    for client in members::list_referred_by(reader, reseller, CLIENTS_MAX).await? {
        let mut sent_usd = Vec::new();
        let mut count = 0;
        for volume in volumes.iter().filter(|volume| volume.client_id == client.id) {
            let sent = Money::from_minor(volume.sent_minor, volume.send_currency);
            sent_usd.push(worth(sent, volume.usd_value));
            count += volume.orders;
        }
        clients.push(ClientLine {
            name: client.name,
            orders: count,
            sent: Money::truncate_to_cents(&Exact::sum(sent_usd), Currency::USD).ok(),
        });
    }
    Ok(Clients {
        reseller: members::get_member(reader, reseller).await?.name,
        clients,
        count: members::count_referred_by(reader, reseller).await?,
        commissions: batches::sum_commissions(reader, reseller).await?,
    })
}

/// A client's points, and their last movements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Points {
    pub balance: Money,
    pub movements: Vec<PointsMoved>,
}

/// One change of a client's points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointsMoved {
    pub at: Moment,
    pub amount: Money,
    /// The kind of the journal row that moved them.
    pub kind: String,
    /// The order they came from, or with which they were taken back.
    pub order: Option<OrderId>,
    /// The reason, if somebody gave one.
    pub reason: Option<String>,
}

/// The actor's own points, newest movement first.
///
/// # Errors
/// [`ReadError::NotAllowed`].
pub async fn own_points(reader: &mut Reader, actor: &Actor) -> Result<Points, ReadError> {
    actor.require(Permission::SeePoints)?;
    let key = AccountKey::Points(actor.member);
    let balance = ledger::find_balance(reader, key).await?.balance;
    let movements = match ledger::find_newest_entry(reader, key).await? {
        Some(newest) => ledger::list_movements(reader, key, newest, 0, MOVEMENTS_MAX).await?,
        None => Vec::new(),
    };
    Ok(Points {
        balance,
        movements: movements.iter().map(moved).collect(),
    })
}

fn moved(movement: &Movement) -> PointsMoved {
    let details: serde_json::Value = serde_json::from_str(&movement.details).unwrap_or_default();
    PointsMoved {
        at: movement.at,
        amount: movement.amount,
        kind: movement.kind.clone(),
        order: details["order"].as_i64().map(OrderId::new),
        reason: details["reason"].as_str().map(str::to_owned),
    }
}
