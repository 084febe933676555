//! What every other box stands on: money and how it is typed, receipts, what is owed to be heard, when the desk was up, its policy.

pub mod desk;
pub mod health;
pub mod letters;
pub mod marks;
pub mod money;
pub mod outbox;
pub mod questions;
pub mod recall;
pub mod uptime;
