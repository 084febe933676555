//! The nouns of the desk and what may be done with them, in seven boxes: each uses only those before it, but for flows and games, which
//! stand side by side. Knows no Discord, no HTTP and no words for people.
//!
//! kernel ← books ← people ← treasury ← orders ← flows, games

pub mod books;
pub mod flows;
pub mod games;
pub mod kernel;
pub mod orders;
pub mod people;
pub mod treasury;
