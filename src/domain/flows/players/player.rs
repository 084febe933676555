//! Players: finding them by any of their identities, and making a member one.

use serde::{Deserialize, Serialize};

use super::typed::{Typed, read};
use super::{PlayersError, PublicId, people_store as store};
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::domain::books::ledger::{self, AccountKey, Balance};
use crate::domain::kernel::money::Currency;
use crate::domain::people::members::{self, By, IdentityKind, Member};
use crate::domain::treasury::accounts;
use crate::ids::{AccountId, DiscordUserId, MemberId, TelegramUserId};

/// A member whom games know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Player {
    pub member: MemberId,
    /// `jugadorId`.
    pub player_id: PublicId,
    pub name: String,
    pub telegram: Option<TelegramUserId>,
    pub discord: Option<DiscordUserId>,
    /// Where their money is; closed when they have no open one.
    pub account: AccountId,
    pub currency: Currency,
}

impl Player {
    /// What they are known by elsewhere.
    pub fn identity(&self, kind: IdentityKind) -> Option<String> {
        match kind {
            IdentityKind::Discord => self.discord.map(|id| id.to_string()),
            IdentityKind::Telegram => self.telegram.map(|id| id.to_string()),
            IdentityKind::Player => Some(self.player_id.to_string()),
            // Games know nobody by these.
            IdentityKind::Cedula | IdentityKind::Phone => None,
        }
    }

    /// Their account in the books.
    pub fn key(&self) -> AccountKey {
        AccountKey::Account(self.account, self.currency)
    }
}

/// The player with this id, Discord id or Telegram id; `None` when nobody is known by it, or has no account in
/// `currency`. Ids of Discord and Telegram may have a prefix (`discord:`, `telegram:`).
///
/// # Errors
/// [`PlayersError::Ambiguous`] when one player has these digits on Discord and another one on Telegram.
pub async fn find_player(
    source: &mut impl Source,
    typed: &str,
    currency: Currency,
) -> Result<Option<Player>, PlayersError> {
    let by = match read(typed) {
        None => return Ok(None),
        Some(Typed::Player(id)) => {
            return Ok(store::find_by(source, IdentityKind::Player, id.as_str(), currency).await?);
        }
        Some(Typed::Discord(id)) => (Some(id), None),
        Some(Typed::Telegram(id)) => (None, Some(id)),
        Some(Typed::Number(id)) => (Some(id), Some(id)),
    };
    let discord = find_numbered(source, IdentityKind::Discord, by.0, currency).await?;
    let telegram = find_numbered(source, IdentityKind::Telegram, by.1, currency).await?;
    match (discord, telegram) {
        (Some(discord), Some(telegram)) if discord.member != telegram.member => Err(PlayersError::Ambiguous {
            typed: typed.trim().to_owned(),
        }),
        (discord, telegram) => Ok(discord.or(telegram)),
    }
}

async fn find_numbered(
    source: &mut impl Source,
    kind: IdentityKind,
    id: Option<i64>,
    currency: Currency,
) -> Result<Option<Player>, DbError> {
    match id {
        Some(id) => store::find_by(source, kind, &id.to_string(), currency).await,
        None => Ok(None),
    }
}

/// The same, for a player who must exist.
///
/// # Errors
/// [`PlayersError::UnknownPlayer`], [`PlayersError::Ambiguous`].
pub async fn require_player(source: &mut impl Source, typed: &str, currency: Currency) -> Result<Player, PlayersError> {
    find_player(source, typed, currency)
        .await?
        .ok_or_else(|| PlayersError::UnknownPlayer {
            typed: typed.trim().to_owned(),
        })
}

/// Locks a player's money until the unit ends, so that the unit can decide on it. A player whose account was closed gets
/// a new one. Units that need several players lock them in the order of their member ids.
pub(crate) async fn get_player_for_update(
    tx: &mut Tx,
    player: Player,
    by: By,
) -> Result<(Player, Balance), PlayersError> {
    let account = accounts::ensure_member_account(tx, player.member, player.currency, by.actor, by.at).await?;
    let player = Player { account, ..player };
    let balance = lock_balance(tx, &player, by.at).await?;
    Ok((player, balance))
}

async fn lock_balance(tx: &mut Tx, player: &Player, at: Moment) -> Result<Balance, DbError> {
    ledger::find_balance_for_update(tx, player.key(), at).await
}

/// Makes a member a player: gives them a player's id and an account, where they have none yet. Returns the player and
/// whether they got an id.
pub(crate) async fn ensure_player(
    tx: &mut Tx,
    member: &Member,
    currency: Currency,
    by: By,
) -> Result<(Player, bool), PlayersError> {
    // Only one unit at a time gives this member an id.
    let member = members::get_member_for_update(tx, member.id).await?;
    accounts::ensure_member_account(tx, member.id, currency, by.actor, by.at).await?;
    if let Some(player) = store::find_player_of_member(tx, member.id, currency).await? {
        return Ok((player, false));
    }
    let id = PublicId::draw();
    members::add_identity(tx, &member, IdentityKind::Player, id.as_str(), by).await?;
    let player = store::find_player_of_member(tx, member.id, currency).await?;
    let player = player.ok_or_else(|| DbError::Corrupt(format!("member {} is no player", member.id)))?;
    Ok((player, true))
}
