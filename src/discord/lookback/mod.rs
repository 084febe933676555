//! Reads, before anybody is served, what Discord still shows of the desk's messages: the books may be older than that.
//!
//! Only the desk's own messages count, and of those only what nobody else can produce: custom ids, titles of the
//! courier's messages, and announced heads. Each message is sent after its commit, so the books that sent it contain
//! what it shows.
//!
//! Channels that cannot be read are left out, since the others show most of it. But when Discord fails, nothing is
//! known ([`LookBackError::Discord`]: the next start asks again), and when the desk may read none of its channels, it
//! stays closed until it may ([`LookBackError::Blind`]).

mod channels;
mod looking;

use futures::StreamExt;
use poise::serenity_prelude as serenity;
use serenity::{ChannelId, CreateMessage, Http, Nonce};

use super::connect::{StartError, connect};
use super::mentions::nobody;
use super::retry::{describe, retried};
use super::view;
use crate::config::Config;
use crate::db::DbError;
use crate::domain::books::older::{self, Older, Seen};
use crate::domain::kernel::desk::Desk;
use crate::ids::DiscordMessageId;
use channels::{Channels, Read};
use looking::Looking;

/// How many channels are read at once. Discord allows fifty requests a second in all.
const READ_AT_ONCE: usize = 8;

/// Why the look back failed.
#[derive(Debug, thiserror::Error)]
pub enum LookBackError {
    #[error(transparent)]
    Discord(#[from] StartError),
    /// The bot may read none of the desk's channels that are still in its guild.
    #[error(
        "the bot may read none of the desk's channels, so it cannot be told whether the books are older than what was told \
         there, and the desk stays closed: give the bot the permissions View Channel and Read Message History in {}, then \
         start again",
        listed(channels)
    )]
    Blind { channels: Vec<ChannelId> },
    #[error(transparent)]
    Db(#[from] DbError),
}

fn listed(channels: &[ChannelId]) -> String {
    let channels: Vec<String> = channels.iter().map(ChannelId::to_string).collect();
    channels.join(", ")
}

/// What was seen, and where superusers are told that the desk stays closed.
pub struct LookBack {
    pub seen: Seen,
    http: Http,
    alerts: Option<ChannelId>,
    /// Superusers were already told, and nothing was written there since.
    is_said: bool,
}

/// Reads the newest messages of the desk in every place that the books know, or, without any, in the configured
/// channels.
///
/// # Errors
/// [`LookBackError`].
pub async fn look_back(desk: &Desk, config: &Config) -> Result<LookBack, LookBackError> {
    let http = connect(config).await?;
    let me = retried(|| http.get_current_user()).await.map_err(fault)?.id;
    let until = older::find_accepted_until(&mut desk.db.reader().await?).await?;
    let channels = Channels::find(&http, desk, config).await?;
    let read = channels
        .all
        .iter()
        .map(|(channel, known)| channels::newest_of(&http, *channel, *known));
    let read: Vec<Read> = futures::stream::iter(read).buffered(READ_AT_ONCE).collect().await;
    let mut looking = Looking::new(me, until);
    let (mut is_said, mut seen_in_guild, mut hidden) = (false, 0, Vec::new());
    for ((channel, known), read) in channels.all.iter().zip(read) {
        let is_in_guild = channels.of_guild.contains(channel);
        match read {
            Read::Seen(messages) => {
                let is_alerts = channels.alerts == Some(*channel);
                if is_alerts {
                    let newest = messages.first();
                    is_said = newest.is_some_and(|newest| newest.content.starts_with(view::older_books::CLOSED));
                }
                for message in &messages {
                    looking.at(message, is_alerts);
                }
                // A channel that is empty and always was does not show whether it may be read.
                seen_in_guild += usize::from(is_in_guild && (known.is_some() || !messages.is_empty()));
            }
            Read::Hidden if is_in_guild => hidden.push(*channel),
            Read::Hidden | Read::Gone => {}
            Read::Failed(error) => return Err(fault(error).into()),
        }
    }
    if seen_in_guild == 0 && !hidden.is_empty() && channels.has_spoken {
        return Err(LookBackError::Blind { channels: hidden });
    }
    Ok(LookBack {
        seen: looking.seen,
        http,
        alerts: channels.alerts,
        is_said,
    })
}

fn fault(error: serenity::Error) -> StartError {
    StartError::Discord(describe(&error))
}

impl LookBack {
    /// Tells superusers once that the desk stays closed. If that is impossible, the log says it.
    pub async fn say_closed(&self, older: &Older) {
        let Some(channel) = self.alerts.filter(|_| !self.is_said) else {
            return;
        };
        let words = view::text::clip(&view::older_books::closed(older), view::text::CONTENT_CHARS_MAX);
        let newest = self.seen.newest.map_or(0, DiscordMessageId::get);
        let message = CreateMessage::new()
            .content(words)
            .allowed_mentions(nobody())
            .nonce(Nonce::String(format!("c{newest}")))
            .enforce_nonce(true);
        if let Err(error) = retried(|| channel.send_message(&self.http, message.clone())).await {
            tracing::error!(error = describe(&error), "cannot write to the alerts channel");
        }
    }
}
