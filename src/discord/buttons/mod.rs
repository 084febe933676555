//! The handlers of buttons, menus and forms. What each one means is in [`super::controls`].

mod accounts;
mod batches;
mod bound;
mod coins;
mod exchange;
mod giros;
mod orders;
mod payouts;
mod press;
mod pressed;
mod questions;
mod reports;
mod requests;
mod typed;

pub(super) use pressed::{press, submit};
