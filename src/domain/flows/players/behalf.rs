//! On whose behalf a caller of the API acts on a player's request.

use super::Player;
use crate::domain::people::members::{Actor, Role, Standing};
use crate::domain::people::tokens::{ApiRole, Principal};

/// Who acts: a bot or a system acts as the player it speaks for, so that it may do no more than the player may; anybody
/// else as themselves.
pub fn acting_for(caller: &Principal, player: &Player) -> Actor {
    match caller.role {
        ApiRole::Bot | ApiRole::System => Actor {
            member: player.member,
            name: player.name.clone(),
            role: Role::Client,
            standing: Standing::Works,
            superuser: false,
        },
        ApiRole::Player | ApiRole::Cashier | ApiRole::Admin => caller.actor(),
    }
}
