//! Every story of the project in one binary: it links once, and `cargo nextest run` gives each story a process.
//!
//! `.ci/postgres cargo nextest run --run-ignored all` tells the stories on both engines; without it those of PostgreSQL are ignored.

mod support;

mod circles;
mod db;
mod desk;
mod documents;
mod hands;
mod http;
mod import;
mod kinds;
mod layers;
mod ledger;
mod metrics;
mod modules;
mod outages;
mod outbox;
mod robust;
mod told;
mod uptime;
