//! Looking at every place and every reseller's channel: is it there, and who can read it? What is found out counts from
//! this moment on for whatever is posted, and superusers hear it once.

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

/// Looks at everything as Discord has told it so far. Returns when that is done.
pub(in crate::discord) async fn review(surface: &Surface) {
    let look = || async {
        let Some(site) = cached(surface) else {
            return;
        };
        if let Err(error) = review_site(surface, site).await {
            tracing::error!(%error, "the desk's places could not be reviewed");
        }
    };
    surface.places.turnstile().pass(look).await;
}

/// As the cache has it, with those of the last [`Site::fetch`] whom Discord did not send: in a large guild it sends
/// only those who are online, and then everybody whose roles change.
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

/// The same on a guild that was just asked for.
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

/// What was seen counts from now on, and what waited for a channel to be there, or to be closed, is tried at once.
pub(in crate::discord) async fn learn(surface: &Surface, seen: Seen) -> Result<(), DbError> {
    if surface.places.learn(seen) {
        let mut tx = surface.desk.db.begin().await?;
        outbox::try_closed_again(&mut tx, surface.desk.clock.now()).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Looks at every place and every reseller's channel. What is gone is taken out of the books.
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
                "what filled a place was deleted; `!setup` makes it again"
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

/// Who can read this channel beside its reseller, cashiers and admins.
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

/// Whether the channel is there, and nobody reads it but its reseller, cashiers and admins: asked now, since the last review
/// may be older than the channel.
pub(in crate::discord) async fn is_private(surface: &Surface, channel: ChannelId, reseller: UserId) -> bool {
    match find_others(surface, channel, reseller).await {
        Ok(others) => others.is_some_and(|others| others.is_empty()),
        Err(error) => {
            tracing::warn!(%error, "who can read a channel could not be found out");
            false
        }
    }
}

/// `None` when the channel is not there.
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

/// One look, as it goes on.
struct Look<'a> {
    rules: &'a Rules<'a>,
    /// By role: who holds it in Discord and has not got it at the desk.
    strays: HashMap<Role, Vec<(UserId, Stranger)>>,
    watched: HashMap<ChannelId, Watched>,
    found: Vec<(Subject, Option<Finding>)>,
}

impl<'a> Look<'a> {
    fn new(rules: &'a Rules<'a>) -> Self {
        // A reseller's role opens no channel.
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

    /// A channel that a reseller works in and that is gone is found missing.
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
        // Of a channel that is two things the stricter counts.
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
