//! What was typed while the bot was away, in any channel of the guild. Discord does not send it again, so whoever typed it is
//! told. (What is chosen with a slash cannot be missed: Discord itself says that the bot is not there.)

use std::collections::HashSet;
use std::time::{Duration, Instant};

use futures::StreamExt;
use poise::serenity_prelude as serenity;
use serenity::{ChannelId, GetMessages, GuildChannel, Message, MessageId, Permissions};

use super::answer::Answer;
use super::errors;
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
/// In how many channels and threads of the guild is looked, those written in last first. A channel in which nobody wrote lately
/// costs nothing.
const CHANNELS_MAX: usize = 200;
/// How many are read at once: below Discord's 50 requests a second.
const READ_AT_ONCE: usize = 8;
/// Looking must not keep the courier from its work for longer; what was found by then is answered.
const LOOK_MAX: Duration = Duration::from_secs(10);

/// Commands in any channel, commands and captures in direct messages and where the desk works, that nobody answered and that left
/// nothing in the books.
pub(super) async fn find_missed(surface: &Surface) -> Vec<Message> {
    match look(surface, Instant::now() + LOOK_MAX).await {
        Ok(missed) => missed,
        Err(fault) => {
            tracing::error!(error = %fault, "what was typed while the bot was away could not be looked up");
            Vec::new()
        }
    }
}

/// The same when the bot's session was lost and it had to begin anew: what was typed meanwhile comes with no event.
pub(super) async fn catch_up(surface: &Surface) {
    let missed = find_missed(surface).await;
    answer_missed(surface, missed).await;
}

/// Tells whoever typed them, once: the answer is then a reply to it.
pub(super) async fn answer_missed(surface: &Surface, missed: Vec<Message>) {
    if missed.is_empty() {
        return;
    }
    tokio::time::sleep(EVENTS_ARRIVE_WITHIN).await;
    for message in missed {
        // A commit may have been on its way when the process before this one died.
        let known =
            surface.handled.is_known(message.id.get()) || !matches!(left_nothing(surface, &message).await, Ok(true));
        if !known {
            reply_to(surface, &message, Ok(Answer::Say(view::alarms::was_away()))).await;
        }
    }
}

async fn look(surface: &Surface, until: Instant) -> Result<Vec<Message>, DbError> {
    let places = places(surface).await?;
    let read = |(channel, what): (ChannelId, Missed)| async move {
        let newest = GetMessages::new().limit(MESSAGES_MAX);
        match retried(|| channel.messages(&surface.http, newest)).await {
            Ok(messages) => unanswered(surface, messages, what),
            Err(error) => {
                tracing::warn!(error = describe(&error), "a channel cannot be read");
                Vec::new()
            }
        }
    };
    let mut found = futures::stream::iter(places).map(read).buffered(READ_AT_ONCE);
    let mut missed = Vec::new();
    loop {
        let left = until.saturating_duration_since(Instant::now());
        match tokio::time::timeout(left, found.next()).await {
            Ok(Some(messages)) => {
                for message in messages {
                    if left_nothing(surface, &message).await? {
                        missed.push(message);
                    }
                }
            }
            Ok(None) => return Ok(missed),
            Err(_elapsed) => {
                tracing::warn!("looking for what was typed while the bot was away took too long; the rest is left out");
                return Ok(missed);
            }
        }
    }
}

/// Where somebody may have typed something, and what of it concerns the desk: resellers' channels and where the desk works
/// first, then direct messages, then every other channel.
async fn places(surface: &Surface) -> Result<Vec<(ChannelId, Missed)>, DbError> {
    let (lately, all) = written_in_lately(surface);
    let answered_in = [Place::Cashiers, Place::Requests, Place::Alerts];
    let desk: Vec<ChannelId> = answered_in
        .into_iter()
        .filter_map(|place| surface.place(place))
        .collect();
    let (mut first, mut last) = (Vec::new(), Vec::new());
    let mut reader = surface.desk.db.reader().await?;
    for channel in lately {
        if desk.contains(&channel) {
            first.push((channel, Missed::CommandsAndCaptures));
        } else if channels::find_channel(&mut reader, channel_id(channel))
            .await?
            .is_some()
        {
            first.push((channel, Missed::Commands));
        } else {
            last.push((channel, Missed::KnownCommands));
        }
    }
    let since = surface.desk.clock.now().plus_ms(-SPOKEN_WITHIN_MS);
    let spoken = outbox::list_channels_spoken_in(&mut reader, since, DIRECT_MAX).await?;
    // Discord lists no direct messages: what is in no guild is one.
    let direct = spoken
        .into_iter()
        .map(discord_channel)
        .filter(|channel| !all.contains(channel));
    first.extend(direct.map(|channel| (channel, Missed::CommandsAndCaptures)));
    first.append(&mut last);
    first.truncate(CHANNELS_MAX);
    Ok(first)
}

/// What somebody may be waiting for an answer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Missed {
    /// What another bot may understand is none of ours.
    KnownCommands,
    Commands,
    /// In direct messages a file is a capture.
    CommandsAndCaptures,
}

/// The guild's channels and threads in which somebody wrote lately, newest first, as far as the bot can read them; and all there are.
fn written_in_lately(surface: &Surface) -> (Vec<ChannelId>, HashSet<ChannelId>) {
    let Some(guild) = surface.cache.guild(surface.guild()) else {
        return (Vec::new(), HashSet::new());
    };
    let bot = guild.members.get(&surface.cache.current_user().id);
    let can_read = |channel: &GuildChannel| {
        // A thread is read by whoever reads its channel.
        let of = channel
            .thread_metadata
            .and(channel.parent_id)
            .and_then(|parent| guild.channels.get(&parent));
        let needed = Permissions::VIEW_CHANNEL | Permissions::READ_MESSAGE_HISTORY;
        bot.is_none_or(|bot| guild.user_permissions_in(of.unwrap_or(channel), bot).contains(needed))
    };
    let every = || guild.channels.values().chain(&guild.threads);
    let now_ms = surface.desk.clock.now().ms();
    let lately = every().filter_map(|channel| {
        let last = channel.last_message_id?;
        let is_late = now_ms - last.created_at().timestamp_millis() < AGE_MAX_MS;
        (is_late && can_read(channel)).then_some((last, channel.id))
    });
    let mut lately: Vec<(MessageId, ChannelId)> = lately.collect();
    lately.sort_by(|a, b| b.cmp(a));
    let all = every().map(|channel| channel.id).collect();
    (lately.into_iter().map(|(_, channel)| channel).collect(), all)
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
            let is_ours = match what {
                Missed::KnownCommands => is_known_command(&message.content, prefix),
                Missed::Commands | Missed::CommandsAndCaptures => is_command(&message.content, prefix),
            };
            !message.author.bot && (is_ours || is_capture)
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

/// One that the desk knows, or that is close to one.
fn is_known_command(content: &str, prefix: &str) -> bool {
    let word = content
        .strip_prefix(prefix)
        .and_then(|rest| rest.split_whitespace().next());
    word.is_some_and(errors::is_like_a_command)
}

#[cfg(test)]
mod tests {
    use super::{is_command, is_known_command};

    #[test]
    fn in_any_channel_only_what_the_desk_understands_was_meant_for_it() {
        assert!(is_known_command("!depositar VES 5000", "!"));
        assert!(is_known_command("!start batch", "!"));
        assert!(is_known_command("!Depostar VES 5000", "!"));
        assert!(!is_known_command("!play despacito", "!"));
        assert!(!is_known_command("depositar", "!"));
    }

    #[test]
    fn an_exclamation_is_no_command() {
        assert!(is_command("!t 100 p", "!"));
        assert!(is_command("! t 100 p", "!"));
        assert!(!is_command("!!!", "!"));
        assert!(!is_command("hola", "!"));
    }
}
