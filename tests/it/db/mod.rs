//! The database keeps its promises: whole units, one writer, one schema, books that cannot be rewritten.

mod append_only;
mod group_failures;
mod killed;
mod migrating;
mod opening;
mod order_kinds;
mod units;
