//! Whom to pay, found in the free text that a reseller pastes: an account, a phone, a document, a bank's code, and words.
//!
//! `pieces` cuts a line into words and chains of digits, `labels` knows the words that announce a number, `readings` finds
//! every way to read a chain, and `read` accepts a chain that has exactly one. Nothing is guessed: digits that fit
//! nothing, or two things, refuse the whole text.

mod labels;
mod parts;
mod pieces;
mod read;
mod readings;

pub use parts::{PayeeError, PayeePart, PayeeParts};
pub use read::read_payee;
pub use readings::Numbering;
