//! Which channel or role could fill a place, and who must not have it.

use std::collections::HashSet;

use poise::serenity_prelude::{ChannelId, RoleId};

use super::names::named;
use super::readers::Rules;
use super::rules::{place_channel, role_id};
use crate::config::DiscordConfig;
use crate::domain::people::members::Role;
use crate::domain::people::places::{Finding, Place, Stranger};
use crate::ids::DiscordPlaceId;

/// The people who have this channel or role and must not, if it is to fill this place.
pub(in crate::discord) fn in_the_way(rules: &Rules<'_>, place: Place, id: DiscordPlaceId) -> Vec<Stranger> {
    match place.mirrored_role() {
        // The resellers' role opens no channel, so anybody may have it.
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

/// The first one with the configured name that is nobody else's channel and that nobody has who must not.
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

/// What is wrong with an empty place.
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
    // A desk can work without these, unless it once had them.
    let is_optional = matches!(place, Place::Category | Place::Achievements);
    (was_filled || !is_optional).then_some(Finding::Missing)
}
