//! The first day of a new Discord.

use super::model::{Change, Channel, Guild, Member, Overwrite, Role, User, channel_kind};
use super::permissions::{EVERYONE_PERMISSIONS, VIEW_CHANNEL};
use super::snowflake;
use super::world::World;
use super::{SandboxError, Seed, SeedChannel, SeedRole};

/// The bot's username and the name of its role.
const BOT_NAME: &str = "cambista";
/// The bot's role stands above every other, as an operator would drag it.
const BOT_ROLE_POSITION: i64 = 1_000;

/// Makes guild, people, roles and channels.
pub(super) fn plant(world: &mut World, seed: &Seed) -> Result<(), SandboxError> {
    let guild_id = world.next_id();
    let owner_id = world.next_id();
    let bot_id = world.next_id();
    let guild = Guild {
        id: guild_id,
        name: seed.guild_name.clone(),
        owner_id,
        bot_id,
    };
    world.commit(Change::Guild(guild));
    plant_role(world, guild_id, "@everyone", 0, EVERYONE_PERMISSIONS, false);
    let bot_role = world.next_id();
    plant_role(world, bot_role, BOT_NAME, BOT_ROLE_POSITION, seed.bot_permissions, true);
    join(
        world,
        User {
            id: owner_id,
            name: seed.owner.clone(),
            bot: false,
            dms_closed: false,
        },
        Vec::new(),
    );
    join(
        world,
        User {
            id: bot_id,
            name: BOT_NAME.into(),
            bot: true,
            dms_closed: false,
        },
        vec![bot_role],
    );
    for name in &seed.people {
        if world.find_person(name).is_none() {
            let id = world.next_id();
            join(
                world,
                User {
                    id,
                    name: name.clone(),
                    bot: false,
                    dms_closed: false,
                },
                Vec::new(),
            );
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

fn join(world: &mut World, user: User, roles: Vec<u64>) {
    let member = Member {
        user_id: user.id,
        nick: None,
        roles,
        joined_at_ms: snowflake::now_ms(),
    };
    world.commit(Change::User(user));
    world.commit(Change::Member(member));
}

fn plant_role(world: &mut World, id: u64, name: &str, position: i64, permissions: u64, managed: bool) {
    let name = name.to_owned();
    world.commit(Change::Role(Role {
        id,
        name,
        color: 0,
        hoist: false,
        mentionable: false,
        managed,
        position,
        permissions,
    }));
}

fn plant_seed_role(world: &mut World, seed: &SeedRole, position: i64) -> Result<(), SandboxError> {
    let id = world.next_id();
    plant_role(
        world,
        id,
        &seed.name,
        position,
        EVERYONE_PERMISSIONS | seed.permissions,
        false,
    );
    for name in &seed.members {
        let user = world
            .find_person(name)
            .ok_or_else(|| SandboxError::Seed(name.clone()))?;
        let mut member = world.members[&user.id].clone();
        member.roles.push(id);
        world.commit(Change::Member(member));
    }
    Ok(())
}

fn plant_channel(world: &mut World, seed: &SeedChannel) -> Result<(), SandboxError> {
    let parent_id = seed.category.as_deref().map(|name| category(world, name));
    let guild_id = world.guild.id;
    let mut overwrites = Vec::new();
    if !seed.private_to.is_empty() {
        overwrites.push(Overwrite {
            id: guild_id,
            kind: 0,
            allow: 0,
            deny: VIEW_CHANNEL,
        });
        overwrites.push(Overwrite {
            id: world.guild.bot_id,
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
    put_channel(
        world,
        channel_kind::TEXT,
        &seed.name,
        seed.topic.clone(),
        parent_id,
        overwrites,
    );
    Ok(())
}

fn category(world: &mut World, name: &str) -> u64 {
    let known = world
        .channels
        .values()
        .find(|one| one.kind == channel_kind::CATEGORY && one.name == name);
    match known.map(|channel| channel.id) {
        Some(id) => id,
        None => put_channel(world, channel_kind::CATEGORY, name, None, None, Vec::new()),
    }
}

fn put_channel(
    world: &mut World,
    kind: u8,
    name: &str,
    topic: Option<String>,
    parent_id: Option<u64>,
    overwrites: Vec<Overwrite>,
) -> u64 {
    let id = world.next_id();
    let position = world.channels.len() as i64;
    world.commit(Change::Channel(Channel {
        id,
        kind,
        name: name.to_owned(),
        topic,
        parent_id,
        position,
        nsfw: false,
        slowmode_s: 0,
        overwrites,
        recipient: None,
    }));
    id
}
