//! What a desk does from its first step to its last. Flows never import each other: what two of them need stands lower.

pub mod account_closing;
pub mod batches;
pub mod payouts;
pub mod registration;
pub mod undoing;
