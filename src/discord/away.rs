//! What was typed while the bot was away. Discord does not send it again, so whoever typed it is told.

use std::collections::HashSet;
use std::time::Duration;

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, ChannelType, GetMessages, Message, MessageId};

use super::answer::{Answer, reply_to};
use super::handled::Handled;
use super::retry::{describe, retried};
use super::surface::{Surface, channel_id};
use super::view;
use crate::db::DbError;
use crate::domain::{channels, recall};
use crate::ids::RequestId;

/// Older commands are nobody's concern any more.
const AGE_MAX_MS: i64 = 15 * 60 * 1_000;
/// How many of a channel's newest messages are looked at.
const MESSAGES_MAX: u8 = 50;
/// What was typed while the bot connected arrives within this time as an event, and is then answered as usual.
const EVENTS_ARRIVE_WITHIN: Duration = Duration::from_secs(2);
/// Looking must not keep the courier from its work for longer.
const LOOK_MAX: Duration = Duration::from_secs(10);

/// Commands in resellers' channels that nobody answered and that left nothing in the books.
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
    for channel in reseller_channels(surface).await? {
        let newest = GetMessages::new().limit(MESSAGES_MAX);
        let messages = match retried(|| channel.messages(&surface.http, newest)).await {
            Ok(messages) => messages,
            Err(error) => {
                tracing::warn!(error = describe(&error), "a reseller's channel cannot be read");
                continue;
            }
        };
        for message in unanswered(surface, messages) {
            if left_nothing(surface, &message).await? {
                missed.push(message);
            }
        }
    }
    Ok(missed)
}

/// Whether the books know nothing of this message.
async fn left_nothing(surface: &Surface, message: &Message) -> Result<bool, DbError> {
    let request = RequestId::new("discord", message.id);
    Ok(!recall::is_known(&mut surface.desk.db.reader().await?, &request).await?)
}

async fn reseller_channels(surface: &Surface) -> Result<Vec<ChannelId>, DbError> {
    let in_guild: Vec<ChannelId> = match surface.guild().and_then(|guild| surface.cache.guild(guild)) {
        Some(guild) => {
            let text = guild
                .channels
                .values()
                .filter(|channel| channel.kind == ChannelType::Text);
            text.map(|channel| channel.id).collect()
        }
        None => Vec::new(),
    };
    let mut reader = surface.desk.db.reader().await?;
    let mut bound = Vec::new();
    for channel in in_guild {
        if channels::find_channel(&mut reader, channel_id(channel))
            .await?
            .is_some()
        {
            bound.push(channel);
        }
    }
    Ok(bound)
}

/// Commands that no message of the bot replies to, oldest first. What is answered without a reply has its receipt.
fn unanswered(surface: &Surface, messages: Vec<Message>) -> Vec<Message> {
    let bot = surface.cache.current_user().id;
    let now_ms = surface.desk.clock.now().ms();
    let prefix = surface.config.discord.prefix.as_str();
    let by_bot = messages.iter().filter(|message| message.author.id == bot);
    let answered: HashSet<MessageId> = by_bot
        .filter_map(|message| message.message_reference.as_ref()?.message_id)
        .collect();
    let mut found: Vec<Message> = messages
        .into_iter()
        .filter(|message| !message.author.bot && is_command(&message.content, prefix))
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
