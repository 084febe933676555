//! Reviews every place and every reseller's channel: does it exist, and who can read it? The result is used for every
//! later message, and superusers are told once about each finding.

use std::collections::{HashMap, HashSet};

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, GuildChannel, Http, UserId};

use super::fit::vacancy;
use super::noted::note_all;
use super::people;
use super::premises::Premises;
use super::readers::Rules;
use super::rules::{place_channel, resellers_channels, role_id, rules, taken_by};
use super::seen::{Holder, Ids, Seen, Watched};
use super::site::{LookError, Site};
use crate::config::DiscordConfig;
use crate::db::{DbError, retrying};
use crate::discord::ids::{discord_channel, user_of};
use crate::discord::surface::Surface;
use crate::domain::kernel::outbox;
use crate::domain::people::channels::Channel;
use crate::domain::people::members::{Member, Role};
use crate::domain::people::places::{self, Audience, Finding, Place, Stranger, Subject};
use crate::ids::DiscordPlaceId;

/// Reviews everything, based on what Discord has sent so far. Returns when the review is done.
pub(in crate::discord) async fn review(surface: &Surface) {
    let look = || async {
        let Some(site) = cached(surface) else {
            return;
        };
        if let Err(error) = review_site(surface, site).await {
            tracing::error!(%error, "cannot review the desk's places");
        }
    };
    surface.places.turnstile().pass(look).await;
}

/// The guild as the cache has it. People whom Discord has not sent are added from the last [`Site::fetch`]: of a large
/// guild, Discord sends only members who are online, and later those whose roles change.
fn cached(surface: &Surface) -> Option<Site> {
    let (bot, owner) = (surface.cache.current_user().id, surface.owner());
    let guild = surface.cache.guild(surface.guild())?;
    let mut people = surface.places.people();
    people.extend(guild.members.iter().map(|(id, member)| (*id, Holder::from(member))));
    let mut channels: Vec<GuildChannel> = guild.channels.values().cloned().collect();
    channels.sort_by_key(|channel| channel.id);
    Some(Site {
        guild: guild.id,
        owner,
        bot,
        roles: guild.roles.clone(),
        channels,
        people,
    })
}

/// The same for a guild that was just fetched.
///
/// # Errors
/// [`LookError`].
pub(in crate::discord) async fn review_site(surface: &Surface, mut site: Site) -> Result<(), LookError> {
    let premises = surface.premises();
    let seen = look(&premises, &mut site).await?;
    note_all(premises.desk, &seen.found).await?;
    learn(surface, seen).await?;
    Ok(())
}

/// Uses what was seen from now on, and immediately retries what waited for a channel to exist or to be closed.
pub(in crate::discord) async fn learn(surface: &Surface, seen: Seen) -> Result<(), DbError> {
    if surface.places.learn(seen) {
        let mut tx = surface.desk.db.begin().await?;
        outbox::try_closed_again(&mut tx, surface.desk.clock.now()).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Looks at every place and every reseller's channel. A place whose channel or role was deleted becomes empty in the
/// books.
///
/// # Errors
/// [`LookError`].
pub(in crate::discord) async fn look(premises: &Premises<'_>, site: &mut Site) -> Result<Seen, LookError> {
    let mut reader = premises.desk.db.reader().await?;
    let filled = places::list_places(&mut reader).await?;
    let resellers = resellers_channels(&mut reader).await?;
    drop(reader);
    let mut ids: Ids = filled.into_iter().collect();
    for (place, id) in &mut ids {
        if let Some(there) = *id
            && !is_there(premises.http, site, *place, there).await?
        {
            retrying(|| places::lose(premises.desk, *place, there)).await?;
            tracing::warn!(
                place = place.code(),
                "the channel or role of a place was deleted; `!setup` makes it again"
            );
            *id = None;
        }
    }
    for (channel, _) in &resellers {
        site.learn_channel(premises.http, discord_channel(channel.discord_channel))
            .await?;
    }
    let rules = rules(premises, site, &ids).await?;
    let mut look = Look::new(&rules);
    look.at_places(premises.config, &ids, &taken_by(&resellers));
    look.at_resellers(&resellers);
    let (watched, mut found) = (look.watched, look.found);
    found.extend(people::look(premises, &rules).await?);
    Ok(Seen {
        administrators: rules.administrators(),
        watched,
        found,
        resellers,
        ids,
    })
}

async fn is_there(http: &Http, site: &mut Site, place: Place, id: DiscordPlaceId) -> serenity::Result<bool> {
    if place.mirrored_role().is_some() {
        return site.learn_role(http, role_id(id)).await;
    }
    site.learn_channel(http, place_channel(id)).await
}

/// Who can read this channel besides its reseller, cashiers and admins.
///
/// # Errors
/// [`LookError`].
pub(in crate::discord) async fn others_in(
    surface: &Surface,
    channel: ChannelId,
    reseller: UserId,
) -> Result<Vec<Stranger>, LookError> {
    Ok(find_others(surface, channel, reseller).await?.unwrap_or_default())
}

/// Whether the channel exists and only its reseller, cashiers and admins can read it. It is checked now, because the
/// last review may be older than the channel.
pub(in crate::discord) async fn is_private(surface: &Surface, channel: ChannelId, reseller: UserId) -> bool {
    match find_others(surface, channel, reseller).await {
        Ok(others) => others.is_some_and(|others| others.is_empty()),
        Err(error) => {
            tracing::warn!(%error, "cannot find out who can read a channel");
            false
        }
    }
}

/// `None` when the channel does not exist, or while the guild cannot be reached.
async fn find_others(
    surface: &Surface,
    channel: ChannelId,
    reseller: UserId,
) -> Result<Option<Vec<Stranger>>, LookError> {
    let Some(site) = cached(surface) else {
        return Ok(None);
    };
    let Some(found) = site.look_up(&surface.http, channel).await? else {
        return Ok(None);
    };
    let premises = surface.premises();
    let filled = places::list_places(&mut surface.desk.db.reader().await?).await?;
    let ids = filled.into_iter().collect();
    let rules = rules(&premises, &site, &ids).await?;
    let mut others = rules.strangers(&found, Audience::Reseller, Some(reseller));
    for role in Audience::Reseller.roles().unwrap_or_default() {
        let strays = rules.strays(*role).into_iter();
        let seeing = strays.filter(|stray| rules.is_seen_by_any(&found, std::slice::from_ref(stray)));
        others.extend(seeing.map(|(_, stranger)| stranger));
    }
    Ok(Some(others))
}

/// A review in progress.
struct Look<'a> {
    rules: &'a Rules<'a>,
    /// For each role: who holds it in Discord without having it at the desk.
    strays: HashMap<Role, Vec<(UserId, Stranger)>>,
    watched: HashMap<ChannelId, Watched>,
    found: Vec<(Subject, Option<Finding>)>,
}

impl<'a> Look<'a> {
    fn new(rules: &'a Rules<'a>) -> Self {
        // The resellers' role opens no channel.
        let roles = [Role::Cashier, Role::Admin, Role::Client];
        Look {
            rules,
            strays: roles.into_iter().map(|role| (role, rules.strays(role))).collect(),
            watched: HashMap::new(),
            found: Vec::new(),
        }
    }

    fn at_places(&mut self, config: &DiscordConfig, ids: &Ids, taken: &HashSet<ChannelId>) {
        for place in Place::ALL.iter().copied() {
            let finding = match ids.get(&place).copied().flatten() {
                Some(id) => self.filled(place, id),
                None => vacancy(config, self.rules, place, ids.contains_key(&place), taken),
            };
            self.found.push((Subject::Place(place), finding));
        }
    }

    fn filled(&mut self, place: Place, id: DiscordPlaceId) -> Option<Finding> {
        if let Some(role) = place.mirrored_role() {
            let strays = self.strays.get(&role).map_or(&[][..], Vec::as_slice);
            return open_to(strays.iter().map(|(_, stranger)| stranger.clone()).collect());
        }
        let channel = self.rules.site.find_channel(place_channel(id))?;
        self.watch(channel, place.audience(), None)
    }

    /// Reviews resellers' channels. One that was deleted is a finding while its reseller works.
    fn at_resellers(&mut self, all: &[(Channel, Member)]) {
        for (channel, member) in all {
            let works = member.works() && member.role == Role::Reseller;
            let finding = match self.rules.site.find_channel(discord_channel(channel.discord_channel)) {
                Some(found) => self.watch(found, Audience::Reseller, Some(member)),
                None => works.then_some(Finding::Missing),
            };
            self.found.push((Subject::Channel(channel.id), finding));
        }
    }

    fn watch(&mut self, channel: &GuildChannel, audience: Audience, reseller: Option<&Member>) -> Option<Finding> {
        let readers = audience.roles()?;
        let user = reseller.and_then(user_of);
        let strangers = self.rules.strangers(channel, audience, user);
        let strays = readers.iter().filter_map(|role| self.strays.get(role));
        let is_seen_by_strays = strays
            .into_iter()
            .any(|strays| self.rules.is_seen_by_any(channel, strays));
        let watched = Watched {
            audience,
            reseller: reseller.map(|member| member.id),
            is_closed: strangers.is_empty() && !is_seen_by_strays,
        };
        // If a channel has two purposes, it is closed only if both consider it closed.
        let both = match self.watched.get(&channel.id) {
            Some(other) => Watched {
                is_closed: watched.is_closed && other.is_closed,
                ..watched
            },
            None => watched,
        };
        self.watched.insert(channel.id, both);
        open_to(strangers)
    }
}

fn open_to(strangers: Vec<Stranger>) -> Option<Finding> {
    (!strangers.is_empty()).then_some(Finding::Open { to: strangers })
}
