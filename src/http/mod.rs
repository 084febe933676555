//! The API for games and bots (docs/API.md), beside the bot in the same process.
//!
//! A handler reads its request, calls one use-case and shows the outcome as JSON. What apps are told
//! without asking goes out from here too ([`webhooks`]). Every error has one shape and a stable
//! code; the words stand in [`error`]. Every call carries a key; a key sees only what its own app did.

mod achievements;
mod auth;
mod body;
mod connections;
mod docs;
mod error;
mod finance;
mod headers;
mod idempotency;
mod kept;
mod limit;
mod metrics;
mod openapi;
mod page;
mod places;
mod probes;
mod server;
mod show;
mod state;
mod strangers;
mod webhooks;

pub use server::{HttpError, HttpOptions, HttpServer, Listening};
pub use state::DiscordProbe;
