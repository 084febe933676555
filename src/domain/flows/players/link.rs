//! `POST /api/jugadores/{id}/identidades`: links a second identity to a player.

use serde::Serialize;

use super::register::REGISTERS;
use super::{Funds, Player, PlayersError, Registered, get_player_for_update, people_store, require_player};
use crate::db::DbError;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{self, By, IdentityKind};
use crate::domain::people::tokens::Principal;
use crate::ids::{DiscordUserId, RequestId, TelegramUserId};

/// An identity of a person elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Elsewhere {
    Discord(DiscordUserId),
    Telegram(TelegramUserId),
}

impl Elsewhere {
    fn kind(self) -> IdentityKind {
        match self {
            Elsewhere::Discord(_) => IdentityKind::Discord,
            Elsewhere::Telegram(_) => IdentityKind::Telegram,
        }
    }

    fn value(self) -> String {
        match self {
            Elsewhere::Discord(id) => id.to_string(),
            Elsewhere::Telegram(id) => id.to_string(),
        }
    }
}

/// Links an identity to a player. Changes nothing when it is theirs already.
///
/// # Errors
/// [`PlayersError::NotForRole`]; [`PlayersError::UnknownPlayer`], [`PlayersError::Ambiguous`];
/// [`PlayersError::IdentityTaken`]; [`PlayersError::IdentityFixed`].
pub async fn link(
    desk: &Desk,
    caller: &Principal,
    request: &RequestId,
    player: &str,
    identity: Elsewhere,
) -> Result<Registered, PlayersError> {
    caller.require(REGISTERS)?;
    let asked = Asked::new(request, "players.link", &(caller.scope(), player, identity));
    once(desk, asked, async |tx, now| {
        let by = By {
            actor: caller.actor().member,
            at: now,
        };
        let found = require_player(tx, player, desk.policy.players.currency).await?;
        // Only one unit at a time links identities to this member.
        let member = members::get_member_for_update(tx, found.member).await?;
        let player = people_store::find_player_of_member(tx, member.id, found.currency).await?;
        let player = player.ok_or_else(|| DbError::Corrupt(format!("member {} is no player", member.id)))?;
        let kind = identity.kind();
        let owner = members::find_member_by_identity(tx, kind, &identity.value()).await?;
        let is_new = match owner {
            Some(owner) if owner.id == member.id => false,
            Some(_) => return Err(PlayersError::IdentityTaken { kind }),
            None if player.identity(kind).is_some() => {
                return Err(PlayersError::IdentityFixed {
                    kind,
                    player: player.player_id,
                });
            }
            None => {
                members::add_identity(tx, &member, kind, &identity.value(), by).await?;
                if kind == IdentityKind::Discord {
                    // They count as not in the guild until they are seen there, as at a registration.
                    members::note_left(tx, &member, by).await?;
                }
                true
            }
        };
        let (player, balance) = get_player_for_update(tx, player, by).await?;
        Ok(Registered {
            player: with_identity(player, identity),
            funds: Funds::of(balance),
            is_new,
        })
    })
    .await
}

fn with_identity(player: Player, identity: Elsewhere) -> Player {
    match identity {
        Elsewhere::Discord(id) => Player {
            discord: Some(id),
            ..player
        },
        Elsewhere::Telegram(id) => Player {
            telegram: Some(id),
            ..player
        },
    }
}
