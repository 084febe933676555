//! The nouns of the desk and what may be done with them. Knows no Discord, no HTTP and no words for people.

pub mod account_closing;
pub mod accounts;
pub mod apps;
pub mod batches;
pub mod books;
pub mod channels;
pub mod coins;
pub mod desk;
pub mod guild;
pub mod health;
pub mod ledger;
pub mod letters;
pub mod marks;
pub mod members;
pub mod money;
pub mod orders;
pub mod outbox;
pub mod payouts;
pub mod places;
pub mod questions;
pub mod rates;
pub mod recall;
pub mod registration;
pub mod requests;
pub mod undoing;
pub mod uptime;
