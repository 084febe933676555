//! The API for players (specification 003), over real HTTP.

mod at_once;
mod automatic;
pub mod caller;
mod figures;
mod node;
mod people;
mod repeated;
