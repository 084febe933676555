//! Stories of the desk, told through the real bot: what people type, press and read.

mod batches;
mod cancelled;
mod cashier_transfer;
mod cashiers;
mod coins;
mod orders;
mod payouts;
mod refusals;
mod registration;
mod reversals;
mod setup_by_command;
mod slash;
mod words;
mod worked_example;

/// The demo reseller's channel.
const CHANNEL: &str = "transacciones-david";
const PENDING: &str = "transacciones-pending";
