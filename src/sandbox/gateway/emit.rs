//! Gateway events for each kind of change.

use serde_json::{Value, json};

use super::sessions::{Event, intent};
use crate::sandbox::model::{Channel, Guild, Member, Message, Role};
use crate::sandbox::permissions;
use crate::sandbox::wire;
use crate::sandbox::world::World;

/// MESSAGE_CREATE. The bot must handle a person's message, but not its own.
pub(in crate::sandbox) fn message_created(world: &mut World, message: &Message) {
    let from_person = (message.author_id != world.bot_id()).then_some(message.id);
    message_event(world, "MESSAGE_CREATE", message, from_person);
}

/// MESSAGE_UPDATE.
pub(in crate::sandbox) fn message_updated(world: &mut World, message: &Message) {
    message_event(world, "MESSAGE_UPDATE", message, None);
}

fn message_event(world: &mut World, name: &'static str, message: &Message, from_person: Option<u64>) {
    world.tell_pages("message", message.channel_id);
    let bot_id = world.bot_id();
    let Some(channel) = world.channels.get(&message.channel_id) else {
        return;
    };
    let visible = permissions::in_channel(world, bot_id, channel) & permissions::VIEW_CHANNEL != 0;
    let in_dm = channel.recipient.is_some();
    let hears = in_dm || world.bot_hears(channel.guild_id);
    if !visible || !hears || message.only_for.is_some() {
        return;
    }
    let data = wire::message_event(world, message);
    let readable = in_dm || message.author_id == bot_id || message.mentions.contains(&bot_id);
    let reduced = (!readable).then(|| {
        let mut stripped = data.clone();
        wire::merge(
            &mut stripped,
            json!({
                "content": "", "embeds": [], "attachments": [], "components": [], "message_snapshots": [],
            }),
        );
        (intent::MESSAGE_CONTENT, stripped)
    });
    let intent = if in_dm {
        intent::DIRECT_MESSAGES
    } else {
        intent::GUILD_MESSAGES
    };
    world.sessions.dispatch(Event {
        name,
        data,
        reduced,
        intent,
        from_person,
    });
}

/// MESSAGE_DELETE.
pub(in crate::sandbox) fn message_deleted(world: &mut World, channel_id: u64, id: u64) {
    world.tell_pages("message", channel_id);
    let guild_id = wire::guild_of(world, channel_id);
    let intent = if guild_id.is_some() {
        intent::GUILD_MESSAGES
    } else {
        intent::DIRECT_MESSAGES
    };
    let mut data = json!({ "id": id.to_string(), "channel_id": channel_id.to_string() });
    if let Some(guild_id) = guild_id {
        data["guild_id"] = json!(guild_id.to_string());
    }
    world.sessions.dispatch(Event::new("MESSAGE_DELETE", intent, data));
}

/// MESSAGE_REACTION_ADD or MESSAGE_REACTION_REMOVE.
pub(in crate::sandbox) fn reaction(
    world: &mut World,
    name: &'static str,
    message: &Message,
    user_id: u64,
    emoji: &str,
) {
    world.tell_pages("message", message.channel_id);
    let guild_id = wire::guild_of(world, message.channel_id);
    let intent = if guild_id.is_some() {
        intent::GUILD_MESSAGE_REACTIONS
    } else {
        intent::DIRECT_MESSAGE_REACTIONS
    };
    let mut data = json!({
        "user_id": user_id.to_string(), "channel_id": message.channel_id.to_string(),
        "message_id": message.id.to_string(), "emoji": { "id": null, "name": emoji },
        "message_author_id": message.author_id.to_string(), "burst": false, "type": 0,
    });
    if let Some(guild_id) = guild_id {
        data["guild_id"] = json!(guild_id.to_string());
    }
    world.sessions.dispatch(Event::new(name, intent, data));
}

/// INTERACTION_CREATE.
pub(in crate::sandbox) fn interaction(world: &mut World, id: u64, data: Value) {
    let mut event = Event::new("INTERACTION_CREATE", 0, data);
    event.from_person = Some(id);
    world.sessions.dispatch(event);
}

/// Sends an event about a guild to the bot, if it is in the guild and there is no outage.
fn in_guild(world: &mut World, guild_id: u64, event: Event) {
    if world.bot_hears(guild_id) {
        world.sessions.dispatch(event);
    }
}

/// CHANNEL_CREATE, CHANNEL_UPDATE or CHANNEL_DELETE.
pub(in crate::sandbox) fn channel(world: &mut World, name: &'static str, channel: &Channel) {
    world.tell_pages("channels", channel.id);
    let data = wire::channel(world, channel);
    in_guild(world, channel.guild_id, Event::new(name, intent::GUILDS, data));
}

/// THREAD_CREATE or THREAD_UPDATE, if the bot can see the thread.
pub(in crate::sandbox) fn thread(world: &mut World, name: &'static str, thread: &Channel) {
    world.tell_pages("channels", thread.id);
    if permissions::in_channel(world, world.bot_id(), thread) & permissions::VIEW_CHANNEL == 0 {
        return;
    }
    let mut data = wire::channel(world, thread);
    if name == "THREAD_CREATE" {
        data["newly_created"] = json!(true);
    }
    in_guild(world, thread.guild_id, Event::new(name, intent::GUILDS, data));
}

/// THREAD_CREATE and THREAD_MEMBERS_UPDATE of a thread to which the bot was added.
pub(in crate::sandbox) fn joined_thread(world: &mut World, thread: &Channel) {
    let data = wire::channel(world, thread);
    let guild_id = thread.guild_id;
    in_guild(world, guild_id, Event::new("THREAD_CREATE", intent::GUILDS, data));
    let members = thread.thread.as_ref().map_or(0, |thread| thread.members.len());
    let added = json!([wire::thread_member(thread.id, world.bot_id())]);
    let data = json!({
        "id": thread.id.to_string(), "guild_id": guild_id.to_string(), "member_count": members,
        "added_members": added,
    });
    in_guild(
        world,
        guild_id,
        Event::new("THREAD_MEMBERS_UPDATE", intent::GUILDS, data),
    );
}

/// THREAD_DELETE. Call it before the thread is deleted.
pub(in crate::sandbox) fn thread_deleted(world: &mut World, thread: &Channel) {
    world.tell_pages("channels", thread.id);
    if permissions::in_channel(world, world.bot_id(), thread) & permissions::VIEW_CHANNEL == 0 {
        return;
    }
    let data = json!({
        "id": thread.id.to_string(), "guild_id": thread.guild_id.to_string(), "type": thread.kind,
        "parent_id": thread.parent_id.map(|id| id.to_string()),
    });
    let event = Event::new("THREAD_DELETE", intent::GUILDS, data);
    in_guild(world, thread.guild_id, event);
}

/// GUILD_ROLE_CREATE or GUILD_ROLE_UPDATE.
pub(in crate::sandbox) fn role(world: &mut World, name: &'static str, role: &Role) {
    world.tell_pages("channels", 0);
    let data = json!({ "guild_id": role.guild_id.to_string(), "role": wire::role(role) });
    in_guild(world, role.guild_id, Event::new(name, intent::GUILDS, data));
}

/// GUILD_ROLE_DELETE.
pub(in crate::sandbox) fn role_deleted(world: &mut World, role: &Role) {
    world.tell_pages("channels", 0);
    let data = json!({ "guild_id": role.guild_id.to_string(), "role_id": role.id.to_string() });
    let event = Event::new("GUILD_ROLE_DELETE", intent::GUILDS, data);
    in_guild(world, role.guild_id, event);
}

/// GUILD_MEMBER_ADD or GUILD_MEMBER_UPDATE.
pub(in crate::sandbox) fn member(world: &mut World, name: &'static str, member: &Member) {
    world.tell_pages("people", 0);
    let data = wire::member_event(world, member);
    // A bot receives changes of itself without the privileged intent.
    let intent = if member.user_id == world.bot_id() {
        intent::GUILDS
    } else {
        intent::GUILD_MEMBERS
    };
    in_guild(world, member.guild_id, Event::new(name, intent, data));
}

/// GUILD_MEMBER_REMOVE, which is the same for people who were kicked and people who left.
pub(in crate::sandbox) fn member_removed(world: &mut World, guild_id: u64, user_id: u64) {
    world.tell_pages("people", 0);
    let data = json!({ "guild_id": guild_id.to_string(), "user": wire::user(world, user_id) });
    let event = Event::new("GUILD_MEMBER_REMOVE", intent::GUILD_MEMBERS, data);
    in_guild(world, guild_id, event);
}

/// GUILD_UPDATE.
pub(in crate::sandbox) fn guild(world: &mut World, guild: &Guild) {
    world.tell_pages("channels", 0);
    let data = wire::guild(world, guild);
    in_guild(world, guild.id, Event::new("GUILD_UPDATE", intent::GUILDS, data));
}

/// GUILD_CREATE: the bot joined, or an outage ended.
pub(in crate::sandbox) fn guild_came(world: &mut World, guild: &Guild) {
    world.tell_pages("channels", 0);
    let reduced = Some((intent::GUILD_MEMBERS, wire::guild_create(world, guild, false)));
    let mut event = Event::new("GUILD_CREATE", intent::GUILDS, wire::guild_create(world, guild, true));
    event.reduced = reduced;
    in_guild(world, guild.id, event);
}

/// GUILD_DELETE of a guild that the bot is no longer in.
pub(in crate::sandbox) fn guild_left(world: &mut World, guild_id: u64) {
    guild_deleted(world, json!({ "id": guild_id.to_string() }));
}

/// GUILD_DELETE of a guild with an outage.
pub(in crate::sandbox) fn guild_unavailable(world: &mut World, guild_id: u64) {
    guild_deleted(world, json!({ "id": guild_id.to_string(), "unavailable": true }));
}

fn guild_deleted(world: &mut World, data: Value) {
    world.tell_pages("channels", 0);
    world
        .sessions
        .dispatch(Event::new("GUILD_DELETE", intent::GUILDS, data));
}
