//! What was typed while the bot was away, in any channel of the guild. Discord does not send it again, so whoever typed it is
//! told. (What is chosen with a slash cannot be missed: Discord itself says that the bot is not there.)

use std::collections::HashSet;
use std::time::{Duration, Instant};

use futures::StreamExt;
use poise::serenity_prelude as serenity;
use serenity::{ChannelId, GetMessages, GuildChannel, Message, MessageId, Permissions};

use super::answer::Answer;
use super::errors;
use super::handled::EventId;
use super::ids::{channel_id, discord_channel};
use super::proofs::{files_of, has_files};
use super::reply::reply_to;
use super::retry::{describe, retried};
use super::surface::Surface;
use super::typing::line::Line;
use super::typing::lines::{self, Command};
use super::view;
use super::view::typing::About;
use crate::db::DbError;
use crate::domain::kernel::outbox;
use crate::domain::kernel::recall;
use crate::domain::people::channels;
use crate::domain::people::places::Place;
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

/// A message that nobody answered, or not all of it, and what its author is told.
pub(super) struct Unanswered {
    message: Message,
    words: String,
}

/// Commands in any channel, commands and captures in direct messages and where the desk works, that nobody answered and that left
/// nothing in the books.
pub(super) async fn find_missed(surface: &Surface) -> Vec<Unanswered> {
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
pub(super) async fn answer_missed(surface: &Surface, missed: Vec<Unanswered>) {
    if missed.is_empty() {
        return;
    }
    tokio::time::sleep(EVENTS_ARRIVE_WITHIN).await;
    for Unanswered { message, words } in missed {
        // Whatever arrives from now on as an event comes too late: who is told to type it again must not find it done.
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
                for (message, replies) in messages {
                    if let Some(words) = what_is_missing(surface, &message, &replies).await? {
                        missed.push(Unanswered { message, words });
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

/// What to tell the author of a message: nothing when all of it was dealt with. `replies`: what the bot answered to it.
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

/// On which lines the commands stand that nobody dealt with. They are done in order: those behind the last one that was
/// answered or left something in the books.
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

/// Whether the books know nothing of this message, nor of any file in it.
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

/// Commands, and captures in direct messages, each with what the bot replied to it, oldest first. What is answered without
/// a reply has its receipt.
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
            Missed::KnownCommands => commands.iter().any(|command| is_known_command(&command.text, prefix)),
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
    // Discord gives the newest first.
    found.reverse();
    found
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
    use super::{is_known_command, lines_missed};
    use crate::discord::typing::lines::read;
    use crate::discord::view::typing::{of_line, too_many};

    #[test]
    fn in_any_channel_only_what_the_desk_understands_was_meant_for_it() {
        assert!(is_known_command("!depositar VES 5000", "!"));
        assert!(is_known_command("!start batch", "!"));
        assert!(is_known_command("!Depostar VES 5000", "!"));
        assert!(!is_known_command("!play despacito", "!"));
        assert!(!is_known_command("depositar", "!"));
    }

    #[test]
    fn the_lines_behind_the_last_one_that_was_dealt_with_are_missed() {
        let commands = read("!t 100 p\nAna\n!t 60 p\n!batch\n!t 5 p", "!").commands;
        let missed = |in_books: [bool; 4], replies: &[String]| lines_missed(&commands, &in_books, replies);
        let nothing = [false; 4];
        assert_eq!(missed(nothing, &[]), [1, 3, 4, 5]);
        assert_eq!(missed([true, false, false, false], &[]), [3, 4, 5]);
        // The second was refused, and the third only looked something up: both were answered.
        assert_eq!(
            missed([true, false, false, false], &[of_line(3, "no"), of_line(4, "")]),
            [5]
        );
        assert_eq!(missed([true, false, false, true], &[]), [0; 0]);
        assert_eq!(missed(nothing, &[too_many(20, 21)]), [0; 0]);
        // An order's card is no answer to a line.
        assert_eq!(missed(nothing, &["Orden **1**: asignada".to_owned()]), [1, 3, 4, 5]);
    }
}
