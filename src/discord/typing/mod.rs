//! Typed messages: their commands one by one, near misses, and edits.
//!
//! The whole message is read before anything is done: if one of its commands cannot be read, none is carried out. Each
//! command has its own request id ([`Line::request`]), so that a message that arrives twice does each command once.

mod edits;
pub(super) mod given;
pub(super) mod line;
pub(super) mod lines;
mod near;
mod run;
mod spelled;
mod swapped;

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, Message};

pub(super) use edits::edited;

use super::answer::{Declined, declined};
use super::ids::channel_id;
use super::reply::reply_to;
use super::surface::Surface;
use super::{Framework, proofs, reopen, view};
use crate::db::DbError;
use crate::domain::people::channels;
use crate::domain::people::places::Place;
use line::{Among, Line};
use lines::{COMMANDS_MAX, Command, Typed};
use near::{Missed, NearMiss};

/// A command that takes a picture.
const TRANSFER: &str = "t";
/// The other command that takes a file: the capture of a payment.
const DONE: &str = "listo";
/// Deposits into one's balance.
const DEPOSIT: &str = "deposito";
/// Commands about the batch of the channel in which they are typed.
const OF_A_CHANNEL: [&str; 6] = [TRANSFER, "c", "batch", "start", "startbatch", "endbatch"];

/// Handles a message from a person.
pub(super) async fn hear(framework: Framework<'_>, message: &Message) {
    let surface = framework.user_data;
    if message.author.bot {
        return;
    }
    let typed = lines::read(&message.content, &surface.config.discord.prefix);
    if message.guild_id.is_none() {
        reopen::person_is_there(surface, message.author.id).await;
    }
    if typed.commands.is_empty() {
        match near_miss(framework, message).await {
            Some(words) => {
                let words = match proofs::has_files(message) {
                    true => format!("{words}\n{}", view::arguments::file_not_kept()),
                    false => words,
                };
                reply_to(surface, message, Err(Declined::because(words))).await;
            }
            None => proofs::hear(surface, message).await,
        }
        return;
    }
    if let Some(words) = typed_in_thread(framework, message, &typed.commands).await {
        reply_to(surface, message, Err(Declined::because(words))).await;
        return;
    }
    if let Some(words) = unreadable(framework, message, &typed).await {
        tracing::info!("a message was refused before anything of it was done");
        reply_to(surface, message, Err(Declined::because(words))).await;
        return;
    }
    let among = match typed.commands.len() {
        1 => Among::Nothing,
        _ => Among::Others,
    };
    for (before, command) in typed.commands.iter().enumerate() {
        let line = Line {
            nth: before + 1,
            number: command.line,
            among,
            ..Line::ALONE
        };
        run::carry_out(framework, message, command, line).await;
    }
}

/// Why nothing of the message can be done, if so.
async fn unreadable(framework: Framework<'_>, message: &Message, typed: &Typed) -> Option<String> {
    let prefix = &framework.user_data.config.discord.prefix;
    let given = typed.commands.len();
    if COMMANDS_MAX < given {
        return Some(view::typing::too_many(COMMANDS_MAX, given));
    }
    if let (true, Some(first)) = (typed.begins_with_text, typed.commands.first()) {
        return Some(view::typing::text_before(first.head()));
    }
    if let Some(words) = files_not_taken(framework, message, &typed.commands) {
        return Some(words);
    }
    for command in &typed.commands {
        if 1 < given
            && let Err(why) = run::read(framework, message, &command.text).await
        {
            return Some(view::typing::unreadable_line(command.line, command.head(), &why));
        }
        for (line, below) in command.below() {
            let almost = near::read(below, prefix).filter(|near| near.text.contains(|c: char| c.is_ascii_digit()));
            let Some(near) = almost else { continue };
            let text = format!("{prefix}{}", near.text);
            let is_named = run::name_of(framework, &near.text).is_some();
            if is_named && run::read(framework, message, &text).await.is_ok() {
                return Some(view::typing::command_below(line, below, &text));
            }
        }
    }
    None
}

/// If a command that belongs into a channel was typed in one of its threads, nothing of the message is done, and this
/// is the answer.
async fn typed_in_thread(framework: Framework<'_>, message: &Message, commands: &[Command]) -> Option<String> {
    let surface = framework.user_data;
    let channel = channel_of_thread(surface, message)?;
    let prefix = &surface.config.discord.prefix;
    let of_channel = commands.iter().find(|command| {
        let text = command.text.strip_prefix(prefix.as_str()).unwrap_or(&command.text);
        run::name_of(framework, text).is_some_and(|name| OF_A_CHANNEL.contains(&name.as_str()))
    })?;
    is_desk_channel(surface, channel)
        .await
        .then(|| view::typing::in_thread(of_channel.head(), channel))
}

/// The channel of the thread in which the message was written, if it was.
fn channel_of_thread(surface: &Surface, message: &Message) -> Option<ChannelId> {
    let guild = surface.cache.guild(message.guild_id?)?;
    let thread = guild.threads.iter().find(|thread| thread.id == message.channel_id)?;
    thread.parent_id
}

/// A message with files must contain exactly one command that takes a file, and exactly one file. Otherwise this is the
/// answer.
fn files_not_taken(framework: Framework<'_>, message: &Message, commands: &[Command]) -> Option<String> {
    let files = message.attachments.len();
    if files == 0 {
        return None;
    }
    let prefix = &framework.user_data.config.discord.prefix;
    let name = |command: &Command| {
        let text = command.text.strip_prefix(prefix.as_str()).unwrap_or(&command.text);
        run::name_of(framework, text)
    };
    let names: Vec<Option<String>> = commands.iter().map(name).collect();
    let takes_one = |name: &&Option<String>| matches!(name.as_deref(), Some(TRANSFER | DONE | DEPOSIT));
    let takers = names.iter().filter(takes_one).count();
    match (takers, files) {
        (1, 1) => None,
        (1, files) => Some(view::typing::one_file_only(files)),
        // Commands that are all unknown are answered with suggestions instead.
        (0, _) if names.iter().all(Option::is_none) => None,
        (0, _) => commands.first().map(|first| view::typing::takes_no_file(first.head())),
        (takers, _) => Some(view::typing::whose_file(takers)),
    }
}

/// What to type instead of a near miss, in places where commands are typed.
async fn near_miss(framework: Framework<'_>, message: &Message) -> Option<String> {
    let surface = framework.user_data;
    let prefix = &surface.config.discord.prefix;
    let NearMiss { how, text } = near::read(&message.content, prefix).or_else(|| forwarded(message, prefix))?;
    let name = run::name_of(framework, &text)?;
    // A picture with a word beside it is a capture, unless that word begins a transfer.
    if proofs::has_files(message) && name != TRANSFER {
        return None;
    }
    if !is_desk_place(surface, message).await {
        return None;
    }
    let meant = format!("{prefix}{text}");
    let thread_of = channel_of_thread(surface, message).filter(|_| OF_A_CHANNEL.contains(&name.as_str()));
    let moves_money = name == TRANSFER || name == "c";
    match run::read(framework, message, &meant).await {
        Ok(()) if how == Missed::Bare && !near::is_clear(&text) => None,
        Ok(()) => Some(match thread_of {
            Some(channel) => view::typing::in_thread(&meant, channel),
            None => view::typing::near_miss(how.into(), &meant),
        }),
        Err(_) if how == Missed::Bare && !(moves_money && text.contains(|c: char| c.is_ascii_digit())) => None,
        Err(why) => Some(view::typing::unreadable_near_miss(how.into(), &meant, &why)),
    }
}

/// The command in a forwarded message.
fn forwarded(message: &Message, prefix: &str) -> Option<NearMiss> {
    let forwarded = message.message_snapshots.first()?;
    let command = lines::read(&forwarded.content, prefix).commands.into_iter().next()?;
    let text = command.head().strip_prefix(prefix)?.trim_start().to_owned();
    Some(NearMiss {
        how: Missed::Forwarded,
        text,
    })
}

impl From<Missed> for view::typing::Instead {
    fn from(how: Missed) -> Self {
        match how {
            Missed::Bare => Self::NoPrefix,
            Missed::OtherSign => Self::OtherSign,
            Missed::Formatted => Self::Formatted,
            Missed::Forwarded => Self::Forwarded,
        }
    }
}

/// Whether people work here: direct messages, channels of resellers and of the desk, and their threads.
async fn is_desk_place(surface: &Surface, message: &Message) -> bool {
    if message.guild_id.is_none() {
        return true;
    }
    let channel = channel_of_thread(surface, message).unwrap_or(message.channel_id);
    is_desk_channel(surface, channel).await
}

async fn is_desk_channel(surface: &Surface, channel: ChannelId) -> bool {
    const OWN: [Place; 5] = [
        Place::Clients,
        Place::Cashiers,
        Place::Payouts,
        Place::Requests,
        Place::Alerts,
    ];
    if OWN.into_iter().any(|place| surface.place(place) == Some(channel)) {
        return true;
    }
    let bound = is_bound(surface, channel).await;
    bound
        .map_err(declined("channels.find", |_: &DbError| String::new()))
        .unwrap_or(false)
}

async fn is_bound(surface: &Surface, channel: ChannelId) -> Result<bool, DbError> {
    let mut reader = surface.desk.db.reader().await?;
    Ok(channels::find_channel(&mut reader, channel_id(channel))
        .await?
        .is_some())
}
