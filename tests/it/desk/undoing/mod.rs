//! What else a person did is undone once, by a posting of its own: deposits, adjustments, openings, coins, payouts; and at random
//! (issue 10, number 6).

mod at_random;
mod by_hand;
mod coins;
mod payouts;

use std::collections::BTreeMap;

use crate::support::world::World;

const REQUESTS: &str = "solicitudes";
/// The worked example gains less than the demo's minimum.
const LITTLE: [(&str, &str); 1] = [("CAMBISTA__PAYOUTS__MINIMUM_USD", "0.5")];

/// What is not zero.
async fn balances(world: &World) -> BTreeMap<String, i64> {
    let mut balances = world.balances().await;
    balances.retain(|_, minor| *minor != 0);
    balances
}

/// The number that an answer gives the posting it made.
pub(super) fn movement_in(text: &str) -> i64 {
    let behind = text.split("`!revertir movimiento ").nth(1).expect("a movement");
    behind.split(' ').next().expect("a number").parse().expect("a number")
}

async fn pays_out(world: &World, number: i64) {
    let owner = world.person("superusuario");
    let title = format!("Solicitud {number}: retiro");
    let asked = owner.finds(REQUESTS, &title).await;
    owner
        .replies_with_capture(REQUESTS, &asked, format!("payout {number}").as_bytes())
        .await;
    owner
        .presses(&owner.finds(REQUESTS, &title).await, "Pagado")
        .await
        .says(&[" pagado: "]);
}
