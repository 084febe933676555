//! Stories of the desk, told through the real bot: what people type, press and read.

mod account_money;
mod accounts;
mod batches;
mod beneficiaries;
mod cancelled;
mod cash;
mod cashier_transfer;
mod cashiers;
mod cents;
mod clients;
mod closes;
mod coins;
mod corrections;
#[expect(clippy::too_many_lines, reason = "most lines of these stories are what people read")]
mod exchange;
mod extremes;
mod figures;
mod giros;
mod guild;
mod leaving;
mod left_open;
mod matrix;
mod newcomer;
mod orders;
mod payouts;
mod places;
mod privacy;
mod proved_payouts;
mod queries;
mod refusals;
mod registration;
mod reopening;
mod reports;
mod requests_of_batches;
mod returned;
mod reversals;
mod roles_by_hand;
mod searching;
mod setup_by_command;
#[expect(clippy::too_many_lines, reason = "most lines of these stories are what people read")]
mod shown;
mod slash;
mod swapped;
mod thumb;
#[expect(clippy::too_many_lines, reason = "most lines of its tables are what people read")]
mod typing;
mod undoing;
mod ways;
#[expect(clippy::too_many_lines, reason = "most of its lines are what people read")]
mod words;
mod worked_example;

/// The demo reseller's channel.
const CHANNEL: &str = "transacciones-david";
const PENDING: &str = "transacciones-pending";
