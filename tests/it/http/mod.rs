//! The API for games and bots, over real HTTP.

mod at_random;
mod errors;
mod events;
mod game;
mod keys;
mod probes;
