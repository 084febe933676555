//! Finds messages that were typed while the bot was away, in any channel of the guild. Discord does not deliver them
//! later, so their authors are told. Slash commands cannot be missed: Discord itself says that the bot does not
//! respond.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use futures::StreamExt;
use poise::serenity_prelude as serenity;
use serenity::{ChannelId, GetMessages, GuildChannel, Message, MessageId, Permissions};

use super::answer::Answer;
use super::handled::EventId;
use super::ids::{channel_id, discord_channel};
use super::proofs::{files_of, has_files};
use super::reply::reply_to;
use super::retry::{describe, retried};
use super::surface::Surface;
use super::typing::line::Line;
use super::typing::lines::{self, Command};
use super::view;
use super::view::help::Records;
use super::view::typing::About;
use crate::db::DbError;
use crate::domain::kernel::outbox;
use crate::domain::kernel::recall;
use crate::domain::people::channels;
use crate::domain::people::places::Place;
use crate::ids::RequestId;

/// Messages older than this are ignored.
const AGE_MAX_MS: i64 = 15 * 60 * 1_000;
/// How many of a channel's newest messages are read.
const MESSAGES_MAX: u8 = 50;
/// What was typed while the bot connected arrives as an event within this time, and is then handled as usual.
const EVENTS_ARRIVE_WITHIN: Duration = Duration::from_secs(2);
/// How many direct messages are read, and how long ago the desk may have last written there: a week.
const DIRECT_MAX: i64 = 50;
const SPOKEN_WITHIN_MS: i64 = 7 * 24 * 60 * 60 * 1_000;
/// How many channels, direct messages and threads are read in total. Channels in which nobody wrote lately are not
/// read.
const CHANNELS_MAX: usize = 200;
/// How many are read at once, to stay below Discord's limit of 50 requests a second.
const READ_AT_ONCE: usize = 8;
/// The time limit for reading, so that the courier starts soon. What was found until then is answered.
const LOOK_MAX: Duration = Duration::from_secs(10);

/// A message that was not dealt with, or only in part, and what its author is told.
pub(super) struct Unanswered {
    message: Message,
    words: String,
}

/// Finds messages that the bot neither answered nor carried out: commands in any channel, and captures in direct
/// messages and in channels where the desk works. Nothing when another process answers in Discord.
pub(super) async fn find_missed(surface: &Surface) -> Vec<Unanswered> {
    if !surface.voice.speaks() {
        return Vec::new();
    }
    match look(surface, Instant::now() + LOOK_MAX).await {
        Ok(missed) => missed,
        Err(fault) => {
            tracing::error!(error = %fault, "cannot look up what was typed while the bot was away");
            Vec::new()
        }
    }
}

/// The same after the bot's session was lost and a new one began, for whose gap no event is delivered, and after this
/// process got the voice, which it did not have for what was typed in between.
pub(super) async fn catch_up(surface: &Surface) {
    let missed = find_missed(surface).await;
    answer_missed(surface, missed).await;
}

/// The same each time that the voice asks for it.
pub(super) async fn catch_up_forever(surface: &Surface) {
    loop {
        surface.voice.must_look_back().await;
        surface.wait_ready().await;
        catch_up(surface).await;
    }
}

/// Tells each author once. The answer is a reply, so the next search finds the message answered.
pub(super) async fn answer_missed(surface: &Surface, missed: Vec<Unanswered>) {
    if missed.is_empty() {
        return;
    }
    tokio::time::sleep(EVENTS_ARRIVE_WITHIN).await;
    for Unanswered { message, words } in missed {
        // From here on the message counts as handled: if its event still arrives, it is ignored. Otherwise its author would be told to
        // type it again although it was carried out.
        let event = EventId::New(message.id.get());
        if is_still_missed(surface, &message).await && surface.handled.begin(event) {
            reply_to(surface, &message, Ok(Answer::Say(words))).await;
            surface.handled.end(event);
        }
    }
}

/// A commit may have been on its way when the process before this one died.
async fn is_still_missed(surface: &Surface, message: &Message) -> bool {
    let commands = lines::read(&message.content, &surface.config.discord.prefix).commands;
    if 1 < commands.len() {
        return true;
    }
    match left_nothing(surface, message).await {
        Ok(nothing) => nothing,
        Err(fault) => {
            tracing::error!(
                message.id = message.id.get(),
                error = %fault,
                "whether a message was dealt with cannot be read, so nobody is told that it was missed"
            );
            false
        }
    }
}

async fn look(surface: &Surface, until: Instant) -> Result<Vec<Unanswered>, DbError> {
    let places = places(surface).await?;
    let read = |(channel, what): (ChannelId, Missed)| async move {
        let newest = GetMessages::new().limit(MESSAGES_MAX);
        match retried(|| channel.messages(&surface.http, newest)).await {
            Ok(messages) => waiting(surface, messages, what),
            Err(error) => {
                tracing::warn!(error = describe(&error), "cannot read a channel");
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
                for (message, replies) in messages {
                    if let Some(words) = what_is_missing(surface, &message, &replies).await? {
                        missed.push(Unanswered { message, words });
                    }
                }
            }
            Ok(None) => return Ok(missed),
            Err(_elapsed) => {
                tracing::warn!(
                    "looking up what was typed while the bot was away took too long; the remaining channels are skipped"
                );
                return Ok(missed);
            }
        }
    }
}

/// The channels to read, and what to look for in each. First resellers' channels and those where the desk works, then
/// direct messages, then all other channels.
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
    // Discord does not list direct messages. A channel that is in no guild is one.
    let direct = spoken
        .into_iter()
        .map(discord_channel)
        .filter(|channel| !all.contains(channel));
    first.extend(direct.map(|channel| (channel, Missed::CommandsAndCaptures)));
    first.append(&mut last);
    first.truncate(CHANNELS_MAX);
    Ok(first)
}

/// What to look for in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Missed {
    /// Only commands that this desk knows, because others may be meant for another bot.
    KnownCommands,
    Commands,
    /// Also captures: every file in a direct message counts as one.
    CommandsAndCaptures,
}

/// The guild's channels and threads in which somebody wrote lately and which the bot can read, newest first. The second
/// value holds all channels and threads.
fn written_in_lately(surface: &Surface) -> (Vec<ChannelId>, HashSet<ChannelId>) {
    let Some(guild) = surface.cache.guild(surface.guild()) else {
        return (Vec::new(), HashSet::new());
    };
    let bot = guild.members.get(&surface.cache.current_user().id);
    let can_read = |channel: &GuildChannel| {
        // A thread is readable for those who can read its channel.
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

/// What to tell the author of a message; `None` when all of it was dealt with. `replies` are the bot's replies to it.
async fn what_is_missing(surface: &Surface, message: &Message, replies: &[String]) -> Result<Option<String>, DbError> {
    let commands = lines::read(&message.content, &surface.config.discord.prefix).commands;
    if commands.len() < 2 {
        let missed = replies.is_empty() && left_nothing(surface, message).await?;
        return Ok(missed.then(view::typing::was_away));
    }
    let mut reader = surface.desk.db.reader().await?;
    let mut in_books = Vec::with_capacity(commands.len());
    for nth in 1..=commands.len() {
        in_books.push(recall::is_known(&mut reader, &Line::request(message.id.get(), nth)).await?);
    }
    let missed = lines_missed(&commands, &in_books, replies);
    Ok(match missed.len() {
        0 => None,
        all if all == commands.len() => Some(view::typing::was_away()),
        _ => Some(view::typing::lines_not_done(&missed)),
    })
}

/// The lines of the commands that were not dealt with. Commands are carried out in order, so these are all commands
/// after the last one that was answered or has a receipt.
fn lines_missed(commands: &[Command], in_books: &[bool], replies: &[String]) -> Vec<usize> {
    let about: Vec<About> = replies.iter().filter_map(|reply| view::typing::about(reply)).collect();
    if about.contains(&About::WholeMessage) {
        return Vec::new();
    }
    let is_done = |(nth, command): (usize, &Command)| {
        in_books.get(nth).copied().unwrap_or(false) || about.contains(&About::Line(command.line))
    };
    let done = commands
        .iter()
        .enumerate()
        .rposition(is_done)
        .map_or(0, |last| last + 1);
    commands.iter().skip(done).map(|command| command.line).collect()
}

/// Whether the books contain no receipt for this message or for a file in it.
async fn left_nothing(surface: &Surface, message: &Message) -> Result<bool, DbError> {
    let mut reader = surface.desk.db.reader().await?;
    let mut requests = vec![RequestId::new("discord", message.id)];
    let of_file = |file: &serenity::Attachment| RequestId::new("discord", format!("{}-{}", message.id, file.id));
    requests.extend(files_of(message).map(of_file));
    for request in requests {
        if recall::is_known(&mut reader, &request).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Commands and captures, each with the bot's replies to it, oldest first. What is answered without a reply has a
/// receipt.
fn waiting(surface: &Surface, messages: Vec<Message>, what: Missed) -> Vec<(Message, Vec<String>)> {
    let bot = surface.cache.current_user().id;
    let now_ms = surface.desk.clock.now().ms();
    let prefix = surface.config.discord.prefix.as_str();
    let by_bot = messages.iter().filter(|message| message.author.id == bot);
    let replies: Vec<_> = by_bot
        .filter_map(|message| Some((message.message_reference.as_ref()?.message_id?, message.content.clone())))
        .collect();
    let found = messages.into_iter().filter(|message| {
        let is_capture = what == Missed::CommandsAndCaptures && has_files(message);
        let commands = lines::read(&message.content, prefix).commands;
        let is_ours = match what {
            Missed::KnownCommands => {
                let is_known = |command: &Command| is_known_command(&surface.records, &command.text, prefix);
                commands.iter().any(is_known)
            }
            Missed::Commands | Missed::CommandsAndCaptures => !commands.is_empty(),
        };
        let is_recent = now_ms - message.timestamp.timestamp_millis() < AGE_MAX_MS;
        !message.author.bot && is_recent && (is_ours || is_capture)
    });
    let with_replies = found.map(|message| {
        let of_it = replies.iter().filter(|(answered, _)| *answered == message.id);
        let of_it = of_it.map(|(_, words)| words.clone()).collect();
        (message, of_it)
    });
    let mut found: Vec<_> = with_replies.collect();
    // Discord lists the newest message first.
    found.reverse();
    found
}

/// Whether it is a command of the desk, or close to one.
fn is_known_command(records: &Records, content: &str, prefix: &str) -> bool {
    let word = content
        .strip_prefix(prefix)
        .and_then(|rest| rest.split_whitespace().next());
    word.is_some_and(|word| records.is_like_one(word))
}

#[cfg(test)]
mod tests {
    use super::{is_known_command, lines_missed};
    use crate::discord::commands::records;
    use crate::discord::typing::lines::read;
    use crate::discord::view::typing::{of_line, too_many};

    #[test]
    fn in_any_channel_only_what_the_desk_understands_was_meant_for_it() {
        let records = records();
        let is_known = |typed| is_known_command(&records, typed, "!");
        assert!(is_known("!depositar VES 5000"));
        assert!(is_known("!start batch"));
        assert!(is_known("!Depostar VES 5000"));
        assert!(!is_known("!play despacito"));
        assert!(!is_known("depositar"));
    }

    #[test]
    fn the_lines_behind_the_last_one_that_was_dealt_with_are_missed() {
        let commands = read("!t 100 p\nAna\n!t 60 p\n!batch\n!t 5 p", "!").commands;
        let missed = |in_books: [bool; 4], replies: &[String]| lines_missed(&commands, &in_books, replies);
        let nothing = [false; 4];
        assert_eq!(missed(nothing, &[]), [1, 3, 4, 5]);
        assert_eq!(missed([true, false, false, false], &[]), [3, 4, 5]);
        // The second command was refused and the third only looked something up: both were answered.
        assert_eq!(
            missed([true, false, false, false], &[of_line(3, "no"), of_line(4, "")]),
            [5]
        );
        assert_eq!(missed([true, false, false, true], &[]), [0; 0]);
        assert_eq!(missed(nothing, &[too_many(20, 21)]), [0; 0]);
        // An order's card is not an answer to a line.
        assert_eq!(missed(nothing, &["Orden **1**: asignada".to_owned()]), [1, 3, 4, 5]);
    }
}
