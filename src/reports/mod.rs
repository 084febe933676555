//! Reading for people: what stands in the desk, put together for whoever shows it. Reports write nothing.

pub mod badges;
pub mod batches;
pub mod coins;
pub mod orders;
pub mod prices;
pub mod queue;
pub mod requests;
