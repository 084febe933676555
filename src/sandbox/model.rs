//! The records of the small Discord. Each is written completely to the journal when it changes.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The types of Discord channels that the sandbox supports.
pub(super) mod channel_kind {
    pub(in crate::sandbox) const TEXT: u8 = 0;
    pub(in crate::sandbox) const DM: u8 = 1;
    pub(in crate::sandbox) const CATEGORY: u8 = 4;
    pub(in crate::sandbox) const PUBLIC_THREAD: u8 = 11;
    pub(in crate::sandbox) const PRIVATE_THREAD: u8 = 12;
}

/// The bits of a message's `flags`.
pub(super) mod message_flag {
    pub(in crate::sandbox) const SUPPRESS_EMBEDS: u64 = 1 << 2;
    /// A thread was made from the message. It has the same id.
    pub(in crate::sandbox) const HAS_THREAD: u64 = 1 << 5;
    pub(in crate::sandbox) const EPHEMERAL: u64 = 1 << 6;
    /// The bot "is thinking": a deferred answer that has not arrived yet.
    pub(in crate::sandbox) const LOADING: u64 = 1 << 7;
    /// A forwarded message, with a snapshot of its content.
    pub(in crate::sandbox) const HAS_SNAPSHOT: u64 = 1 << 14;
    pub(in crate::sandbox) const COMPONENTS_V2: u64 = 1 << 15;
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Guild {
    pub id: u64,
    pub name: String,
    pub owner_id: u64,
    /// The bot's user id, which is also its application's id. It is the same in every guild.
    pub bot_id: u64,
    /// An outage of Discord: the bot does not see the guild, and nobody can do anything in it.
    #[serde(default)]
    pub unavailable: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct User {
    pub id: u64,
    pub name: String,
    pub bot: bool,
    pub dms_closed: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Member {
    /// 0 in a journal from when there was only one guild; it means the first one.
    #[serde(default)]
    pub guild_id: u64,
    pub user_id: u64,
    pub nick: Option<String>,
    pub roles: Vec<u64>,
    pub joined_at_ms: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Role {
    pub id: u64,
    /// As in [`Member`].
    #[serde(default)]
    pub guild_id: u64,
    pub name: String,
    pub color: u32,
    pub hoist: bool,
    pub mentionable: bool,
    /// It belongs to an integration, so nobody can give or take it.
    pub managed: bool,
    pub position: i64,
    pub permissions: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Overwrite {
    pub id: u64,
    /// 0 for a role, 1 for a member.
    pub kind: u8,
    pub allow: u64,
    pub deny: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Channel {
    pub id: u64,
    /// 0 for a DM; else as in [`Member`].
    #[serde(default)]
    pub guild_id: u64,
    pub kind: u8,
    pub name: String,
    pub topic: Option<String>,
    pub parent_id: Option<u64>,
    pub position: i64,
    pub nsfw: bool,
    pub slowmode_s: u64,
    pub overwrites: Vec<Overwrite>,
    /// The person, if this is a DM with the bot.
    pub recipient: Option<u64>,
    /// The additional data of a thread; its parent is in `parent_id`.
    #[serde(default)]
    pub thread: Option<Thread>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Thread {
    pub owner_id: u64,
    /// Its members. A private thread is visible only to them and to those who manage threads.
    pub members: Vec<u64>,
    pub archived: bool,
    /// Only somebody who may manage threads can reopen it.
    pub locked: bool,
    /// When it was last archived or reopened.
    pub archived_at_ms: i64,
}

impl Channel {
    /// A channel with only a name, in no guild yet.
    pub(super) fn named(id: u64, kind: u8, name: &str) -> Self {
        Channel {
            id,
            guild_id: 0,
            kind,
            name: name.to_owned(),
            topic: None,
            parent_id: None,
            position: 0,
            nsfw: false,
            slowmode_s: 0,
            overwrites: Vec::new(),
            recipient: None,
            thread: None,
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Attachment {
    pub id: u64,
    pub channel_id: u64,
    pub filename: String,
    pub description: Option<String>,
    /// `None` if Discord does not know it, because some phones declare no type.
    pub content_type: Option<String>,
    pub size: u64,
    /// The name before Discord simplified it, without the extension; `None` if it was simple.
    #[serde(default)]
    pub title: Option<String>,
    pub width: Option<u32>,
    pub height: Option<u32>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Reaction {
    pub emoji: String,
    pub users: Vec<u64>,
}

/// A message in the state in which it was forwarded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Forwarded {
    pub message_id: u64,
    pub channel_id: u64,
    /// Discord's JSON of its text, embeds and files.
    pub snapshot: Value,
}

/// The interaction that a message answers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Origin {
    pub interaction_id: u64,
    pub kind: u8,
    pub user_id: u64,
    pub name: String,
    /// The message whose component was used.
    #[serde(default)]
    pub source_message: Option<u64>,
    /// The interaction that opened the submitted modal.
    #[serde(default)]
    pub opened_by: Option<Box<Origin>>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Message {
    pub id: u64,
    pub channel_id: u64,
    pub author_id: u64,
    pub content: String,
    pub edited_at_ms: Option<i64>,
    pub embeds: Vec<Value>,
    pub components: Vec<Value>,
    pub attachments: Vec<u64>,
    pub mentions: Vec<u64>,
    pub mention_roles: Vec<u64>,
    pub mention_everyone: bool,
    pub reply_to: Option<u64>,
    pub nonce: Option<Value>,
    pub flags: u64,
    pub tts: bool,
    pub pinned: bool,
    pub reactions: Vec<Reaction>,
    pub origin: Option<Origin>,
    /// The only person who sees the message.
    pub only_for: Option<u64>,
    #[serde(default)]
    pub forwarded: Option<Forwarded>,
    /// Discord's type of a message that Discord itself wrote. 18: somebody made a thread.
    #[serde(default)]
    pub system: Option<u8>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Command {
    pub id: u64,
    pub version: u64,
    pub guild_id: Option<u64>,
    /// Name, type, description, options and so on, as checked at registration.
    pub body: Value,
}

/// Interaction types of Discord.
pub(super) mod interaction_kind {
    pub(in crate::sandbox) const COMMAND: u8 = 2;
    pub(in crate::sandbox) const COMPONENT: u8 = 3;
    pub(in crate::sandbox) const AUTOCOMPLETE: u8 = 4;
    pub(in crate::sandbox) const MODAL: u8 = 5;
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Interaction {
    pub id: u64,
    pub token: String,
    pub kind: u8,
    pub user_id: u64,
    pub channel_id: u64,
    /// Command name or custom id, for `interaction_metadata`.
    pub name: String,
    /// The message whose component was used, also for the modal that it opened.
    pub source_message: Option<u64>,
    pub answered: bool,
    /// The message to which `@original` refers.
    pub original: Option<u64>,
    /// The modal in its response, which the person may submit.
    pub modal: Option<Value>,
    /// The interaction that opened the submitted modal.
    #[serde(default)]
    pub opened_by: Option<Box<Origin>>,
}

impl Interaction {
    /// What is stored of it in messages that answer it.
    pub(super) fn origin(&self) -> Origin {
        Origin {
            interaction_id: self.id,
            kind: self.kind,
            user_id: self.user_id,
            name: self.name.clone(),
            source_message: self.source_message,
            opened_by: self.opened_by.clone(),
        }
    }
}

/// A change of the state, as written to the journal: the whole new record, or that a record is gone.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Change {
    Guild(Guild),
    User(User),
    Member(Member),
    /// From journals of the time with only one guild.
    MemberGone(u64),
    MemberLeft {
        guild_id: u64,
        user_id: u64,
    },
    /// The order in which READY lists guilds. Those not named here follow by age.
    GuildOrder(Vec<u64>),
    Role(Role),
    RoleGone(u64),
    Channel(Channel),
    ChannelGone(u64),
    Attachment(Attachment),
    Message(Box<Message>),
    MessageGone {
        channel_id: u64,
        id: u64,
    },
    Command(Command),
    CommandGone(u64),
    Interaction(Interaction),
    /// The highest id used so far.
    LastId(u64),
}
