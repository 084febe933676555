//! The close of a day or a month (*cierre*): recorded, or as it stands so far.
//!
//! Its totals are those of the report of the same period ([`desk_report`](super::desk::read::desk_report)), so that the two
//! cannot differ. A recorded close shows what was known when it was made, and names the totals that a report shows differently
//! since.

mod card;
mod figures;
pub mod read;

pub use card::{ChangedTotal, CloseCard, CloseState, Recorded};
