//! Coins as they are shown.

use crate::db::{DbError, Reader};
use crate::domain::books::ledger::{self, AccountKey, Balance, Movement};
use crate::domain::games::apps::events;
use crate::domain::kernel::money::Money;
use crate::domain::people::members::{self, Actor, Member, Permission};
use crate::ids::MemberId;

/// How many people the ranking has: as many as one message shows well.
const RANKING_MAX: i64 = 10;

/// Somebody's coins, which everybody may see, and other figures, which only some may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purse {
    pub owner: Member,
    pub coins: Balance,
    /// Coins that open events will give them.
    pub pending: Money,
    /// For themselves, and for whoever may look at others.
    pub points: Option<Balance>,
    /// The last movements of their coins, newest first, for whoever may give coins and may have to undo some.
    pub movements: Option<Vec<Movement>>,
}

/// What somebody has, as far as the actor may see it.
///
/// # Errors
/// [`DbError`].
pub async fn purse(reader: &mut Reader, actor: &Actor, member: MemberId) -> Result<Purse, DbError> {
    let owner = members::get_member(reader, member).await?;
    let coins = ledger::find_balance(reader, AccountKey::Coins(member)).await?;
    let points = match member == actor.member || actor.may(Permission::SeeOthers) {
        true => Some(ledger::find_balance(reader, AccountKey::Points(member)).await?),
        false => None,
    };
    let movements = match actor.may(Permission::GiveCoins) {
        true => Some(last_movements(reader, member).await?),
        false => None,
    };
    Ok(Purse {
        owner,
        coins,
        pending: events::find_pending_of(reader, member).await?,
        points,
        movements,
    })
}

/// How many of somebody's movements are shown.
const MOVEMENTS_MAX: i64 = 5;

async fn last_movements(reader: &mut Reader, member: MemberId) -> Result<Vec<Movement>, DbError> {
    let key = AccountKey::Coins(member);
    match ledger::find_newest_entry(reader, key).await? {
        Some(newest) => ledger::list_movements(reader, key, newest, 0, MOVEMENTS_MAX).await,
        None => Ok(Vec::new()),
    }
}

/// The members with the most coins, the richest first.
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
