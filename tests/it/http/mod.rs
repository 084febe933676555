//! The API for games and bots, over real HTTP.

mod achievements;
mod at_random;
mod badges;
mod errors;
mod events;
mod game;
mod keys;
mod manual;
mod planned;
mod probes;
mod races;
mod receiver;
mod slash;
mod webhooks;
