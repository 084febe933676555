//! Every notice is told, and told once: outages, closed channels, slow channels, and who is rung for what.

mod away;
mod closed;
mod floats;
mod lost;
mod outages;
mod players;
mod ringing;
mod slow;

/// The demo reseller's channel.
const CHANNEL: &str = "transacciones-david";
const PENDING: &str = "transacciones-pending";
const CASHIERS: &str = "cajeros";
const ALERTS: &str = "alertas";
const REQUESTS: &str = "solicitudes";
/// The sandbox's bot, as people name it.
const BOT: &str = "cambista";
