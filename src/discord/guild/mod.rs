//! The desk's guild on Discord: which one it is, whether it can be reached, who owns it, who is in it.
//!
//! The desk works in one guild ([`crate::domain::people::guild`]). Other guilds of the bot are ignored ([`gate`]), but
//! the bot does not leave them, because a desk that is about to move needs its bot in both. The books store who is in
//! the guild: events change that at once, and all members are compared after each start and after each connection that
//! does not resume a session ([`people`]).

mod choose;
mod gate;
mod home;
mod open;
mod people;
mod reach;

use poise::serenity_prelude as serenity;
use serenity::GuildId;

pub use choose::{GuildName, NoGuild};
pub(super) use gate::Gate;
pub(super) use home::{Home, Reach};
pub use open::require_in_guild;
pub(super) use open::{InBooks, find, open};
pub(super) use people::{compare_forever, joined, left};
pub(super) use reach::{came, changed, find_owner, ready, went};

use super::ids::unsigned;
use crate::ids::DiscordGuildId;

pub(super) fn guild_of(guild: DiscordGuildId) -> GuildId {
    GuildId::new(unsigned(guild.get()))
}
