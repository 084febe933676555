//! What a person has at the desk and what waits for them, for whoever takes care of it when they are gone.

use super::ReadError;
use crate::db::{DbError, Place, Reader};
use crate::domain::books::ledger::{self, AccountKey};
use crate::domain::flows::batches;
use crate::domain::kernel::money::Money;
use crate::domain::orders::{self, Listing, Which, Whose};
use crate::domain::people::channels;
use crate::domain::people::members::{self, Actor, Member, Permission};
use crate::domain::people::requests::{self, RequestKind};
use crate::domain::treasury::accounts;
use crate::ids::{AccountId, BatchId, DiscordChannelId, MemberId, OrderId, RequestNumber};

/// More open orders than one person has at once.
const ORDERS_MAX: i64 = 1_000;

/// What somebody has, and what waits for them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Belongings {
    /// A reseller's open batch, and where it is.
    pub open_batch: Option<(BatchId, DiscordChannelId)>,
    /// Unpaid orders that are theirs or that they typed, the oldest first.
    pub open_orders: Vec<OrderId>,
    /// A payout they asked for.
    pub payout: Option<RequestNumber>,
    /// Earned and not paid out; `None` when that is zero.
    pub earnings: Option<Money>,
    /// Their accounts with a balance other than zero.
    pub accounts: Vec<(AccountId, Money)>,
}

/// What somebody leaves behind, for whoever may set up the desk.
///
/// # Errors
/// [`ReadError::NotAllowed`].
pub async fn belongings(reader: &mut Reader, actor: &Actor, member: MemberId) -> Result<Belongings, ReadError> {
    actor.require(Permission::SetUpDesk)?;
    let member = members::get_member(reader, member).await?;
    Ok(belongings_for_desk(reader, &member).await?)
}

/// The same for the desk itself.
///
/// # Errors
/// [`DbError`].
pub async fn belongings_for_desk(reader: &mut Reader, member: &Member) -> Result<Belongings, DbError> {
    let open_batch = match channels::find_channel_of(reader, member.id).await? {
        Some(channel) => {
            let batch = batches::find_open_batch(reader, channel.id).await?;
            batch.map(|batch| (batch.id, channel.discord_channel))
        }
        None => None,
    };
    let open = Listing {
        whose: Whose::Sender(member.id),
        which: Which::Open,
    };
    let open_orders = orders::list_listed(reader, open, Place::First, ORDERS_MAX).await?;
    let payout = requests::find_open_of(reader, member.id, RequestKind::Payout).await?;
    let earnings = ledger::find_balance(reader, AccountKey::Earnings(member.id)).await?;
    let mut owned = Vec::new();
    for account in accounts::list_accounts_of(reader, member.id).await? {
        let balance = ledger::find_balance(reader, account.key()).await?.balance;
        if balance.minor() != 0 {
            owned.push((account.id, balance));
        }
    }
    Ok(Belongings {
        open_batch,
        open_orders: open_orders.iter().rev().map(|order| order.id).collect(),
        payout: payout.map(|request| request.number),
        earnings: Some(earnings.balance).filter(|balance| balance.minor() != 0),
        accounts: owned,
    })
}
