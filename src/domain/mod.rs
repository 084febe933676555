//! The nouns of the desk and what may be done with them, in seven boxes. Each box uses only those before it; flows and
//! games do not use each other. Nothing here knows Discord, HTTP or words for people.
//!
//! kernel ← books ← people ← treasury ← orders ← flows, games

pub mod books;
pub mod flows;
pub mod games;
pub mod kernel;
pub mod orders;
pub mod people;
pub mod treasury;
