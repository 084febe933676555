//! What was typed while the bot was away. Discord does not send it again, so whoever typed it is told.

use std::collections::HashSet;
use std::time::Duration;

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, ChannelType, GetMessages, Message, MessageId};

use super::answer::Answer;
use super::handled::Handled;
use super::reply::reply_to;
use super::retry::{describe, retried};
use super::surface::{Surface, channel_id, discord_channel};
use super::view;
use crate::db::DbError;
use crate::domain::places::Place;
use crate::domain::{channels, outbox, recall};
use crate::ids::RequestId;

/// Older commands are nobody's concern any more.
const AGE_MAX_MS: i64 = 15 * 60 * 1_000;
/// How many of a channel's newest messages are looked at.
const MESSAGES_MAX: u8 = 50;
/// What was typed while the bot connected arrives within this time as an event, and is then answered as usual.
const EVENTS_ARRIVE_WITHIN: Duration = Duration::from_secs(2);
/// In how many direct messages is looked, and how long ago the desk must have spoken there: a week.
const DIRECT_MAX: i64 = 50;
const SPOKEN_WITHIN_MS: i64 = 7 * 24 * 60 * 60 * 1_000;
/// Looking must not keep the courier from its work for longer.
const LOOK_MAX: Duration = Duration::from_secs(10);

/// Commands in resellers' and clients' channels, commands and captures in direct messages and where the desk works, that nobody
/// answered and that left
/// nothing in the books.
pub(super) async fn find_missed(surface: &Surface) -> Vec<Message> {
    let looked = tokio::time::timeout(LOOK_MAX, look(surface)).await;
    match looked {
        Ok(Ok(missed)) => missed,
        Ok(Err(fault)) => {
            tracing::error!(error = %fault, "what was typed while the bot was away could not be looked up");
            Vec::new()
        }
        Err(_elapsed) => {
            tracing::warn!("looking for what was typed while the bot was away took too long");
            Vec::new()
        }
    }
}

/// Tells whoever typed them, once: the answer is then a reply to it.
pub(super) async fn answer_missed(surface: &Surface, handled: &Handled, missed: Vec<Message>) {
    if missed.is_empty() {
        return;
    }
    tokio::time::sleep(EVENTS_ARRIVE_WITHIN).await;
    for message in missed {
        // A commit may have been on its way when the process before this one died.
        let known = handled.is_known(message.id.get()) || !matches!(left_nothing(surface, &message).await, Ok(true));
        if !known {
            reply_to(surface, &message, Ok(Answer::Say(view::alarms::was_away()))).await;
        }
    }
}

async fn look(surface: &Surface) -> Result<Vec<Message>, DbError> {
    let mut missed = Vec::new();
    let guild = guild_channels(surface);
    let bound = bound_channels(surface, &guild).await?.into_iter();
    let direct = direct_channels(surface, &guild).await?.into_iter();
    let places = bound
        .map(|channel| (channel, Missed::Commands))
        .chain(direct.map(|channel| (channel, Missed::CommandsAndCaptures)));
    let answered_in = [Place::Cashiers, Place::Requests, Place::Alerts];
    let desk = answered_in.into_iter().filter_map(|place| surface.place(place));
    let places = places.chain(desk.map(|channel| (channel, Missed::CommandsAndCaptures)));
    for (channel, what) in places {
        let newest = GetMessages::new().limit(MESSAGES_MAX);
        let messages = match retried(|| channel.messages(&surface.http, newest)).await {
            Ok(messages) => messages,
            Err(error) => {
                tracing::warn!(error = describe(&error), "a channel cannot be read");
                continue;
            }
        };
        for message in unanswered(surface, messages, what) {
            if left_nothing(surface, &message).await? {
                missed.push(message);
            }
        }
    }
    Ok(missed)
}

/// What somebody may be waiting for an answer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Missed {
    Commands,
    /// In direct messages a file is a capture.
    CommandsAndCaptures,
}

/// Whether the books know nothing of this message, nor of any file in it.
async fn left_nothing(surface: &Surface, message: &Message) -> Result<bool, DbError> {
    let mut reader = surface.desk.db.reader().await?;
    let mut requests = vec![RequestId::new("discord", message.id)];
    let of_file = |file: &serenity::Attachment| RequestId::new("discord", format!("{}-{}", message.id, file.id));
    requests.extend(message.attachments.iter().map(of_file));
    for request in requests {
        if recall::is_known(&mut reader, &request).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn guild_channels(surface: &Surface) -> Vec<ChannelId> {
    match surface.guild().and_then(|guild| surface.cache.guild(guild)) {
        Some(guild) => {
            let text = guild
                .channels
                .values()
                .filter(|channel| channel.kind == ChannelType::Text);
            text.map(|channel| channel.id).collect()
        }
        None => Vec::new(),
    }
}

async fn bound_channels(surface: &Surface, guild: &[ChannelId]) -> Result<Vec<ChannelId>, DbError> {
    let mut reader = surface.desk.db.reader().await?;
    let mut bound = Vec::new();
    for channel in guild {
        if channels::find_channel(&mut reader, channel_id(*channel))
            .await?
            .is_some()
        {
            bound.push(*channel);
        }
    }
    Ok(bound)
}

/// The direct messages in which the desk said something lately: Discord lists none.
async fn direct_channels(surface: &Surface, guild: &[ChannelId]) -> Result<Vec<ChannelId>, DbError> {
    let mut reader = surface.desk.db.reader().await?;
    let since = surface.desk.clock.now().plus_ms(-SPOKEN_WITHIN_MS);
    let spoken = outbox::list_channels_spoken_in(&mut reader, since, DIRECT_MAX).await?;
    let spoken = spoken.into_iter().map(discord_channel);
    Ok(spoken.filter(|channel| !guild.contains(channel)).collect())
}

/// Commands, and captures in direct messages, that no message of the bot replies to, oldest first. What is answered without
/// a reply has its receipt.
fn unanswered(surface: &Surface, messages: Vec<Message>, what: Missed) -> Vec<Message> {
    let bot = surface.cache.current_user().id;
    let now_ms = surface.desk.clock.now().ms();
    let prefix = surface.config.discord.prefix.as_str();
    let by_bot = messages.iter().filter(|message| message.author.id == bot);
    let answered: HashSet<MessageId> = by_bot
        .filter_map(|message| message.message_reference.as_ref()?.message_id)
        .collect();
    let mut found: Vec<Message> = messages
        .into_iter()
        .filter(|message| {
            let is_capture = what == Missed::CommandsAndCaptures && !message.attachments.is_empty();
            !message.author.bot && (is_command(&message.content, prefix) || is_capture)
        })
        .filter(|message| !answered.contains(&message.id))
        .filter(|message| now_ms - message.timestamp.timestamp_millis() < AGE_MAX_MS)
        .collect();
    // Discord gives the newest first.
    found.reverse();
    found
}

fn is_command(content: &str, prefix: &str) -> bool {
    let rest = content.strip_prefix(prefix);
    rest.is_some_and(|rest| rest.trim_start().starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::is_command;

    #[test]
    fn an_exclamation_is_no_command() {
        assert!(is_command("!t 100 p", "!"));
        assert!(is_command("! t 100 p", "!"));
        assert!(!is_command("!!!", "!"));
        assert!(!is_command("hola", "!"));
    }
}
