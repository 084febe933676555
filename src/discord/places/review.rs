//! Looking at every place and every reseller's channel: is it there, and who can read it? What is found out counts from
//! this moment on for whatever is posted, and superusers hear it once.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, GuildChannel, RoleId, UserId};
use tokio::sync::Mutex;

use super::known::Watched;
use super::readers::{Books, Rules};
use super::site::LookError;
use super::{Site, adopt};
use crate::db::{DbError, Reader, retrying};
use crate::discord::surface::{Surface, discord_channel, discord_user, unsigned, user_id};
use crate::domain::channels::{self, Channel};
use crate::domain::members::{self, Member, Role};
use crate::domain::outbox;
use crate::domain::places::{self, Audience, Finding, Place, Stranger, Subject};
use crate::ids::{DiscordPlaceId, DiscordUserId, MemberId};

/// More resellers' channels than any guild holds.
const CHANNELS_MAX: i64 = 1_000;

/// One review at a time; whoever asks while others wait shares the next one.
#[derive(Default)]
pub(in crate::discord) struct Turnstile {
    asked: AtomicU64,
    /// Up to which asking everything was looked at.
    done: Mutex<u64>,
}

impl Turnstile {
    async fn pass<F: Future<Output = ()>>(&self, work: impl FnOnce() -> F) {
        let own = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        let mut done = self.done.lock().await;
        if own <= *done {
            return;
        }
        let now = self.asked.load(Ordering::SeqCst);
        work().await;
        *done = now;
    }
}

/// Looks at everything as Discord has told it so far. Returns when that is done.
pub(in crate::discord) async fn review(surface: &Surface) {
    let look = || async {
        let Some(site) = Site::cached(surface) else {
            return;
        };
        if let Err(error) = review_site(surface, site).await {
            tracing::error!(%error, "the desk's places could not be reviewed");
        }
    };
    surface.places.turnstile().pass(look).await;
}

/// The same on a guild that was just asked for.
///
/// # Errors
/// [`LookError`].
pub(in crate::discord) async fn review_site(surface: &Surface, mut site: Site) -> Result<(), LookError> {
    let mut reader = surface.desk.db.reader().await?;
    let filled = places::list_places(&mut reader).await?;
    let resellers = resellers_channels(&mut reader).await?;
    drop(reader);
    let mut ids: HashMap<Place, Option<DiscordPlaceId>> = filled.into_iter().collect();
    for (place, id) in &mut ids {
        if let Some(there) = *id
            && !is_there(surface, &mut site, *place, there).await?
        {
            retrying(|| places::lose(&surface.desk, *place, there)).await?;
            tracing::warn!(place = place.code(), "what filled a place was deleted; `!setup` makes it again");
            *id = None;
        }
    }
    let rules = Rules {
        desk_roles: desk_roles(&ids),
        site: &site,
        books: books(surface, &site, &ids).await?,
    };
    let look = Look::at(surface, &rules, &ids, &resellers);
    let look = look.with_resellers(surface, &resellers).await?;
    let now = ids.iter().filter_map(|(place, id)| Some((*place, (*id)?)));
    surface.places.set_places(now.collect());
    surface.places.set_watched(look.watched);
    note_all(surface, &look.found).await?;
    Ok(())
}

/// Discord's role of each of the desk's.
pub(super) fn desk_roles(ids: &HashMap<Place, Option<DiscordPlaceId>>) -> HashMap<RoleId, Role> {
    let role = |(place, id): (&Place, &Option<DiscordPlaceId>)| Some((role_id((*id)?), place.mirrored_role()?));
    ids.iter().filter_map(role).collect()
}

pub(super) fn role_id(id: DiscordPlaceId) -> RoleId {
    RoleId::new(unsigned(id.get()))
}

pub(super) fn place_channel(id: DiscordPlaceId) -> ChannelId {
    ChannelId::new(unsigned(id.get()))
}

async fn is_there(surface: &Surface, site: &mut Site, place: Place, id: DiscordPlaceId) -> Result<bool, LookError> {
    if place.mirrored_role().is_some() {
        return Ok(site.learn_role(&surface.http, role_id(id)).await?);
    }
    Ok(site.learn_channel(&surface.http, place_channel(id)).await?)
}

/// Every reseller's channel with its reseller.
async fn resellers_channels(reader: &mut Reader) -> Result<Vec<(Channel, Member)>, DbError> {
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

/// What the books say of everybody who could be where they must not: who holds a role of the desk's, or is let into a
/// channel by name.
pub(super) async fn books(
    surface: &Surface,
    site: &Site,
    ids: &HashMap<Place, Option<DiscordPlaceId>>,
) -> Result<Books, DbError> {
    let mut roles: HashSet<RoleId> = desk_roles(ids).into_keys().collect();
    for place in Place::ALL.iter().filter(|place| place.mirrored_role().is_some()) {
        let named = adopt::named(&surface.config.discord, site, *place);
        roles.extend(named.into_iter().map(role_id));
    }
    let holds_one = |roles_held: &[RoleId]| roles_held.iter().any(|role| roles.contains(role));
    let holders = site.people.iter().filter(|(_, holder)| holds_one(&holder.roles));
    let let_in = site.channels.iter().flat_map(|channel| &channel.permission_overwrites);
    let let_in = let_in.filter_map(|overwrite| match overwrite.kind {
        serenity::PermissionOverwriteType::Member(user) => Some(user),
        _ => None,
    });
    let users: HashSet<UserId> = holders.map(|(user, _)| *user).chain(let_in).collect();
    let users: Vec<DiscordUserId> = users.into_iter().map(user_id).collect();
    let mut reader = surface.desk.db.reader().await?;
    let named = &surface.config.discord.superusers;
    let mut books = Books {
        superusers: named.iter().copied().map(discord_user).chain(site.owner).collect(),
        ..Books::default()
    };
    for member in members::find_members_by_discord(&mut reader, &users).await? {
        let user = discord_user(member.discord_user);
        let holder = site.people.get(&user).map_or(&[][..], |holder| &holder.roles);
        // Whoever's role just changed is not taken for a stranger while Discord is still to follow.
        if holds_one(holder) && outbox::is_waiting(&mut reader, &outbox::subject_of_member(member.id)).await? {
            books.changing.insert(user);
        }
        if member.active {
            books.roles.insert(user, member.role);
        }
    }
    Ok(books)
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
    let Some(site) = Site::cached(surface) else {
        return Ok(Vec::new());
    };
    let Some(found) = site.look_up(&surface.http, channel).await? else {
        return Ok(Vec::new());
    };
    let filled = places::list_places(&mut surface.desk.db.reader().await?).await?;
    let ids = filled.into_iter().collect();
    let rules = Rules {
        desk_roles: desk_roles(&ids),
        site: &site,
        books: books(surface, &site, &ids).await?,
    };
    let mut others = rules.strangers(&found, Audience::Reseller, Some(reseller));
    for role in Audience::Reseller.roles().unwrap_or_default() {
        let strays = rules.strays(*role).into_iter();
        let seeing = strays.filter(|stray| rules.is_seen_by_any(&found, std::slice::from_ref(stray)));
        others.extend(seeing.map(|(_, stranger)| stranger));
    }
    Ok(others)
}

/// What one review saw.
struct Look<'a> {
    rules: &'a Rules<'a>,
    /// By role: who holds it in Discord and has not got it at the desk.
    strays: HashMap<Role, Vec<(UserId, Stranger)>>,
    watched: HashMap<ChannelId, Watched>,
    found: Vec<(Subject, Option<Finding>)>,
}

impl<'a> Look<'a> {
    fn at(
        surface: &Surface,
        rules: &'a Rules<'a>,
        ids: &HashMap<Place, Option<DiscordPlaceId>>,
        resellers: &[(Channel, Member)],
    ) -> Self {
        let roles = [Role::Cashier, Role::Admin, Role::Client];
        let mut look = Look {
            rules,
            strays: roles.into_iter().map(|role| (role, rules.strays(role))).collect(),
            watched: HashMap::new(),
            found: Vec::new(),
        };
        let taken: HashSet<ChannelId> = resellers
            .iter()
            .map(|(channel, _)| discord_channel(channel.discord_channel))
            .collect();
        for place in Place::ALL.iter().copied() {
            let finding = match ids.get(&place).copied().flatten() {
                Some(id) => look.filled(place, id),
                None => adopt::vacancy(&surface.config.discord, rules, place, ids.contains_key(&place), &taken),
            };
            look.found.push((Subject::Place(place), finding));
        }
        look
    }

    fn filled(&mut self, place: Place, id: DiscordPlaceId) -> Option<Finding> {
        if let Some(role) = place.mirrored_role() {
            let strays = self.strays.get(&role).map_or(&[][..], Vec::as_slice);
            return open_to(strays.iter().map(|(_, stranger)| stranger.clone()).collect());
        }
        let channel = self.rules.site.find_channel(place_channel(id))?;
        self.watch(channel, place.audience(), None)
    }

    /// Resellers' channels, too; one that a reseller works in and that is gone is found missing.
    async fn with_resellers(mut self, surface: &Surface, all: &[(Channel, Member)]) -> Result<Self, LookError> {
        for (channel, member) in all {
            let id = discord_channel(channel.discord_channel);
            let works = member.active && member.role == Role::Reseller;
            let finding = match self.rules.site.look_up(&surface.http, id).await? {
                Some(found) => self.watch(&found, Audience::Reseller, Some(member)),
                None => works.then_some(Finding::Missing),
            };
            self.found.push((Subject::Channel(channel.id), finding));
        }
        Ok(self)
    }

    fn watch(&mut self, channel: &GuildChannel, audience: Audience, reseller: Option<&Member>) -> Option<Finding> {
        let readers = audience.roles()?;
        let user = reseller.map(|member| discord_user(member.discord_user));
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

/// Writes down what is new, and owes it to superusers.
async fn note_all(surface: &Surface, found: &[(Subject, Option<Finding>)]) -> Result<(), DbError> {
    let known = places::list_findings(&mut surface.desk.db.reader().await?).await?;
    let known: HashMap<Subject, Finding> = known
        .into_iter()
        .filter_map(|noted| Some((noted.subject, noted.finding?)))
        .collect();
    for (subject, finding) in found {
        let is_known = match (known.get(subject), finding) {
            (None, None) => true,
            (Some(known), Some(found)) => known.is_same(found),
            (Some(_), None) | (None, Some(_)) => false,
        };
        if !is_known && retrying(|| places::note(&surface.desk, *subject, finding.as_ref())).await? {
            log(*subject, finding.as_ref());
        }
    }
    Ok(())
}

/// Without names of people.
fn log(subject: Subject, finding: Option<&Finding>) {
    match finding {
        None => tracing::info!(%subject, "a place is as it should be again"),
        Some(Finding::Missing) => tracing::warn!(%subject, "a place is missing"),
        Some(Finding::Open { to }) => tracing::warn!(
            %subject,
            strangers = to.len(),
            "a place can be read by people who must not; nothing private is posted there"
        ),
        Some(Finding::NotAdopted { because_of }) => tracing::warn!(
            %subject,
            strangers = because_of.len(),
            "a channel or role of the configured name is not used: people have it who must not"
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::Turnstile;

    #[tokio::test]
    async fn those_who_ask_while_others_wait_share_one_review() {
        let (turnstile, reviews) = (Turnstile::default(), AtomicU32::new(0));
        let review = || async {
            reviews.fetch_add(1, Ordering::SeqCst);
            tokio::task::yield_now().await;
        };
        let asked = (0..10).map(|_| turnstile.pass(review));
        futures::future::join_all(asked).await;
        // The first, and one for everybody who asked while it ran.
        assert!(reviews.load(Ordering::SeqCst) <= 2);
        turnstile.pass(review).await;
        assert!(reviews.load(Ordering::SeqCst) <= 3);
    }
}
