//! The state of the small Discord: all records are in memory, and every change is first written to the journal.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use serde_json::Value;
use tokio::sync::{broadcast, oneshot};

use super::gateway::sessions::Sessions;
use super::journal::Journal;
use super::model::{
    Attachment, Change, Channel, Command, Guild, Interaction, Member, Message, Role, User, channel_kind,
};
use super::snowflake::{self, Snowflakes};

/// How long Discord remembers a nonce, in milliseconds.
pub(super) const NONCE_MEMORY_MS: i64 = 5 * 60 * 1_000;
/// How long an interaction's token is valid, in milliseconds.
pub(super) const TOKEN_LIFE_MS: i64 = 15 * 60 * 1_000;
/// How many notes a slow page may be behind before it must reload.
const NEWS_CAPACITY: usize = 256;

/// The bot's first response to an interaction.
#[derive(Debug, Clone)]
pub(super) enum FirstResponse {
    Message(u64),
    DeferredMessage(u64),
    Update(u64),
    DeferredUpdate(u64),
    Modal(Value),
    /// Choices for an option of a slash command while it is typed.
    Choices(Value),
}

/// The whole Discord. One lock protects it; never await while holding it.
pub(super) struct World {
    pub guilds: BTreeMap<u64, Guild>,
    /// The first guild, which is meant when none is named. 0 before it exists.
    pub home_id: u64,
    /// The order in which READY lists guilds.
    pub guild_order: Vec<u64>,
    pub users: BTreeMap<u64, User>,
    /// By guild and user.
    pub members: BTreeMap<(u64, u64), Member>,
    pub roles: BTreeMap<u64, Role>,
    pub channels: BTreeMap<u64, Channel>,
    pub messages: HashMap<u64, BTreeMap<u64, Message>>,
    pub attachments: HashMap<u64, Attachment>,
    pub commands: BTreeMap<u64, Command>,
    pub interactions: BTreeMap<u64, Interaction>,
    /// Maps an interaction's token to its id.
    pub tokens: HashMap<String, u64>,
    /// Maps (channel, author, nonce) to the message that used the nonce.
    nonces: HashMap<(u64, u64, String), u64>,
    pub sessions: Sessions,
    /// Those who wait for the first response to an interaction.
    pub waiting: HashMap<u64, oneshot::Sender<FirstResponse>>,
    /// Tells open pages that something changed in a channel.
    pub news: broadcast::Sender<Value>,
    pub base_url: String,
    ids: Snowflakes,
    journal: Option<Journal>,
    pub files: Files,
    /// The disk refused a line, so requests fail from now on.
    pub broken: bool,
}

/// Where the bytes of attachments are stored.
#[derive(Debug)]
pub(super) enum Files {
    Memory(HashMap<u64, Vec<u8>>),
    Dir(PathBuf),
}

impl World {
    pub(super) fn empty() -> Self {
        World {
            guilds: BTreeMap::new(),
            home_id: 0,
            guild_order: Vec::new(),
            users: BTreeMap::new(),
            members: BTreeMap::new(),
            roles: BTreeMap::new(),
            channels: BTreeMap::new(),
            messages: HashMap::new(),
            attachments: HashMap::new(),
            commands: BTreeMap::new(),
            interactions: BTreeMap::new(),
            tokens: HashMap::new(),
            nonces: HashMap::new(),
            sessions: Sessions::default(),
            waiting: HashMap::new(),
            news: broadcast::channel(NEWS_CAPACITY).0,
            base_url: String::new(),
            ids: Snowflakes::default(),
            journal: None,
            files: Files::Memory(HashMap::new()),
            broken: false,
        }
    }

    pub(super) fn keep_in(&mut self, journal: Journal) {
        self.journal = Some(journal);
    }

    pub(super) fn next_id(&mut self) -> u64 {
        self.ids.next()
    }

    /// Writes the change to the journal, then applies it.
    pub(super) fn commit(&mut self, change: Change) {
        if let Some(journal) = &mut self.journal
            && let Err(error) = journal.append(&change)
        {
            tracing::error!(%error, "the sandbox cannot write its journal");
            self.broken = true;
        }
        self.apply(change);
    }

    /// Applies a change without writing it. Also used for the replay at start.
    pub(super) fn apply(&mut self, change: Change) {
        match change {
            Change::Guild(guild) => {
                self.ids.saw(guild.id);
                if self.home_id == 0 {
                    self.home_id = guild.id;
                }
                self.guilds.insert(guild.id, guild);
            }
            Change::User(user) => {
                self.ids.saw(user.id);
                self.users.insert(user.id, user);
            }
            Change::GuildOrder(order) => self.guild_order = order,
            Change::Member(mut member) => {
                member.guild_id = self.or_home(member.guild_id);
                self.members.insert((member.guild_id, member.user_id), member);
            }
            Change::MemberGone(user_id) => {
                self.members.remove(&(self.home_id, user_id));
            }
            Change::MemberLeft { guild_id, user_id } => {
                self.members.remove(&(guild_id, user_id));
            }
            Change::Role(mut role) => {
                self.ids.saw(role.id);
                role.guild_id = self.or_home(role.guild_id);
                self.roles.insert(role.id, role);
            }
            Change::RoleGone(id) => {
                self.roles.remove(&id);
            }
            Change::Channel(mut channel) => {
                self.ids.saw(channel.id);
                if channel.recipient.is_none() {
                    channel.guild_id = self.or_home(channel.guild_id);
                }
                self.channels.insert(channel.id, channel);
            }
            Change::ChannelGone(id) => {
                self.channels.remove(&id);
                self.messages.remove(&id);
            }
            Change::Attachment(attachment) => {
                self.ids.saw(attachment.id);
                self.attachments.insert(attachment.id, attachment);
            }
            Change::Message(message) => self.apply_message(*message),
            Change::MessageGone { channel_id, id } => {
                if let Some(messages) = self.messages.get_mut(&channel_id) {
                    messages.remove(&id);
                }
            }
            Change::Command(command) => {
                self.ids.saw(command.version);
                self.commands.insert(command.id, command);
            }
            Change::CommandGone(id) => {
                self.commands.remove(&id);
            }
            Change::Interaction(interaction) => self.apply_interaction(interaction),
            Change::LastId(id) => self.ids.saw(id),
        }
    }

    fn or_home(&self, guild_id: u64) -> u64 {
        if guild_id == 0 { self.home_id } else { guild_id }
    }

    fn apply_message(&mut self, message: Message) {
        self.ids.saw(message.id);
        if let Some(nonce) = &message.nonce {
            let key = (message.channel_id, message.author_id, nonce_text(nonce));
            self.nonces.entry(key).or_insert(message.id);
        }
        self.messages
            .entry(message.channel_id)
            .or_default()
            .insert(message.id, message);
    }

    fn apply_interaction(&mut self, interaction: Interaction) {
        self.ids.saw(interaction.id);
        self.tokens.insert(interaction.token.clone(), interaction.id);
        self.interactions.insert(interaction.id, interaction);
        // Interactions are kept for some time after their token expired, so that the token is refused as expired. Then
        // they are deleted.
        let forgotten_ms = snowflake::now_ms() - 2 * TOKEN_LIFE_MS;
        while let Some(oldest) = self.interactions.first_entry()
            && snowflake::created_at_ms(*oldest.key()) < forgotten_ms
        {
            let gone = oldest.remove();
            self.tokens.remove(&gone.token);
        }
    }

    /// Everything that must be kept, in an order that can be replayed.
    pub(super) fn snapshot(&self) -> impl Iterator<Item = Change> + '_ {
        let oldest_token_ms = snowflake::now_ms() - TOKEN_LIFE_MS;
        let fresh = move |one: &&Interaction| snowflake::created_at_ms(one.id) >= oldest_token_ms;
        [Change::LastId(self.ids.last())]
            .into_iter()
            // The first guild has the smallest id, so it is replayed first.
            .chain(self.guilds.values().cloned().map(Change::Guild))
            .chain([Change::GuildOrder(self.guild_order.clone())])
            .chain(self.users.values().cloned().map(Change::User))
            .chain(self.roles.values().cloned().map(Change::Role))
            .chain(self.members.values().cloned().map(Change::Member))
            .chain(self.channels.values().cloned().map(Change::Channel))
            .chain(self.attachments.values().cloned().map(Change::Attachment))
            .chain(
                self.messages
                    .values()
                    .flat_map(BTreeMap::values)
                    .map(|one| Change::Message(Box::new(one.clone()))),
            )
            .chain(self.commands.values().cloned().map(Change::Command))
            .chain(
                self.interactions
                    .values()
                    .filter(fresh)
                    .cloned()
                    .map(Change::Interaction),
            )
    }

    /// The message that this author sent with this nonce in the last minutes, if it still exists.
    pub(super) fn find_by_nonce(&mut self, channel_id: u64, author_id: u64, nonce: &Value) -> Option<u64> {
        let key = (channel_id, author_id, nonce_text(nonce));
        let id = *self.nonces.get(&key)?;
        let remembered = snowflake::now_ms() - snowflake::created_at_ms(id) < NONCE_MEMORY_MS;
        if remembered && self.message(channel_id, id).is_some() {
            return Some(id);
        }
        self.nonces.remove(&key);
        None
    }

    pub(super) fn message(&self, channel_id: u64, id: u64) -> Option<&Message> {
        self.messages.get(&channel_id)?.get(&id)
    }

    /// A person (not a bot), by username.
    pub(super) fn find_person(&self, name: &str) -> Option<&User> {
        self.users.values().find(|user| !user.bot && user.name == name)
    }

    pub(super) fn find_dm(&self, user_id: u64) -> Option<u64> {
        let mut channels = self.channels.values();
        channels
            .find(|channel| channel.recipient == Some(user_id))
            .map(|channel| channel.id)
    }

    /// The DM of the bot and this person. It is created if it does not exist.
    pub(super) fn open_dm(&mut self, user_id: u64) -> u64 {
        if let Some(id) = self.find_dm(user_id) {
            return id;
        }
        let id = self.next_id();
        let mut channel = Channel::named(id, channel_kind::DM, "");
        channel.recipient = Some(user_id);
        self.commit(Change::Channel(channel));
        id
    }

    /// Tells open pages that something changed in a channel.
    pub(super) fn tell_pages(&self, kind: &str, channel_id: u64) {
        // It is fine if nobody listens: no page is open.
        let _ = self
            .news
            .send(serde_json::json!({ "kind": kind, "channel_id": channel_id.to_string() }));
    }
}

fn nonce_text(nonce: &Value) -> String {
    nonce.as_str().map_or_else(|| nonce.to_string(), str::to_owned)
}
