//! The books as a whole: what the outside world is told about them.

mod announce_head;

pub use announce_head::{AnnounceError, announce_head};
