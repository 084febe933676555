//! The desk, configuration and connection with which places are reviewed.

use poise::serenity_prelude::Http;

use crate::config::DiscordConfig;
use crate::domain::kernel::desk::Desk;

#[derive(Clone, Copy)]
pub(in crate::discord) struct Premises<'a> {
    pub(in crate::discord) desk: &'a Desk,
    pub(in crate::discord) config: &'a DiscordConfig,
    pub(in crate::discord) http: &'a Http,
}
