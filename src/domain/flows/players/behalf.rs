//! On whose behalf a caller of the API acts on a player's request.

use super::Player;
use crate::domain::people::members::{Actor, Role, Standing};
use crate::domain::people::tokens::{ApiRole, Principal};

/// Who acts: a bot or a system acts as the player it speaks for, so that it may do no more than the player may; so does a
/// cashier about their own request; anybody else as themselves.
pub fn acting_for(caller: &Principal, player: &Player) -> Actor {
    let as_player = || Actor {
        member: player.member,
        name: player.name.clone(),
        role: Role::Client,
        standing: Standing::Works,
        superuser: false,
    };
    match caller.role {
        ApiRole::Bot | ApiRole::System => as_player(),
        ApiRole::Cashier if caller.member() == Some(player.member) => as_player(),
        ApiRole::Player | ApiRole::Cashier | ApiRole::Admin => caller.actor(),
    }
}
