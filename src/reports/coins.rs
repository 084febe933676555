//! Coins as they are shown.

use crate::db::{DbError, Reader};
use crate::domain::books::ledger::{self, AccountKey, Balance, Movement};
use crate::domain::games::apps::events;
use crate::domain::kernel::money::Money;
use crate::domain::people::members::{self, Member};
use crate::ids::MemberId;

/// As many as one message shows well.
const RANKING_MAX: i64 = 10;

/// Somebody's coins and points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purse {
    pub owner: Member,
    pub coins: Balance,
    /// What games that are still running will give.
    pub pending: Money,
    pub points: Balance,
}

/// What somebody has.
pub async fn purse(reader: &mut Reader, member: MemberId) -> Result<Purse, DbError> {
    let owner = members::get_member(reader, member).await?;
    let coins = ledger::find_balance(reader, AccountKey::Coins(member)).await?;
    Ok(Purse {
        owner,
        coins,
        pending: events::find_pending_of(reader, member).await?,
        points: ledger::find_balance(reader, AccountKey::Points(member)).await?,
    })
}

/// How many of somebody's movements are shown.
const MOVEMENTS_MAX: i64 = 5;

/// The last of somebody's coins that moved, newest first.
pub async fn last_movements(reader: &mut Reader, member: MemberId) -> Result<Vec<Movement>, DbError> {
    let key = AccountKey::Coins(member);
    match ledger::find_newest_entry(reader, key).await? {
        Some(newest) => ledger::list_movements(reader, key, newest, 0, MOVEMENTS_MAX).await,
        None => Ok(Vec::new()),
    }
}

/// Who has most, the richest first.
pub async fn ranking(reader: &mut Reader) -> Result<Vec<(String, Money)>, DbError> {
    let holders = ledger::list_coin_holders(reader, None, RANKING_MAX).await?;
    let ids: Vec<MemberId> = holders.iter().map(|holder| holder.member).collect();
    let people = members::find_members(reader, &ids).await?;
    let name_of = |member: MemberId| {
        let found = people.iter().find(|person| person.id == member);
        found.map_or_else(|| member.to_string(), |person| person.name.clone())
    };
    Ok(holders
        .iter()
        .map(|holder| (name_of(holder.member), holder.balance))
        .collect())
}
