//! The Discord surface: it handles commands, buttons, forms and captures, and sends the courier's messages.
//!
//! A handler reads, calls one use-case and shows the outcome; it decides nothing. Everything is handled inside the
//! framework's `dispatch`, so that [`Handled`] knows when an event is done.

mod answer;
mod args;
mod away;
mod buttons;
mod carries;
mod commands;
mod components;
mod connect;
mod content;
mod controls;
mod courier;
mod desk_reports;
mod dispatch;
mod errors;
mod events;
mod exposed;
mod giros;
mod guild;
mod handled;
mod ids;
mod lookback;
mod marked;
mod mentions;
mod pages;
mod paying;
mod payouts;
pub mod permissions;
mod places;
mod private_channel;
mod proofs;
mod reopen;
mod reply;
mod retry;
pub mod setup;
mod slash;
mod start;
mod surface;
mod trouble;
mod turns;
mod typing;
mod unbacked;
mod unsettled;
mod view;
mod voice;

pub(crate) use proofs::files as captures;
use std::sync::Arc;

pub use commands::all_records;
pub use connect::StartError;
pub use guild::{GuildName, NoGuild, require_in_guild};
pub use handled::Handled;
pub use lookback::{LookBack, LookBackError, look_back};
pub use start::{Bot, Connection, start};
pub use view::help::{Record, Who};

use surface::Surface;

type Data = Arc<Surface>;
/// Commands answer their own refusals and faults, so poise never gets an error.
type Never = std::convert::Infallible;
type Context<'a> = poise::Context<'a, Data, Never>;
/// What poise needs to be given a message by hand.
type Framework<'a> = poise::FrameworkContext<'a, Data, Never>;
