//! The API for games and bots (docs/API.md). It runs in the same process as the bot.
//!
//! A handler reads its request, calls one use-case and shows the outcome as JSON. Webhooks are also sent from here
//! ([`webhooks`]). Every error has the same shape and a stable code; the texts are in [`error`]. Every call carries a
//! key, and a key sees only what its own app did.

mod achievements;
mod auth;
mod body;
mod code;
mod connections;
mod docs;
mod error;
mod exchange;
mod finance;
mod giros;
mod headers;
mod idempotency;
mod kept;
mod limit;
mod metrics;
mod openapi;
mod page;
mod places;
mod players;
mod probes;
mod reports;
mod server;
mod show;
mod state;
mod strangers;
mod under_api;
mod webhooks;

pub use server::{HttpError, HttpOptions, HttpServer, Listening};
pub use state::{DiscordProbe, Disk, Found, Surroundings, Watched};
