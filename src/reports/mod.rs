//! Reports: reads put together for whoever shows them. Reports write nothing.
//!
//! A report takes the [`Actor`](crate::domain::people::members::Actor) who asks for it, and answers or refuses:
//! surfaces do not decide who may read. What the desk itself reads, to tell people what concerns them, checks no
//! permission; the names of these functions end in `_for_desk`. `tests/it/desk/matrix/read_tables.rs` lists every report and
//! who may read it.

pub mod accounts;
pub mod badges;
pub mod batches;
pub mod clients;
pub mod closes;
pub mod coins;
pub mod desk;
pub mod earnings;
mod error;
pub mod exchange;
pub mod gauges;
mod gauges_store;
pub mod giro_records;
pub mod giros;
pub mod giros_of_api;
pub mod history;
pub mod lists;
pub mod months;
pub mod numbers;
pub mod orders;
pub mod own;
pub mod particulars;
pub mod people;
pub mod player_figures;
mod player_steps;
pub mod players;
pub mod position;
pub mod posting_words;
pub mod postings;
pub mod prices;
pub mod queue;
pub mod requests;
pub mod search;
mod search_store;
pub mod shift;
pub mod typed;
pub mod worth;

pub use error::ReadError;
