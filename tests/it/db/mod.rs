//! What the database guarantees: whole units, one writer, one schema, append-only books.

mod append_only;
mod group_failures;
mod killed;
mod migrating;
mod older_payments;
mod opening;
mod order_kinds;
mod units;
mod voice;
