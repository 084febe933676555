//! What stories stand on.

pub mod database;
pub mod desk;
pub mod facts;
pub mod replies;
pub mod running;
pub mod world;
