//! Cambista: a money-remittance desk inside Discord on a double-entry ledger. The map is `docs/ARCHITECTURE.md`.

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod discord;
pub mod domain;
pub mod http;
pub mod ids;
pub mod meters;
pub mod reports;
pub mod sandbox;
pub mod telemetry;
pub mod trace;
