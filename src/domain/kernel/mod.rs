//! What every other box of the domain uses: money and how it is typed, numbers of accounts and people, receipts, notices,
//! when the desk was up, its days, its policy.

pub mod days;
pub mod desk;
pub mod health;
pub mod identifiers;
pub mod letters;
pub mod marks;
mod marks_store;
pub mod money;
pub mod outbox;
pub mod questions;
pub mod recall;
mod recall_store;
pub mod uptime;
