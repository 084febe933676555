//! The first set-up: a channel or role with a configured name fills a place that was never filled, if nobody has it who
//! must not.

use super::fit::fit;
use super::premises::Premises;
use super::review::review_site;
use super::rules::{resellers_channels, rules, taken_by};
use super::seen::Ids;
use super::site::{LookError, Site};
use crate::db::{DbError, retrying};
use crate::discord::surface::Surface;
use crate::domain::kernel::desk::Desk;
use crate::domain::people::members::Actor;
use crate::domain::people::places::{self, How, Place, PlaceError, Settling};

/// Runs before any event is handled: fills the places that were never filled with what exists, and reviews all of them.
pub(in crate::discord) async fn open(surface: &Surface) {
    let bot = surface.cache.current_user().id;
    let opened = async {
        let site = Site::fetch(&surface.http, surface.guild(), bot).await?;
        surface.places.set_people(site.people.clone());
        fill_by_name(&surface.premises(), &site).await?;
        review_site(surface, site).await
    };
    if let Err(error) = opened.await {
        // Then no channel counts as closed: private things go by direct message until the next review.
        tracing::error!(%error, "cannot review the desk's places; private messages go by direct message until the next review");
        if let Err(error) = load(surface).await {
            tracing::error!(%error, "cannot read the desk's places from the books");
        }
    }
}

/// Reads which places are filled; another process of the desk may have filled one.
pub(in crate::discord) async fn load(surface: &Surface) -> Result<(), DbError> {
    let known = places::list_places(&mut surface.desk.db.reader().await?).await?;
    surface.places.learn_ids(&known.into_iter().collect());
    Ok(())
}

/// Every place. Roles come first, because they decide who may read a channel.
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

/// Fills a place, unless another process just did.
pub(in crate::discord) async fn settle(desk: &Desk, actor: &Actor, settling: Settling) -> Result<(), PlaceError> {
    if retrying(|| places::settle(desk, actor, &settling)).await? {
        let how = settling.how.code();
        tracing::info!(place = settling.place.code(), how, "filled a place");
    }
    Ok(())
}
