//! The books are right, whatever is asked of them and by how many at once.

mod at_random;
mod once_only;
mod refusals;
mod since_last_mark;
mod tampering;
