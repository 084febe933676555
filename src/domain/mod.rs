//! The nouns of the desk and what may be done with them. Knows no Discord, no HTTP and no words for people.

pub mod ledger;
pub mod money;
pub mod outbox;
pub mod recall;
