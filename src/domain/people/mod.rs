//! Who is who, where they are on Discord, and what they ask a superuser for.

pub mod channels;
pub mod guild;
pub mod members;
pub mod places;
pub mod requests;
pub mod tokens;
