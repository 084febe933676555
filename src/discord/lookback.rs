//! What Discord still shows of what the desk told, read before anybody is served: the books may be older.
//!
//! Only the desk's own messages count, and of those only what nobody else can put there: custom ids, the titles of what the
//! courier sends, and announced heads. Answers are left out where a person's words could stand at that place.

use futures::StreamExt;
use poise::serenity_prelude as serenity;
use serenity::{
    ChannelId, CreateMessage, GetMessages, GuildChannel, GuildId, Http, Message, MessageType, Nonce, UserId,
};

use super::answer::nobody;
use super::buttons::{self, Written};
use super::retry::{describe, retried};
use super::start::{StartError, connect};
use super::surface::{channel_id, discord_channel, message_id, unsigned};
use super::view;
use super::view::older_books::Titled;
use crate::clock::Moment;
use crate::config::Config;
use crate::db::DbError;
use crate::domain::books::{self, Older, Seen, SeenHead, SeenMessage};
use crate::domain::desk::Desk;
use crate::domain::marks::Marked;
use crate::domain::outbox;
use crate::domain::places::{Place, list_places};
use crate::ids::DiscordMessageId;

/// How many of a channel's newest messages are looked at; Discord gives no more at once.
const MESSAGES_MAX: u8 = 100;
/// In how many channels that the desk spoke in is looked, those of the newest messages first.
const CHANNELS_MAX: i64 = 50;
/// How many are read at once: Discord takes fifty requests a second in all.
const READ_AT_ONCE: usize = 8;
/// Where the desk speaks of what has numbers. Alerts come first: heads are announced there.
const PLACES: [Place; 4] = [Place::Alerts, Place::Pending, Place::Requests, Place::Cashiers];

/// Why nothing could be seen.
#[derive(Debug, thiserror::Error)]
pub enum LookBackError {
    #[error(transparent)]
    Discord(#[from] StartError),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What was seen, and where superusers can be told that the desk stays closed.
pub struct LookBack {
    pub seen: Seen,
    http: Http,
    alerts: Option<ChannelId>,
    /// They were told already, and nothing was said there since.
    is_said: bool,
}

/// Looks at the desk's newest messages in every place that the books know, or that is called as configured.
///
/// # Errors
/// [`LookBackError`]. A channel that cannot be read is left out.
pub async fn look_back(desk: &Desk, config: &Config) -> Result<LookBack, LookBackError> {
    let http = connect(config).await?;
    let me = retried(|| http.get_current_user()).await;
    let me = me.map_err(|error| StartError::Discord(describe(&error)))?.id;
    let mut reader = desk.db.reader().await?;
    let until = books::find_accepted_until(&mut reader).await?;
    let known = list_places(&mut reader).await?;
    let spoken = outbox::list_channels_spoken_in(&mut reader, Moment::from_ms(0), CHANNELS_MAX).await?;
    drop(reader);
    let of_place = |place: Place| {
        let id = known.iter().find(|(known, _)| *known == place).and_then(|(_, id)| *id);
        id.map(|id| ChannelId::new(unsigned(id.get())))
    };
    let by_name = match PLACES.into_iter().all(|place| of_place(place).is_none()) {
        true => called_as_configured(&http, config).await,
        false => Vec::new(),
    };
    let named = |place: Place| by_name.iter().find(|(named, _)| *named == place).map(|(_, id)| *id);
    let places = PLACES.map(|place| of_place(place).or_else(|| named(place)));
    let alerts = places[0];
    let mut channels: Vec<ChannelId> = places.into_iter().flatten().collect();
    channels.extend(spoken.into_iter().map(discord_channel));
    let channels = first_of_each(channels);
    let read = channels.into_iter().map(|channel| newest_of(&http, channel));
    let read: Vec<Vec<Message>> = futures::stream::iter(read).buffered(READ_AT_ONCE).collect().await;
    let mut looking = Looking::new(me, until);
    for message in read.iter().flatten() {
        looking.at(message, Some(message.channel_id) == alerts);
    }
    let newest_alert = read
        .first()
        .filter(|_| alerts.is_some())
        .and_then(|messages| messages.first());
    let is_said = newest_alert.is_some_and(|newest| newest.content.starts_with(view::older_books::CLOSED));
    Ok(LookBack {
        seen: looking.seen,
        http,
        alerts,
        is_said,
    })
}

impl LookBack {
    /// Tells superusers that the desk stays closed, once. Who cannot be told reads the log.
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
            tracing::error!(error = describe(&error), "the alerts channel could not be told");
        }
    }
}

/// Each channel once, where it stood first.
fn first_of_each(channels: Vec<ChannelId>) -> Vec<ChannelId> {
    let mut seen = std::collections::HashSet::new();
    channels.into_iter().filter(|channel| seen.insert(*channel)).collect()
}

/// The channels with the configured names, for books that never knew a place: a new file under an old desk.
async fn called_as_configured(http: &Http, config: &Config) -> Vec<(Place, ChannelId)> {
    let guild = match config.discord.guild_id.filter(|id| *id != 0) {
        Some(id) => Some(GuildId::new(id)),
        None => match retried(|| http.get_guilds(None, None)).await.as_deref() {
            Ok([only]) => Some(only.id),
            _ => None,
        },
    };
    let Some(guild) = guild else { return Vec::new() };
    let channels: Vec<GuildChannel> = match retried(|| http.get_channels(guild)).await {
        Ok(channels) => channels,
        Err(error) => {
            tracing::warn!(error = describe(&error), "the guild's channels cannot be read");
            return Vec::new();
        }
    };
    let named = PLACES.into_iter().filter_map(|place| {
        let name = super::places::configured_name(&config.discord, place);
        let channel = channels.iter().find(|channel| channel.name == name)?;
        Some((place, channel.id))
    });
    named.collect()
}

/// Newest first; nothing of what cannot be read.
async fn newest_of(http: &Http, channel: ChannelId) -> Vec<Message> {
    let newest = GetMessages::new().limit(MESSAGES_MAX);
    match retried(|| channel.messages(http, newest)).await {
        Ok(messages) => messages,
        Err(error) => {
            tracing::warn!(error = describe(&error), "a channel cannot be read");
            Vec::new()
        }
    }
}

/// Gathers what is seen.
struct Looking {
    me: UserId,
    /// Up to here other books may have spoken, and somebody knows it.
    until: Option<DiscordMessageId>,
    seen: Seen,
}

impl Looking {
    fn new(me: UserId, until: Option<DiscordMessageId>) -> Self {
        Looking {
            me,
            until,
            seen: Seen::default(),
        }
    }

    fn at(&mut self, message: &Message, is_alert: bool) {
        let id = message_id(message.id);
        if message.author.id != self.me || Some(id) <= self.until {
            return;
        }
        self.seen.newest = self.seen.newest.max(Some(id));
        let custom_ids = buttons::custom_ids(message);
        for named in custom_ids.iter().flat_map(|custom_id| buttons::named_by(custom_id)) {
            self.number(named);
        }
        if is_answer(message, self.me) {
            return;
        }
        if let Some((seq, hash)) = view::older_books::announced_head(&message.content).filter(|_| is_alert)
            && let Ok(hash) = hex::decode(hash)
        {
            self.seen.heads.push(SeenHead { seq, hash });
        }
        for title in message.embeds.iter().filter_map(|embed| embed.title.as_deref()) {
            self.titled(title);
        }
        let is_recorded = |custom_id: &String| {
            let names = buttons::named_by(custom_id);
            let shows = matches!(names.first(), Some(Marked::Order(_) | Marked::Request(_)));
            shows && Written::read(custom_id).marks.is_none()
        };
        if custom_ids.iter().any(is_recorded) {
            self.seen.recorded.push(SeenMessage {
                channel: channel_id(message.channel_id),
                message: id,
            });
        }
    }

    fn number(&mut self, named: Marked) {
        let highest = &mut self.seen.highest;
        match named {
            Marked::Batch(id) => highest.batches = highest.batches.max(id.get()),
            Marked::Order(id) => highest.orders = highest.orders.max(id.get()),
            Marked::Request(number) => highest.requests = highest.requests.max(number.get()),
            Marked::Account(_) | Marked::CoinOffer(_) | Marked::Member(_) => {}
        }
    }

    fn titled(&mut self, title: &str) {
        let highest = &mut self.seen.highest;
        match view::older_books::titled(title) {
            Some(Titled::Batch(number)) => highest.batches = highest.batches.max(number),
            Some(Titled::Order(number)) => highest.orders = highest.orders.max(number),
            Some(Titled::Request(number)) => highest.requests = highest.requests.max(number),
            None => {}
        }
    }
}

/// Whether somebody's command, button or message was answered with it: nobody records those.
fn is_answer(message: &Message, me: UserId) -> bool {
    let answers_a_person = message.kind == MessageType::InlineReply
        && message
            .referenced_message
            .as_ref()
            .is_none_or(|first| first.author.id != me);
    message.interaction_metadata.is_some() || message.webhook_id.is_some() || answers_a_person
}
