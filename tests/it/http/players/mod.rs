//! The API for players (specification 003), over real HTTP.

mod answers;
mod at_once;
mod at_random;
mod automatic;
pub mod caller;
mod cash;
mod closed;
mod figures;
mod node;
mod one_payment;
mod people;
mod repeated;
