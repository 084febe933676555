//! Checks a body as Discord does, before anything is written.

pub(super) mod command;
pub(super) mod components;
pub(super) mod embed;
pub(super) mod message;
pub(super) mod modal;
