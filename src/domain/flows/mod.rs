//! The workflows of the desk. Flows never import each other: what two of them need belongs to a lower part.

pub mod account_closing;
pub mod batches;
pub mod exchange;
pub mod giros;
pub mod legacy;
pub mod linking;
pub mod payouts;
pub mod players;
pub mod registration;
pub mod undoing;
