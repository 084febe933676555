//! Who has which role at the desk, in this guild.

use std::collections::{HashMap, HashSet};

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, RoleId, UserId};

use super::names::named;
use super::premises::Premises;
use super::readers::{Books, Rules};
use super::seen::Ids;
use super::site::Site;
use crate::db::{DbError, Reader};
use crate::discord::ids::{discord_channel, discord_user, unsigned, user_id, user_of};
use crate::domain::kernel::outbox;
use crate::domain::people::channels::{self, Channel};
use crate::domain::people::members::{self, Member, Role};
use crate::domain::people::places::Place;
use crate::ids::{DiscordPlaceId, DiscordUserId, MemberId};

/// More resellers' channels than a guild can contain.
const CHANNELS_MAX: i64 = 1_000;

/// The resellers' channels, which cannot fill a place of the desk.
pub(in crate::discord) fn taken_by(resellers: &[(Channel, Member)]) -> HashSet<ChannelId> {
    let id = |(channel, _): &(Channel, Member)| discord_channel(channel.discord_channel);
    resellers.iter().map(id).collect()
}

/// The Discord roles and the desk's roles that they mirror.
pub(super) fn desk_roles(ids: &Ids) -> HashMap<RoleId, Role> {
    let role = |(place, id): (&Place, &Option<DiscordPlaceId>)| Some((role_id((*id)?), place.mirrored_role()?));
    ids.iter().filter_map(role).collect()
}

pub(in crate::discord) fn role_id(id: DiscordPlaceId) -> RoleId {
    RoleId::new(unsigned(id.get()))
}

pub(in crate::discord) fn place_channel(id: DiscordPlaceId) -> ChannelId {
    ChannelId::new(unsigned(id.get()))
}

/// Every reseller's channel with its reseller.
pub(super) async fn resellers_channels(reader: &mut Reader) -> Result<Vec<(Channel, Member)>, DbError> {
    let channels = channels::list_channels(reader, CHANNELS_MAX).await?;
    let channels: Vec<Channel> = channels
        .into_iter()
        .filter(|channel| channel.reseller != MemberId::DESK)
        .collect();
    let owners: Vec<MemberId> = channels.iter().map(|channel| channel.reseller).collect();
    let owners = members::find_members(reader, &owners).await?;
    let owners: HashMap<MemberId, Member> = owners.into_iter().map(|member| (member.id, member)).collect();
    let with_owner = |channel: Channel| Some((owners.get(&channel.reseller)?.clone(), channel));
    Ok(channels
        .into_iter()
        .filter_map(with_owner)
        .map(|(member, channel)| (channel, member))
        .collect())
}

/// Reads who has which role at the desk, for this guild.
pub(in crate::discord) async fn rules<'a>(
    premises: &Premises<'_>,
    site: &'a Site,
    ids: &Ids,
) -> Result<Rules<'a>, DbError> {
    Ok(Rules {
        desk_roles: desk_roles(ids),
        site,
        books: books(premises, site, ids).await?,
    })
}

/// What the books say about everybody who might read what they must not: people who hold a role of the desk or an
/// administrator's role, or who have an overwrite of their own.
async fn books(premises: &Premises<'_>, site: &Site, ids: &Ids) -> Result<Books, DbError> {
    let mut roles: HashSet<RoleId> = desk_roles(ids).into_keys().collect();
    for place in Place::ALL.iter().filter(|place| place.mirrored_role().is_some()) {
        let named = named(premises.config, site, *place);
        roles.extend(named.into_iter().map(role_id));
    }
    let reads_all = site.roles.values().filter(|role| role.permissions.administrator());
    roles.extend(reads_all.map(|role| role.id));
    let holds_one = |roles_held: &[RoleId]| roles_held.iter().any(|role| roles.contains(role));
    let holders = site.people.iter().filter(|(_, holder)| holds_one(&holder.roles));
    let let_in = site.channels.iter().flat_map(|channel| &channel.permission_overwrites);
    let let_in = let_in.filter_map(|overwrite| match overwrite.kind {
        serenity::PermissionOverwriteType::Member(user) => Some(user),
        _ => None,
    });
    let users: HashSet<UserId> = holders.map(|(user, _)| *user).chain(let_in).collect();
    let users: Vec<DiscordUserId> = users.into_iter().map(user_id).collect();
    let mut reader = premises.desk.db.reader().await?;
    let named = &premises.config.superusers;
    let mut books = Books {
        superusers: named.iter().copied().map(discord_user).chain(site.owner).collect(),
        ..Books::default()
    };
    for member in members::find_members_by_discord(&mut reader, &users).await? {
        let Some(user) = user_of(&member) else { continue };
        let holder = site.people.get(&user).map_or(&[][..], |holder| &holder.roles);
        // If somebody's role just changed and Discord has not followed yet, they must not count as a stranger.
        if holds_one(holder) && outbox::is_waiting(&mut reader, &outbox::subject_of_member(member.id)).await? {
            books.changing.insert(user);
        }
        if member.works() {
            books.roles.insert(user, member.role);
        }
    }
    Ok(books)
}
