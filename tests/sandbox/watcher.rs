//! What the bot notices of guilds, channels, roles, threads and of messages that change.

use serenity::all::{
    ChannelId, Context, EventHandler, Guild, GuildChannel, GuildId, Message, MessageId, MessageUpdateEvent,
    PartialGuild, PartialGuildChannel, Role, RoleId, UnavailableGuild,
};
use tokio::sync::mpsc;

pub struct Watcher(pub mpsc::UnboundedSender<String>);

impl Watcher {
    fn saw(&self, what: impl Into<String>) {
        let _ = self.0.send(what.into());
    }
}

#[serenity::async_trait]
impl EventHandler for Watcher {
    async fn guild_delete(&self, ctx: Context, guild: UnavailableGuild, _full: Option<Guild>) {
        let word = if guild.unavailable { "outage" } else { "gone" };
        self.saw(format!("{word} {} {}", guild.id, ctx.cache.guild_count()));
    }

    async fn guild_update(&self, _ctx: Context, _old: Option<Guild>, new: PartialGuild) {
        self.saw(format!("guild update {} {}", new.name, new.owner_id));
    }

    async fn channel_create(&self, _ctx: Context, channel: GuildChannel) {
        self.saw(format!("channel made {}", channel.name));
    }

    async fn category_create(&self, _ctx: Context, category: GuildChannel) {
        self.saw(format!("category made {}", category.name));
    }

    async fn category_delete(&self, _ctx: Context, category: GuildChannel) {
        self.saw(format!("category gone {}", category.name));
    }

    async fn channel_update(&self, _ctx: Context, old: Option<GuildChannel>, new: GuildChannel) {
        let old = old.map(|old| old.name).unwrap_or_default();
        let overwrites = new.permission_overwrites.len();
        self.saw(format!("channel {old} is {} with {overwrites}", new.name));
    }

    async fn channel_delete(&self, _ctx: Context, channel: GuildChannel, _messages: Option<Vec<Message>>) {
        self.saw(format!("channel gone {}", channel.name));
    }

    async fn guild_role_create(&self, _ctx: Context, role: Role) {
        self.saw(format!("role made {}", role.name));
    }

    async fn guild_role_update(&self, _ctx: Context, old: Option<Role>, new: Role) {
        let old = old.map(|old| old.name).unwrap_or_default();
        self.saw(format!("role {old} is {} at {}", new.name, new.position));
    }

    async fn guild_role_delete(&self, _ctx: Context, _guild: GuildId, _id: RoleId, role: Option<Role>) {
        self.saw(format!("role gone {}", role.map(|role| role.name).unwrap_or_default()));
    }

    async fn message_update(
        &self,
        _ctx: Context,
        _old: Option<Message>,
        _new: Option<Message>,
        event: MessageUpdateEvent,
    ) {
        self.saw(format!("edited {}", event.content.unwrap_or_default()));
    }

    async fn message_delete(&self, _ctx: Context, _channel: ChannelId, id: MessageId, _guild: Option<GuildId>) {
        self.saw(format!("deleted {id}"));
    }

    async fn message(&self, _ctx: Context, message: Message) {
        for snapshot in &message.message_snapshots {
            let files: Vec<&str> = snapshot.attachments.iter().map(|file| file.filename.as_str()).collect();
            self.saw(format!("forward {} {}", snapshot.content, files.join(",")));
        }
        for file in &message.attachments {
            let kind = file.content_type.as_deref().unwrap_or("nothing");
            self.saw(format!("file {} {kind} {:?} {}", file.filename, file.width, file.size));
        }
    }

    async fn thread_create(&self, _ctx: Context, thread: GuildChannel) {
        self.saw(format!("thread made {}", thread.name));
    }

    async fn thread_update(&self, _ctx: Context, _old: Option<GuildChannel>, new: GuildChannel) {
        let archived = new.thread_metadata.is_some_and(|about| about.archived);
        self.saw(format!("thread {} archived {archived}", new.name));
    }

    async fn thread_delete(&self, _ctx: Context, thread: PartialGuildChannel, _full: Option<GuildChannel>) {
        self.saw(format!("thread gone {}", thread.id));
    }
}
