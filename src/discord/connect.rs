//! The first call to Discord, and the reasons why the bot does not start.

use poise::serenity_prelude as serenity;
use serenity::{Http, HttpBuilder};

use super::guild::NoGuild;
use super::mentions::nobody;
use super::permissions::invite_link;
use super::retry::{describe, retried};
use super::view;
use crate::config::Config;
use crate::db::DbError;
use crate::domain::people::guild::GuildError;

/// Why the bot did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("DISCORD_TOKEN is not set")]
    NoToken,
    #[error("{base} is set as Discord's API but does not answer: {cause}")]
    Unreachable { base: String, cause: String },
    #[error("Discord does not accept the token")]
    BadToken,
    #[error("Discord: {0}")]
    Discord(String),
    /// The desk cannot choose its guild. The text is the one of `cambista setup`, because the same person reads it.
    #[error("{}", view::setup::not_opened(why, invite_link))]
    NoGuild { why: NoGuild, invite_link: String },
    #[error("{0}")]
    Claim(GuildError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl StartError {
    pub(super) fn no_guild(http: &Http, why: NoGuild) -> StartError {
        let application = http.application_id().map_or(0, serenity::ApplicationId::get);
        StartError::NoGuild {
            why,
            invite_link: invite_link(application),
        }
    }
}

/// A client for Discord, or for the server that replaces it in tests and demos. That server must answer now; otherwise
/// serenity would silently dial Discord's gateway.
pub(super) async fn connect(config: &Config) -> Result<Http, StartError> {
    let token = config.discord.token.as_ref().ok_or(StartError::NoToken)?;
    let mut builder = HttpBuilder::new(token.reveal()).default_allowed_mentions(nobody());
    if let Some(base) = &config.discord.api_base {
        // With its rate limiter on, serenity ignores this address and calls Discord.
        builder = builder.proxy(base.clone()).ratelimiter_disabled(true);
    }
    let http = builder.build();
    let application = retried(|| http.get_current_application_info()).await;
    let application = application.map_err(|error| refused(config, &error))?;
    http.set_application_id(application.id);
    retried(|| http.get_gateway())
        .await
        .map_err(|error| refused(config, &error))?;
    Ok(http)
}

fn refused(config: &Config, error: &serenity::Error) -> StartError {
    let is_unauthorized = matches!(error, serenity::Error::Http(serenity::HttpError::UnsuccessfulRequest(response))
        if response.status_code == serenity::StatusCode::UNAUTHORIZED);
    if is_unauthorized {
        return StartError::BadToken;
    }
    let cause = describe(error);
    match &config.discord.api_base {
        Some(base) => StartError::Unreachable {
            base: base.clone(),
            cause,
        },
        None => StartError::Discord(cause),
    }
}
