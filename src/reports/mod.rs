//! Reading for people: what stands in the desk, put together for whoever shows it. Reports write nothing.

pub mod accounts;
pub mod badges;
pub mod batches;
pub mod clients;
pub mod coins;
pub mod earnings;
pub mod history;
pub mod lists;
pub mod months;
pub mod orders;
pub mod people;
pub mod postings;
pub mod prices;
pub mod queue;
pub mod requests;
pub mod shift;
pub mod typed;
