//! Computes who can read a channel, by Discord's own rules: the permissions of the roles, then the channel's overwrites
//! for everybody, for roles and for single people.
//!
//! A person without an overwrite of their own can read a channel only if everybody can or if one of their roles alone
//! can: a second role never makes a channel readable that neither allows. So findings name roles, and people only if
//! they have an overwrite of their own.

use std::collections::{BTreeSet, HashMap, HashSet};

use poise::serenity_prelude as serenity;
use serenity::{GuildChannel, PermissionOverwrite, PermissionOverwriteType, Permissions, RoleId, UserId};

use super::seen::Holder;
use super::site::Site;
use crate::discord::ids::{signed, user_id};
use crate::domain::people::members::Role;
use crate::domain::people::places::{Audience, Finding, Stranger};
use crate::ids::DiscordPlaceId;

/// The roles that people have at the desk, from the books.
#[derive(Debug, Clone, Default)]
pub(in crate::discord) struct Books {
    /// Only people who work at the desk now.
    pub(in crate::discord) roles: HashMap<UserId, Role>,
    pub(in crate::discord) superusers: HashSet<UserId>,
    /// People whose Discord roles are about to follow a change of the books.
    pub(in crate::discord) changing: HashSet<UserId>,
}

/// Everything that decides who can read what, and who may.
pub(in crate::discord) struct Rules<'a> {
    pub(in crate::discord) site: &'a Site,
    /// The Discord roles that mirror the desk's.
    pub(in crate::discord) desk_roles: HashMap<RoleId, Role>,
    pub(in crate::discord) books: Books,
}

impl Rules<'_> {
    /// Who can read this channel and must not. Not included: administrators, who read everything, and people who hold a
    /// Discord role of the desk without having it in the books ([`Rules::strays`]).
    pub(in crate::discord) fn strangers(
        &self,
        channel: &GuildChannel,
        audience: Audience,
        reseller: Option<UserId>,
    ) -> Vec<Stranger> {
        let Some(readers) = audience.roles() else {
            return Vec::new();
        };
        if self.sees(channel, &[], None) {
            return vec![Stranger::Everyone];
        }
        let mut strangers: Vec<Stranger> = Vec::new();
        for role in self.site.roles.values().filter(|role| !self.is_the_bots(role)) {
            let is_reader = self.desk_roles.get(&role.id).is_some_and(|role| readers.contains(role));
            let is_admin = role.permissions.administrator();
            if !is_reader && !is_admin && self.sees(channel, &[role.id], None) {
                strangers.push(Stranger::Role {
                    id: DiscordPlaceId::new(signed(role.id.get())),
                    name: role.name.clone(),
                });
            }
        }
        for overwrite in &channel.permission_overwrites {
            let PermissionOverwriteType::Member(user) = overwrite.kind else {
                continue;
            };
            let Some(holder) = self.site.people.get(&user) else {
                continue;
            };
            let is_let_in = overwrite.allow.view_channel() && !self.is_administrator(holder);
            if is_let_in && Some(user) != reseller && !self.may_read(user, readers) {
                strangers.push(person(user, holder));
            }
        }
        strangers.sort();
        strangers
    }

    /// Who holds this role of the desk in Discord without having it in the books, including bots.
    pub(in crate::discord) fn strays(&self, role: Role) -> Vec<(UserId, Stranger)> {
        let mirrors = self.desk_roles.iter().filter(|(_, mirrored)| **mirrored == role);
        let mut strays: Vec<(UserId, Stranger)> = mirrors.flat_map(|(id, _)| self.strangers_with(*id, role)).collect();
        strays.sort();
        strays
    }

    /// The same for a Discord role that is not used yet, as if it mirrored this role.
    pub(in crate::discord) fn strangers_with(&self, id: RoleId, role: Role) -> Vec<(UserId, Stranger)> {
        let holders = self.site.holders(id);
        let is_stray = |(user, _): &(UserId, &Holder)| {
            *user != self.site.bot && !self.may_read(*user, &[role]) && !self.books.changing.contains(user)
        };
        let mut strays: Vec<(UserId, Stranger)> = holders
            .filter(is_stray)
            .map(|(user, holder)| (user, person(user, holder)))
            .collect();
        strays.sort();
        strays
    }

    /// Whether somebody with only this role can see the channel.
    pub(in crate::discord) fn is_seen_with(&self, channel: &GuildChannel, role: RoleId) -> bool {
        self.sees(channel, &[role], None)
    }

    /// Whether any of these people can see the channel.
    pub(in crate::discord) fn is_seen_by_any(&self, channel: &GuildChannel, people: &[(UserId, Stranger)]) -> bool {
        people.iter().any(|(user, _)| {
            let holder = self.site.people.get(user);
            holder.is_some_and(|holder| self.sees(channel, &holder.roles, Some(*user)))
        })
    }

    /// Roles whose holders read everything, regardless of a channel's overwrites.
    pub(in crate::discord) fn administrators(&self) -> Vec<Stranger> {
        let roles = self.site.roles.values();
        let mut found: Vec<Stranger> = roles
            .filter(|role| role.permissions.administrator() && !self.is_the_bots(role))
            .map(|role| Stranger::Role {
                id: DiscordPlaceId::new(signed(role.id.get())),
                name: role.name.clone(),
            })
            .collect();
        found.sort();
        found
    }

    /// Who is a Discord administrator without being a superuser or an admin of the desk, and through which roles.
    /// Includes bots.
    pub(in crate::discord) fn administrators_of_no_rank(&self) -> Option<Finding> {
        let everyone = self.site.guild.everyone_role();
        let mut people = BTreeSet::new();
        let mut by = BTreeSet::new();
        for role in self.site.roles.values().filter(|role| role.permissions.administrator()) {
            if role.id == everyone {
                people.insert(Stranger::Everyone);
                continue;
            }
            let holders = self.strangers_with(role.id, Role::Admin);
            if !holders.is_empty() {
                by.insert(Stranger::Role {
                    id: DiscordPlaceId::new(signed(role.id.get())),
                    name: role.name.clone(),
                });
            }
            people.extend(holders.into_iter().map(|(_, stranger)| stranger));
        }
        (!people.is_empty()).then(|| Finding::Administrators {
            people: people.into_iter().collect(),
            by: by.into_iter().collect(),
        })
    }

    /// Whether this person may read: a superuser, the bot, or somebody with one of these roles at the desk.
    fn may_read(&self, user: UserId, readers: &[Role]) -> bool {
        let role = self.books.roles.get(&user);
        user == self.site.bot
            || self.books.superusers.contains(&user)
            || role.is_some_and(|role| readers.contains(role))
    }

    fn is_administrator(&self, holder: &Holder) -> bool {
        let roles = holder.roles.iter().filter_map(|role| self.site.roles.get(role));
        roles.into_iter().any(|role| role.permissions.administrator())
    }

    /// Whether Discord made this role for this bot.
    fn is_the_bots(&self, role: &serenity::Role) -> bool {
        let own = role.tags.bot_id == Some(self.site.bot);
        // In the sandbox, and for very old roles, there are no tags.
        let is_held = || {
            self.site
                .people
                .get(&self.site.bot)
                .is_some_and(|bot| bot.roles.contains(&role.id))
        };
        own || (role.managed && is_held())
    }

    /// Whether somebody with these roles (and @everyone) can see the channel.
    fn sees(&self, channel: &GuildChannel, roles: &[RoleId], user: Option<UserId>) -> bool {
        let everyone = self.site.guild.everyone_role();
        let of = |role: &RoleId| {
            self.site
                .roles
                .get(role)
                .map_or(Permissions::empty(), |role| role.permissions)
        };
        let base = roles.iter().fold(of(&everyone), |sum, role| sum | of(role));
        if base.administrator() {
            return true;
        }
        let find = |kind| channel.permission_overwrites.iter().filter(move |one| one.kind == kind);
        let mut sum = base;
        for one in find(PermissionOverwriteType::Role(everyone)) {
            sum = apply(sum, one.deny, one.allow);
        }
        let of_roles = roles.iter().flat_map(|role| find(PermissionOverwriteType::Role(*role)));
        let (deny, allow) = of_roles.fold((Permissions::empty(), Permissions::empty()), |(deny, allow), one| {
            (deny | one.deny, allow | one.allow)
        });
        sum = apply(sum, deny, allow);
        let own: Option<&PermissionOverwrite> =
            user.and_then(|user| find(PermissionOverwriteType::Member(user)).next());
        if let Some(own) = own {
            sum = apply(sum, own.deny, own.allow);
        }
        sum.view_channel()
    }
}

fn apply(sum: Permissions, deny: Permissions, allow: Permissions) -> Permissions {
    (sum & !deny) | allow
}

fn person(user: UserId, holder: &Holder) -> Stranger {
    Stranger::Person {
        id: user_id(user),
        name: holder.name.clone(),
    }
}

#[cfg(test)]
#[path = "readers_tests.rs"]
mod tests;
