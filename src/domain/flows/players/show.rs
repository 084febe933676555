//! `GET /api/jugadores/{id}`: shows a player.

use serde::{Deserialize, Serialize};

use super::{Player, PlayersError, require_player};
use crate::db::Source;
use crate::domain::books::ledger::{self, Balance};
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::people::tokens::{ApiRole, Principal};

/// Who sees players; players and cashiers see only themselves.
const SEES: &[ApiRole] = &[
    ApiRole::Admin,
    ApiRole::Bot,
    ApiRole::System,
    ApiRole::Cashier,
    ApiRole::Player,
];

/// A player's money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Funds {
    /// What can be spent.
    pub available: Money,
    /// What open withdrawals hold.
    pub held: Money,
}

impl Funds {
    pub(super) fn of(balance: Balance) -> Funds {
        Funds {
            available: balance.available(),
            held: balance.held,
        }
    }
}

/// A player and their money. Give a snapshot, so that both are of one moment.
///
/// # Errors
/// [`PlayersError::NotForRole`]; [`PlayersError::UnknownPlayer`], also when a player asks for somebody else;
/// [`PlayersError::Ambiguous`].
pub async fn show_player(
    source: &mut impl Source,
    caller: &Principal,
    typed: &str,
    currency: Currency,
) -> Result<(Player, Funds), PlayersError> {
    caller.require(SEES)?;
    let player = require_own_player(source, caller, typed, currency).await?;
    let balance = ledger::find_balance(source, player.key()).await?;
    Ok((player, Funds::of(balance)))
}

/// The player with this identity; players and cashiers find only themselves.
///
/// # Errors
/// [`PlayersError::UnknownPlayer`], [`PlayersError::Ambiguous`].
pub async fn require_own_player(
    source: &mut impl Source,
    caller: &Principal,
    typed: &str,
    currency: Currency,
) -> Result<Player, PlayersError> {
    let player = require_player(source, typed, currency).await?;
    if is_person(caller.role) && caller.member() != Some(player.member) {
        return Err(PlayersError::UnknownPlayer {
            typed: typed.trim().to_owned(),
        });
    }
    Ok(player)
}

/// Whether callers of this role act only for themselves as players.
pub(super) fn is_person(role: ApiRole) -> bool {
    match role {
        ApiRole::Player | ApiRole::Cashier => true,
        ApiRole::Admin | ApiRole::Bot | ApiRole::System => false,
    }
}
