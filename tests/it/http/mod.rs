//! The API for games and bots, over real HTTP.

mod achievements;
mod at_random;
mod badges;
mod errors;
mod events;
mod exchange;
pub mod game;
mod giros;
mod keys;
mod limits;
mod manual;
mod once;
mod planned;
pub mod players;
mod probes;
mod races;
mod receiver;
mod repeated;
mod slash;
mod tokens;
mod tokens_outside;
mod webhooks;
