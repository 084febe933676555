//! `POST /api/jugadores`: registers a player.

use serde::{Deserialize, Serialize};

use super::{Funds, Player, PlayersError, ensure_player, get_player_for_update};
use crate::db::{DbError, Tx};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{self, By, IdentityKind, Member, Role};
use crate::domain::people::tokens::{ApiRole, Principal};
use crate::ids::{DiscordUserId, RequestId, TelegramUserId};

/// Who registers players and links their identities.
pub(super) const REGISTERS: &[ApiRole] = &[ApiRole::Admin, ApiRole::Bot, ApiRole::System];

/// A person to be registered. Whoever has neither id is known by their player's id only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewPlayer {
    /// Used only for somebody whom the desk does not know.
    pub name: String,
    pub telegram: Option<TelegramUserId>,
    pub discord: Option<DiscordUserId>,
}

/// A player and their money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    pub player: Player,
    pub funds: Funds,
    /// Whether this call changed anything: otherwise the player was registered with these identities before.
    pub is_new: bool,
}

/// Registers a player. A person whom the desk knows by one of the identities becomes a player and keeps their role; a
/// guest becomes a client. The other identity is linked to them.
///
/// # Errors
/// [`PlayersError::NotForRole`]; [`PlayersError::TwoPeople`]; [`PlayersError::IdentityFixed`].
pub async fn register(
    desk: &Desk,
    caller: &Principal,
    request: &RequestId,
    new: &NewPlayer,
) -> Result<Registered, PlayersError> {
    caller.require(REGISTERS)?;
    let asked = Asked::new(request, "players.register", &(caller.scope(), new));
    once(desk, asked, async |tx, now| {
        let by = By {
            actor: caller.actor().member,
            at: now,
        };
        let identities = identities_of(new);
        let (member, is_unknown) = match find_person(tx, &identities).await? {
            Some(member) => (welcome(tx, member, by).await?, false),
            None => {
                // Whoever is named by a Discord id counts as not in the guild until they are seen there.
                let left_at = new.discord.map(|_| now);
                (members::register_client(tx, &new.name, left_at, by).await?, true)
            }
        };
        let (player, is_named) = ensure_player(tx, &member, desk.policy.players.currency, by).await?;
        let is_linked = link_all(tx, &member, &player, &identities, by).await?;
        let (player, balance) = get_player_for_update(tx, player, by).await?;
        Ok(Registered {
            player: Player {
                telegram: player.telegram.or(new.telegram),
                discord: player.discord.or(new.discord),
                ..player
            },
            funds: Funds::of(balance),
            is_new: is_unknown || is_named || is_linked,
        })
    })
    .await
}

fn identities_of(new: &NewPlayer) -> Vec<(IdentityKind, String)> {
    let telegram = new.telegram.map(|id| (IdentityKind::Telegram, id.to_string()));
    let discord = new.discord.map(|id| (IdentityKind::Discord, id.to_string()));
    telegram.into_iter().chain(discord).collect()
}

/// The one person who is known by these identities.
async fn find_person(tx: &mut Tx, identities: &[(IdentityKind, String)]) -> Result<Option<Member>, PlayersError> {
    let mut found: Option<Member> = None;
    for (kind, value) in identities {
        let Some(member) = members::find_member_by_identity(tx, *kind, value).await? else {
            continue;
        };
        if found.as_ref().is_some_and(|other| other.id != member.id) {
            return Err(PlayersError::TwoPeople);
        }
        found = Some(member);
    }
    Ok(found)
}

/// Makes a guest a client, whose Discord role follows. Whoever was sent away stays so.
async fn welcome(tx: &mut Tx, member: Member, by: By) -> Result<Member, DbError> {
    let member = members::get_member_for_update(tx, member.id).await?;
    if member.role != Role::Guest || member.sent_away {
        return Ok(member);
    }
    members::change_role(tx, &member, Role::Client, by).await?;
    let notice = Notice::RoleAssigned { member: member.id };
    outbox::enqueue(tx, &member.outbox_subject(), &notice, by.at).await?;
    members::get_member(tx, member.id).await
}

/// Links the identities that the player does not have yet. Returns whether there was one.
async fn link_all(
    tx: &mut Tx,
    member: &Member,
    player: &Player,
    identities: &[(IdentityKind, String)],
    by: By,
) -> Result<bool, PlayersError> {
    let mut is_linked = false;
    for (kind, value) in identities {
        match player.identity(*kind) {
            Some(there) if there == *value => {}
            Some(_) => {
                return Err(PlayersError::IdentityFixed {
                    kind: *kind,
                    player: player.player_id.clone(),
                });
            }
            None => {
                members::add_identity(tx, member, *kind, value, by).await?;
                is_linked = true;
            }
        }
    }
    Ok(is_linked)
}
