//! What is wrong with one of the desk's places, or no longer, for superusers.

use poise::serenity_prelude::CreateMessage;

use super::post::{TellError, Teller, alerts};
use crate::discord::surface::Surface;
use crate::discord::view;
use crate::domain::channels;
use crate::domain::places::{self, Finding, Noted, Subject};
use crate::ids::PlaceFindingId;

pub(super) async fn reviewed(teller: &Teller<'_>, finding: PlaceFindingId) -> Result<(), TellError> {
    let noted = places::get_noted(&mut teller.reader().await?, finding).await?;
    let name = name_of(teller, &noted).await?;
    let words = teller
        .surface
        .with_prefix(view::places::reviewed(&noted, name.as_deref()));
    let channel = alerts(teller.surface).await?;
    teller
        .send_once('a', channel, CreateMessage::new().content(words))
        .await
}

/// What it is called in Discord. What is missing is named by what it is for, since its name may be anything.
async fn name_of(teller: &Teller<'_>, noted: &Noted) -> Result<Option<String>, TellError> {
    let surface: &Surface = teller.surface;
    Ok(match (noted.subject, &noted.finding) {
        (Subject::Channel(channel), _) => {
            let channel = channels::get_channel(&mut teller.reader().await?, channel).await?;
            Some(channel.name)
        }
        (Subject::Place(_), Some(Finding::Missing)) => None,
        (Subject::Place(place), Some(Finding::Open { .. } | Finding::NotAdopted { .. }) | None) => {
            Some(surface.name_of(place))
        }
    })
}
