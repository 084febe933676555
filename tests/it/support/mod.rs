//! What stories stand on.

pub mod database;
pub mod desk;
pub mod world;
