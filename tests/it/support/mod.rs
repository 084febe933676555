//! Shared helpers of the stories.

pub mod closing;
pub mod copies;
pub mod database;
pub mod desk;
pub mod facts;
pub mod guilds;
pub mod hands;
pub mod message;
pub mod messages;
pub mod patience;
pub mod person;
pub mod pictures;
pub mod process;
pub mod proxy;
pub mod replies;
pub mod running;
pub mod shown;
pub mod stable;
pub mod staff;
pub mod templates;
pub mod time;
pub mod told;
pub mod turns;
pub mod world;
