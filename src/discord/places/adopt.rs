//! The first set-up: what is there by a configured name is taken for a place that was never filled, when nobody can read
//! it who must not.

use std::collections::HashSet;

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, ChannelType, GuildChannel, RoleId};

use super::readers::Rules;
use super::review::{Ids, Premises, place_channel, resellers_channels, review_site, role_id, rules, taken_by};
use super::site::LookError;
use super::{Site, configured_name};
use crate::config::DiscordConfig;
use crate::db::{DbError, retrying};
use crate::discord::surface::{Surface, signed};
use crate::domain::kernel::desk::Desk;
use crate::domain::people::members::{Actor, Role};
use crate::domain::people::places::{self, Finding, How, Place, PlaceError, Settling, Stranger};
use crate::ids::DiscordPlaceId;

/// Before anything is handled: fills the places that never were with what is there, and looks at all of them.
pub(in crate::discord) async fn open(surface: &Surface) {
    let bot = surface.cache.current_user().id;
    let opened = async {
        let site = Site::fetch(&surface.http, surface.guild(), bot).await?;
        surface.places.set_people(site.people.clone());
        fill_by_name(&surface.premises(), &site).await?;
        review_site(surface, site).await
    };
    if let Err(error) = opened.await {
        // Nothing counts as closed then: what is private goes by direct message until the next look.
        tracing::error!(%error, "the desk's places could not be looked at");
        if let Err(error) = load(surface).await {
            tracing::error!(%error, "the desk's places could not be read");
        }
    }
}

/// Reads which places are filled: another process of the desk may have filled one.
pub(in crate::discord) async fn load(surface: &Surface) -> Result<(), DbError> {
    let known = places::list_places(&mut surface.desk.db.reader().await?).await?;
    surface.places.learn_ids(&known.into_iter().collect());
    Ok(())
}

/// Every place, roles first: they say who may read a channel.
pub(in crate::discord) fn in_order() -> Vec<Place> {
    let (roles, channels): (Vec<Place>, Vec<Place>) =
        Place::ALL.iter().partition(|place| place.mirrored_role().is_some());
    [roles, channels].concat()
}

async fn fill_by_name(premises: &Premises<'_>, site: &Site) -> Result<(), LookError> {
    let mut reader = premises.desk.db.reader().await?;
    let mut ids: Ids = places::list_places(&mut reader).await?.into_iter().collect();
    let taken = taken_by(&resellers_channels(&mut reader).await?);
    drop(reader);
    for place in in_order() {
        if ids.contains_key(&place) {
            continue;
        }
        let rules = rules(premises, site, &ids).await?;
        if let Some(id) = fit(premises.config, &rules, place, &taken) {
            let how = How::Adopted;
            settle(premises.desk, &Actor::desk(), Settling { place, id, how }).await?;
            ids.insert(place, Some(id));
        }
    }
    Ok(())
}

/// Fills a place, unless somebody else just did.
pub(in crate::discord) async fn settle(desk: &Desk, actor: &Actor, settling: Settling) -> Result<(), PlaceError> {
    if retrying(|| places::settle(desk, actor, &settling)).await? {
        let how = settling.how.code();
        tracing::info!(place = settling.place.code(), how, "a place is filled");
    }
    Ok(())
}

/// What has the configured name of a place, the oldest first.
pub(in crate::discord) fn named(config: &DiscordConfig, site: &Site, place: Place) -> Vec<DiscordPlaceId> {
    let name = configured_name(config, place);
    if place.mirrored_role().is_some() {
        let is_it = |role: &&serenity::Role| role.name.to_lowercase() == name.to_lowercase();
        let mut found: Vec<u64> = site.roles.values().filter(is_it).map(|role| role.id.get()).collect();
        found.sort_unstable();
        return found.into_iter().map(|id| DiscordPlaceId::new(signed(id))).collect();
    }
    let is_it = |channel: &&GuildChannel| match place {
        Place::Category => channel.kind == ChannelType::Category && channel.name.to_lowercase() == name.to_lowercase(),
        _ => channel.kind == ChannelType::Text && channel.name == name,
    };
    let found = site.channels.iter().filter(is_it);
    found
        .map(|channel| DiscordPlaceId::new(signed(channel.id.get())))
        .collect()
}

/// Who has what would fill this place, and must not.
pub(in crate::discord) fn in_the_way(rules: &Rules<'_>, place: Place, id: DiscordPlaceId) -> Vec<Stranger> {
    match place.mirrored_role() {
        // It opens no channel.
        Some(Role::Reseller) => Vec::new(),
        Some(role) => holders_without(rules, role_id(id), role),
        None => match rules.site.find_channel(place_channel(id)) {
            Some(channel) => rules.strangers(channel, place.audience(), None),
            None => Vec::new(),
        },
    }
}

fn holders_without(rules: &Rules<'_>, id: RoleId, role: Role) -> Vec<Stranger> {
    let strays = rules.strangers_with(id, role);
    strays.into_iter().map(|(_, stranger)| stranger).collect()
}

/// The first that has the configured name, is nobody else's channel, and that nobody has who must not.
pub(in crate::discord) fn fit(
    config: &DiscordConfig,
    rules: &Rules<'_>,
    place: Place,
    taken: &HashSet<ChannelId>,
) -> Option<DiscordPlaceId> {
    let mut found = candidates(config, rules, place, taken);
    found.find(|id| in_the_way(rules, place, *id).is_empty())
}

fn candidates(
    config: &DiscordConfig,
    rules: &Rules<'_>,
    place: Place,
    taken: &HashSet<ChannelId>,
) -> impl Iterator<Item = DiscordPlaceId> {
    let named = named(config, rules.site, place).into_iter();
    named.filter(move |id| place.mirrored_role().is_some() || !taken.contains(&place_channel(*id)))
}

/// What is wrong with a place that nothing fills.
pub(super) fn vacancy(
    config: &DiscordConfig,
    rules: &Rules<'_>,
    place: Place,
    was_filled: bool,
    taken: &HashSet<ChannelId>,
) -> Option<Finding> {
    let unfit = candidates(config, rules, place, taken).next();
    let because_of = unfit.map(|id| in_the_way(rules, place, id)).unwrap_or_default();
    if !because_of.is_empty() {
        return Some(Finding::NotAdopted { because_of });
    }
    // A desk may do without these, as long as it never had them.
    let is_optional = matches!(place, Place::Category | Place::Achievements);
    (was_filled || !is_optional).then_some(Finding::Missing)
}
