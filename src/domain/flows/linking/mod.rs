//! Joins a person in Discord to the member that the import of the old book made of them (`!vincular`), once.
//!
//! An admin hands out a code, of which only a hash is kept. It is valid for a week and for one use; a newer one of the same
//! member takes its place, and a few wrong tries end it. Every change of a code is a row of `link_code_backlog`. The
//! person's Discord identity then moves from the guest that they were to the imported member.

mod code;
mod error;
mod find;
mod issue;
mod redeem;
mod store;

pub use code::LinkCode;
pub use error::LinkError;
pub use find::Imported;
pub use issue::{Issued, issue};
pub use redeem::{Belonging, Redeemed, redeem};
