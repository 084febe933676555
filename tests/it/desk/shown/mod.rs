//! What people read, word for word: every command's answer, every card in each of its states, every notice. A changed word shows
//! in review as a changed snapshot. What the words follow from (figures, who may, what is stored) is proved by the other stories.

mod accounts;
mod alarms;
mod batches;
mod cashier_cards;
mod clients;
mod coins;
mod corrections;
mod giros;
mod group_cards;
mod help;
mod help_of_staff;
mod lists;
mod orders;
mod payouts;
mod people;
mod prices;
mod questions;
mod registration;
mod reseller_cards;
mod server;
mod shift;
mod slips;
mod undoing;

use crate::support::world::World;

const HERE: &str = "general";
const REQUESTS: &str = "solicitudes";
const ALERTS: &str = "alertas";
const CASHIERS: &str = "cajeros";

/// david's batch is open, and nobody but cajero1 gets its orders.
async fn for_cajero1(world: &World) {
    world.person("cajero2").says("dm", "!ocupado").await;
    world.person("david").says(super::CHANNEL, "!start batch").await;
}

/// The worked example as far as it is paid: 200 S/ received, 1.825,46 Bs sent.
async fn two_paid(world: &World) {
    super::batches::two_paid(world).await;
}
