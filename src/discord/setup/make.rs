//! Fills empty places: with what exists under the configured name, or with something new.

use std::collections::HashSet;

use poise::serenity_prelude as serenity;
use serenity::{
    ChannelId, ChannelType, CreateChannel, EditRole, PermissionOverwrite, PermissionOverwriteType, Permissions, RoleId,
};

use super::finding::{Finding, Mode};
use crate::discord::permissions::MAY_WORK;
use crate::discord::places::{
    Ids, LookError, Premises, Rules, Seen, Site, configured_name, fit, id_of, in_order, in_the_way, look, named,
    place_channel, role_id, rules, settle, taken_by,
};
use crate::discord::retry::{describe, retried};
use crate::domain::people::members::{Actor, Role};
use crate::domain::people::places::{Audience, How, Place, Settling, Subject};
use crate::ids::DiscordPlaceId;

/// Fills empty places as far as `mode` allows, and reports the state of every place.
///
/// # Errors
/// [`LookError`]. If Discord refuses to make something, that is a [`Finding`].
pub(super) async fn fill(
    premises: &Premises<'_>,
    actor: &Actor,
    site: &mut Site,
    mode: Mode,
) -> Result<Vec<Finding>, LookError> {
    let Seen { ids, resellers, .. } = look(premises, site).await?;
    let taken = taken_by(&resellers);
    let mut filling = Filling {
        premises,
        actor,
        mode,
        ids,
        taken,
    };
    let mut findings = Vec::new();
    for place in in_order() {
        findings.push(filling.one(site, place).await?);
    }
    if mode != Mode::Look {
        let resellers = resellers.iter().map(|(channel, _)| channel.discord_channel);
        let resellers: Vec<ChannelId> = resellers.map(crate::discord::ids::discord_channel).collect();
        findings.extend(filling.let_in_roles(site, &resellers).await?);
    }
    Ok(findings)
}

struct Filling<'a> {
    premises: &'a Premises<'a>,
    actor: &'a Actor,
    mode: Mode,
    ids: Ids,
    /// Resellers' channels, which cannot fill a place.
    taken: HashSet<ChannelId>,
}

impl Filling<'_> {
    async fn one(&mut self, site: &mut Site, place: Place) -> Result<Finding, LookError> {
        if let Some(id) = self.ids.get(&place).copied().flatten() {
            return Ok(found(site, place, id));
        }
        let config = self.premises.config;
        let name = configured_name(config, place).to_owned();
        let rules = rules(self.premises, site, &self.ids).await?;
        let fit = fit(config, &rules, place, &self.taken);
        let unfit = named(config, site, place).into_iter().next();
        let because_of = unfit.map(|id| in_the_way(&rules, place, id)).unwrap_or_default();
        drop(rules);
        match (self.mode, fit) {
            (Mode::Fill | Mode::Own, Some(id)) => {
                self.settle(place, id, How::Adopted).await?;
                Ok(adopted(site, place, id))
            }
            (Mode::Look, Some(_)) => Ok(Finding::Missing { place, name }),
            (Mode::Look | Mode::Fill, None) if !because_of.is_empty() => Ok(Finding::NotAdopted {
                place,
                name,
                because_of,
            }),
            (Mode::Look, None) => Ok(Finding::Missing { place, name }),
            (Mode::Fill | Mode::Own, None) => self.make(site, place, name).await,
        }
    }

    async fn settle(&mut self, place: Place, id: DiscordPlaceId, how: How) -> Result<(), LookError> {
        settle(self.premises.desk, self.actor, Settling { place, id, how }).await?;
        self.ids.insert(place, Some(id));
        Ok(())
    }

    async fn make(&mut self, site: &mut Site, place: Place, name: String) -> Result<Finding, LookError> {
        let made = if place.mirrored_role().is_some() {
            self.make_role(site, &name).await
        } else {
            self.make_channel(site, place, &name).await
        };
        match made {
            Ok(id) => {
                self.settle(place, id, How::Made).await?;
                Ok(Finding::Made { place, name })
            }
            Err(error) => Ok(Finding::NotMade {
                name,
                cause: describe(&error),
            }),
        }
    }

    async fn make_role(&self, site: &mut Site, name: &str) -> serenity::Result<DiscordPlaceId> {
        let role = EditRole::new()
            .name(name)
            .permissions(Permissions::empty())
            .mentionable(false);
        let made = retried(|| site.guild.create_role(self.premises.http, role.clone())).await?;
        let id = id_of(made.id.get());
        site.roles.insert(made.id, made);
        Ok(id)
    }

    async fn make_channel(&self, site: &mut Site, place: Place, name: &str) -> serenity::Result<DiscordPlaceId> {
        let create = if place == Place::Category {
            CreateChannel::new(name).kind(ChannelType::Category)
        } else {
            let create = CreateChannel::new(name)
                .kind(ChannelType::Text)
                .permissions(self.overwrites(site, place.audience()));
            match self.ids.get(&Place::Category).copied().flatten() {
                Some(category) => create.category(place_channel(category)),
                None => create,
            }
        };
        let made = retried(|| site.guild.create_channel(self.premises.http, create.clone())).await?;
        let id = id_of(made.id.get());
        site.channels.push(made);
        Ok(id)
    }

    /// Overwrites that close a channel to everybody except the bot and the roles that may read it.
    fn overwrites(&self, site: &Site, audience: Audience) -> Vec<PermissionOverwrite> {
        let Some(readers) = audience.roles() else {
            return Vec::new();
        };
        let mut overwrites = vec![
            PermissionOverwrite {
                allow: Permissions::empty(),
                deny: Permissions::VIEW_CHANNEL,
                kind: PermissionOverwriteType::Role(site.guild.everyone_role()),
            },
            PermissionOverwrite {
                allow: MAY_WORK | Permissions::EMBED_LINKS,
                deny: Permissions::empty(),
                kind: PermissionOverwriteType::Member(site.bot),
            },
        ];
        overwrites.extend(readers.iter().filter_map(|role| self.mirror(*role)).map(let_in));
        overwrites
    }

    fn mirror(&self, role: Role) -> Option<RoleId> {
        let id = self.ids.get(&Place::of_role(role)?).copied().flatten()?;
        Some(role_id(id))
    }

    /// Gives roles access to the channels in which their holders work, which a newly made role lacks.
    async fn let_in_roles(&self, site: &mut Site, resellers: &[ChannelId]) -> Result<Vec<Finding>, LookError> {
        let places = Place::ALL.iter().filter_map(|place| {
            let id = self.ids.get(place).copied().flatten()?;
            Some((place_channel(id), place.audience()))
        });
        let resellers = resellers.iter().map(|channel| (*channel, Audience::Reseller));
        let all: Vec<(ChannelId, Audience)> = places.chain(resellers).collect();
        let mut findings = Vec::new();
        for (channel, audience) in all {
            for role in audience.roles().unwrap_or_default() {
                let Some(mirror) = self.mirror(*role) else { continue };
                let rules = rules(self.premises, site, &self.ids).await?;
                if let Some(finding) = self.let_in(&rules, channel, mirror).await {
                    findings.push(finding);
                }
            }
        }
        Ok(findings)
    }

    async fn let_in(&self, rules: &Rules<'_>, channel: ChannelId, mirror: RoleId) -> Option<Finding> {
        let found = rules.site.find_channel(channel)?;
        if rules.is_seen_with(found, mirror) {
            return None;
        }
        let overwrite = let_in(mirror);
        let done = retried(|| channel.create_permission(self.premises.http, overwrite.clone())).await;
        let role = rules.site.roles.get(&mirror).map(|role| role.name.clone());
        match done {
            Ok(()) => Some(Finding::LetIn {
                channel: found.name.clone(),
                role: role.unwrap_or_default(),
            }),
            Err(error) => Some(Finding::NotMade {
                name: found.name.clone(),
                cause: describe(&error),
            }),
        }
    }
}

fn let_in(role: RoleId) -> PermissionOverwrite {
    PermissionOverwrite {
        allow: MAY_WORK,
        deny: Permissions::empty(),
        kind: PermissionOverwriteType::Role(role),
    }
}

fn found(site: &Site, place: Place, id: DiscordPlaceId) -> Finding {
    let name = name_of(site, place, id);
    if place.mirrored_role().is_some() && site.is_too_high(role_id(id)) {
        return Finding::RoleTooHigh { name };
    }
    Finding::Found { place, name }
}

fn adopted(site: &Site, place: Place, id: DiscordPlaceId) -> Finding {
    let name = name_of(site, place, id);
    if place.mirrored_role().is_none() {
        return Finding::Adopted { place, name };
    }
    if site.is_too_high(role_id(id)) {
        return Finding::RoleTooHigh { name };
    }
    Finding::RoleAdopted {
        name,
        holders: site.holders(role_id(id)).count(),
    }
}

/// The current name of what fills a place.
fn name_of(site: &Site, place: Place, id: DiscordPlaceId) -> String {
    let name = match place.mirrored_role() {
        Some(_) => site.roles.get(&role_id(id)).map(|role| role.name.clone()),
        None => site.find_channel(place_channel(id)).map(|channel| channel.name.clone()),
    };
    name.unwrap_or_default()
}

/// Findings about who can read what. What is missing or not used was already reported.
pub(super) fn opened(site: &Site, seen: &Seen) -> Vec<Finding> {
    use crate::domain::people::places::Finding as Of;
    let mut findings = Vec::new();
    for (subject, of) in &seen.found {
        let name = match subject {
            Subject::Place(place) => {
                let id = seen.ids.get(place).copied().flatten();
                id.map(|id| name_of(site, *place, id)).unwrap_or_default()
            }
            Subject::Channel(channel) => {
                let found = seen.resellers.iter().find(|(one, _)| one.id == *channel);
                found.map(|(channel, _)| channel.name.clone()).unwrap_or_default()
            }
            // Findings about people go to the alerts channel; administrators are listed below by their roles.
            Subject::RoleOf(_) | Subject::Administrators => continue,
        };
        match (subject, of) {
            (_, Some(Of::Open { to })) => findings.push(Finding::Open {
                subject: *subject,
                name,
                to: to.clone(),
            }),
            (Subject::Channel(_), Some(Of::Missing)) => findings.push(Finding::ResellersMissing { name }),
            (
                _,
                Some(Of::Missing | Of::NotAdopted { .. } | Of::RoleTaken { .. } | Of::Administrators { .. }) | None,
            ) => {}
        }
    }
    if !seen.administrators.is_empty() {
        findings.push(Finding::Administrators {
            roles: seen.administrators.clone(),
        });
    }
    findings
}
