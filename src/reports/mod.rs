//! Reading for people: what stands in the desk, put together for whoever shows it. Reports write nothing.

pub mod batches;
pub mod clients;
pub mod lists;
pub mod orders;
pub mod prices;
pub mod queue;
pub mod requests;
