//! Reading for people: what stands in the desk, put together for whoever shows it. Reports write nothing.

pub mod accounts;
pub mod batches;
pub mod lists;
pub mod orders;
pub mod prices;
pub mod queue;
pub mod requests;
