//! Coins: the apps that move them over HTTP, and what people do with them at the desk.

pub mod apps;
pub mod coins;
