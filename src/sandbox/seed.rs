//! Creates the initial state of a new Discord.

use super::model::{Change, Channel, Guild, Member, Overwrite, Role, User, channel_kind};
use super::permissions::{EVERYONE_PERMISSIONS, VIEW_CHANNEL};
use super::snowflake;
use super::world::World;
use super::{SandboxError, Seed, SeedChannel, SeedRole};

/// The bot's username and the name of its role.
const BOT_NAME: &str = "cambista";
/// The bot's role is above all others, where an operator would move it.
const BOT_ROLE_POSITION: i64 = 1_000;

/// Creates the guild, people, roles and channels.
pub(super) fn plant(world: &mut World, seed: &Seed) -> Result<(), SandboxError> {
    let guild_id = world.next_id();
    let owner_id = world.next_id();
    let bot_id = world.next_id();
    let guild = Guild {
        id: guild_id,
        name: seed.guild_name.clone(),
        owner_id,
        bot_id,
        unavailable: false,
    };
    world.commit(Change::Guild(guild));
    plant_everyone(world, guild_id);
    let user = |id, name: &str, bot| User {
        id,
        name: name.to_owned(),
        bot,
        dms_closed: false,
    };
    world.commit(Change::User(user(owner_id, &seed.owner, false)));
    world.commit(Change::User(user(bot_id, BOT_NAME, true)));
    let bot_role = plant_bot_role(world, guild_id, seed.bot_permissions);
    join(world, guild_id, owner_id, Vec::new());
    join(world, guild_id, bot_id, vec![bot_role]);
    for name in &seed.people {
        if world.find_person(name).is_none() {
            let id = world.next_id();
            world.commit(Change::User(user(id, name, false)));
            join(world, guild_id, id, Vec::new());
        }
    }
    for (index, role) in seed.roles.iter().enumerate() {
        plant_seed_role(world, role, 1 + index as i64)?;
    }
    for name in &seed.categories {
        category(world, name);
    }
    for channel in &seed.channels {
        plant_channel(world, channel)?;
    }
    Ok(())
}

/// Makes somebody a member, without a gateway event.
pub(super) fn join(world: &mut World, guild_id: u64, user_id: u64, roles: Vec<u64>) -> Member {
    let member = Member {
        guild_id,
        user_id,
        nick: None,
        roles,
        joined_at_ms: snowflake::now_ms(),
    };
    world.commit(Change::Member(member.clone()));
    member
}

/// The role that every guild has; its id is the guild's id.
pub(super) fn plant_everyone(world: &mut World, guild_id: u64) {
    plant_role(world, guild_id, guild_id, "@everyone", 0, EVERYONE_PERMISSIONS);
}

/// The role that is created and removed with the bot.
pub(super) fn plant_bot_role(world: &mut World, guild_id: u64, permissions: u64) -> u64 {
    let id = world.next_id();
    let mut role = role(guild_id, id, BOT_NAME, BOT_ROLE_POSITION, permissions);
    role.managed = true;
    world.commit(Change::Role(role));
    id
}

fn plant_role(world: &mut World, guild_id: u64, id: u64, name: &str, position: i64, permissions: u64) {
    world.commit(Change::Role(role(guild_id, id, name, position, permissions)));
}

fn role(guild_id: u64, id: u64, name: &str, position: i64, permissions: u64) -> Role {
    Role {
        id,
        guild_id,
        name: name.to_owned(),
        color: 0,
        hoist: false,
        mentionable: false,
        managed: false,
        position,
        permissions,
    }
}

fn plant_seed_role(world: &mut World, seed: &SeedRole, position: i64) -> Result<(), SandboxError> {
    let id = world.next_id();
    let guild_id = world.home_id;
    let permissions = EVERYONE_PERMISSIONS | seed.permissions;
    plant_role(world, guild_id, id, &seed.name, position, permissions);
    for name in &seed.members {
        let user = world
            .find_person(name)
            .ok_or_else(|| SandboxError::Seed(name.clone()))?;
        let mut member = world.members[&(guild_id, user.id)].clone();
        member.roles.push(id);
        world.commit(Change::Member(member));
    }
    Ok(())
}

fn plant_channel(world: &mut World, seed: &SeedChannel) -> Result<(), SandboxError> {
    let parent_id = seed.category.as_deref().map(|name| category(world, name));
    let guild_id = world.home_id;
    let mut overwrites = Vec::new();
    if !seed.private_to.is_empty() {
        overwrites.push(Overwrite {
            id: guild_id,
            kind: 0,
            allow: 0,
            deny: VIEW_CHANNEL,
        });
        overwrites.push(Overwrite {
            id: world.bot_id(),
            kind: 1,
            allow: VIEW_CHANNEL,
            deny: 0,
        });
    }
    for name in &seed.private_to {
        let role = world
            .roles
            .values()
            .find(|role| role.name == *name)
            .map(|role| (role.id, 0));
        let (id, kind) = role
            .or_else(|| world.find_person(name).map(|user| (user.id, 1)))
            .ok_or_else(|| SandboxError::Seed(name.clone()))?;
        overwrites.push(Overwrite {
            id,
            kind,
            allow: VIEW_CHANNEL,
            deny: 0,
        });
    }
    let id = put_channel(world, channel_kind::TEXT, &seed.name);
    let mut channel = world.channels[&id].clone();
    channel.topic.clone_from(&seed.topic);
    channel.parent_id = parent_id;
    channel.overwrites = overwrites;
    world.commit(Change::Channel(channel));
    Ok(())
}

fn category(world: &mut World, name: &str) -> u64 {
    let known = world
        .channels
        .values()
        .find(|one| one.kind == channel_kind::CATEGORY && one.name == name);
    match known.map(|channel| channel.id) {
        Some(id) => id,
        None => put_channel(world, channel_kind::CATEGORY, name),
    }
}

fn put_channel(world: &mut World, kind: u8, name: &str) -> u64 {
    let id = world.next_id();
    let mut channel = Channel::named(id, kind, name);
    channel.guild_id = world.home_id;
    channel.position = world.channels.len() as i64;
    world.commit(Change::Channel(channel));
    id
}
