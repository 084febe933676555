//! The channels in which the desk wrote, and reading them.

use std::collections::HashSet;

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, GetMessages, GuildChannel, Http, Message, MessageId};

use super::{LookBackError, fault};
use crate::config::Config;
use crate::discord::guild::{self, InBooks};
use crate::discord::ids::{discord_channel, discord_message, unsigned};
use crate::discord::places::configured_name;
use crate::discord::retry::{code, code_of, describe, is_transient, retried};
use crate::domain::books::older;
use crate::domain::kernel::desk::Desk;
use crate::domain::people::places::{Place, list_places};

/// How many of a channel's newest messages are read; Discord returns no more at once.
const MESSAGES_MAX: u8 = 100;
/// In how many channels where the desk wrote its messages are read, those with the newest messages first.
const CHANNELS_MAX: i64 = 50;
/// The places where the desk writes about numbered things. Alerts come first, because heads are announced there.
const PLACES: [Place; 4] = [Place::Alerts, Place::Pending, Place::Requests, Place::Cashiers];

/// The channels to read.
pub(super) struct Channels {
    /// Each channel once, with the newest message of it that the books know.
    pub(super) all: Vec<(ChannelId, Option<MessageId>)>,
    pub(super) alerts: Option<ChannelId>,
    /// Those that are in the desk's guild now.
    pub(super) of_guild: HashSet<ChannelId>,
    /// Whether the books know any message at all.
    pub(super) has_spoken: bool,
}

impl Channels {
    pub(super) async fn find(http: &Http, desk: &Desk, config: &Config) -> Result<Channels, LookBackError> {
        let mut reader = desk.db.reader().await?;
        let known = list_places(&mut reader).await?;
        let spoken = older::list_newest_shown(&mut reader, CHANNELS_MAX).await?;
        let in_books = InBooks::read(&mut reader).await?;
        drop(reader);
        let guild = list_channels(http, config, &in_books).await?;
        let of_place = |place: Place| {
            let id = known.iter().find(|(known, _)| *known == place).and_then(|(_, id)| *id);
            id.map(|id| ChannelId::new(unsigned(id.get())))
        };
        // Books that never had a place: perhaps a new file for an old desk. Then places are found by their configured
        // names.
        let by_name = PLACES.into_iter().all(|place| of_place(place).is_none());
        let called = |place: Place| {
            let name = configured_name(&config.discord, place);
            let channel = guild.iter().find(|channel| by_name && channel.name == name)?;
            Some(channel.id)
        };
        let places = PLACES.map(|place| of_place(place).or_else(|| called(place)));
        let newest_in = |channel: ChannelId| {
            let found = spoken
                .iter()
                .find(|(known, _)| discord_channel(*known) == channel)
                .map(|(_, message)| discord_message(*message));
            (channel, found)
        };
        let all = places.into_iter().flatten();
        let all = all.chain(spoken.iter().map(|(channel, _)| discord_channel(*channel)));
        Ok(Channels {
            all: first_of_each(all).into_iter().map(newest_in).collect(),
            alerts: places[0],
            of_guild: guild.iter().map(|channel| channel.id).collect(),
            has_spoken: !spoken.is_empty(),
        })
    }
}

/// Keeps the first occurrence of each channel.
fn first_of_each(channels: impl Iterator<Item = ChannelId>) -> Vec<ChannelId> {
    let mut seen = HashSet::new();
    channels.filter(|channel| seen.insert(*channel)).collect()
}

/// The channels of the guild for which the desk would open. Empty if there is none; the opening then reports that
/// itself.
async fn list_channels(http: &Http, config: &Config, in_books: &InBooks) -> Result<Vec<GuildChannel>, LookBackError> {
    let found = guild::find(http, config, in_books).await.map_err(fault)?;
    let Ok(choice) = found else { return Ok(Vec::new()) };
    let guild = guild::guild_of(choice.guild.id);
    Ok(retried(|| http.get_channels(guild)).await.map_err(fault)?)
}

/// The result of reading a channel.
pub(super) enum Read {
    /// Newest first.
    Seen(Vec<Message>),
    /// The channel no longer exists.
    Gone,
    /// The bot may not read the channel.
    Hidden,
    /// Discord did not answer; it may later.
    Failed(serenity::Error),
}

/// `known`: a message that was in the channel once.
pub(super) async fn newest_of(http: &Http, channel: ChannelId, known: Option<MessageId>) -> Read {
    let newest = GetMessages::new().limit(MESSAGES_MAX);
    match retried(|| channel.messages(http, newest)).await {
        Ok(messages) => match known.filter(|_| messages.is_empty()) {
            // Without the permission to read the history, Discord returns an empty list.
            Some(known) => match retried(|| channel.message(http, known)).await {
                Err(error) if code_of(&error) != Some(code::UNKNOWN_MESSAGE) => unread(channel, error),
                Ok(_) | Err(_) => Read::Seen(messages),
            },
            None => Read::Seen(messages),
        },
        Err(error) => unread(channel, error),
    }
}

fn unread(channel: ChannelId, error: serenity::Error) -> Read {
    if is_transient(&error) {
        return Read::Failed(error);
    }
    if code_of(&error) == Some(code::UNKNOWN_CHANNEL) {
        return Read::Gone;
    }
    tracing::warn!(
        channel.id = channel.get(),
        error = describe(&error),
        "cannot read a channel; its messages are not compared with the books"
    );
    Read::Hidden
}

#[cfg(test)]
mod tests {
    use super::{ChannelId, first_of_each};

    #[test]
    fn a_channel_that_is_a_place_and_was_spoken_in_is_read_once() {
        let id = ChannelId::new;
        let channels = [id(3), id(1), id(3), id(2), id(1)];
        assert_eq!(first_of_each(channels.into_iter()), [id(3), id(1), id(2)]);
    }
}
