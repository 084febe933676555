//! The ledger stays right under any postings, also concurrent ones.

mod at_random;
mod once_only;
mod refusals;
mod since_last_mark;
mod tampering;
