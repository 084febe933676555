//! The first set-up: what is there by a configured name is taken for a place that was never filled.

use std::collections::HashMap;

use poise::serenity_prelude as serenity;
use serenity::{ChannelType, GuildChannel};

use super::{Site, configured_name};
use crate::config::DiscordConfig;
use crate::discord::retry::describe;
use crate::discord::surface::{Surface, signed};
use crate::domain::members::Actor;
use crate::domain::places::{self, How, Place, PlaceError, Settling};
use crate::ids::DiscordPlaceId;

/// Before anything is handled: reads the places from the books, and fills those that never were with what is there.
pub(in crate::discord) async fn open(surface: &Surface) {
    let bot = surface.cache.current_user().id;
    let fetched = match surface.guild() {
        Some(guild) => Some(Site::fetch(&surface.http, guild, bot).await),
        None => None,
    };
    let opened = async {
        match fetched {
            Some(Ok(site)) => {
                surface.places.set_people(site.people.clone());
                fill_by_name(surface, &site).await?;
            }
            Some(Err(error)) => {
                tracing::warn!(
                    error = describe(&error),
                    "the guild could not be looked at; places stay as they were"
                );
            }
            None => {}
        }
        load(surface).await
    };
    if let Err(error) = opened.await {
        tracing::error!(%error, "the desk's places could not be read");
    }
}

async fn load(surface: &Surface) -> Result<(), PlaceError> {
    let known = places::list_places(&mut surface.desk.db.reader().await?).await?;
    let ids = known.into_iter().filter_map(|(place, id)| Some((place, id?)));
    surface.places.set_places(ids.collect());
    Ok(())
}

async fn fill_by_name(surface: &Surface, site: &Site) -> Result<(), PlaceError> {
    let known = places::list_places(&mut surface.desk.db.reader().await?).await?;
    let known: HashMap<Place, Option<DiscordPlaceId>> = known.into_iter().collect();
    let never = Place::ALL.iter().copied().filter(|place| !known.contains_key(place));
    for place in never {
        if let Some(id) = named(&surface.config.discord, site, place).into_iter().next() {
            let how = How::Adopted;
            let settling = Settling { place, id, how };
            places::settle(&surface.desk, &Actor::desk(), &settling).await?;
        }
    }
    Ok(())
}

/// What has the configured name of a place, the oldest first.
pub(super) fn named(config: &DiscordConfig, site: &Site, place: Place) -> Vec<DiscordPlaceId> {
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
