//! Tokens: what a caller of the REST API for players (specification 003) proves who they are with.

mod principal;

pub use principal::{ApiRole, Holder, NotForRole, Principal};
