//! What superusers decide is shown to them, and what they decided is told to whoever asked.

use poise::serenity_prelude::CreateMessage;

use super::order::show;
use super::post::{Spot, TellError, Teller, Version, alerts};
use super::registration::direct;
use crate::discord::view;
use crate::domain::places::Place;
use crate::domain::requests::Details;
use crate::ids::RequestNumber;
use crate::reports;

/// The message in the channel of requests follows; without that channel, superusers are told where alerts go.
pub(super) async fn changed(teller: &Teller<'_>, number: RequestNumber) -> Result<(), TellError> {
    let card = reports::requests::request_card(&mut teller.reader().await?, number).await?;
    let Some(card) = card else {
        tracing::error!(
            request.number = number.get(),
            "a notice names a request that is not there"
        );
        return Ok(());
    };
    let subject = format!("request:{number}");
    let spot = Spot {
        subject: &subject,
        place: "requests",
        letter: 's',
    };
    let channel = match teller.surface.place(Place::Requests) {
        Some(channel) => channel,
        None => alerts(teller.surface).await?,
    };
    show(
        teller,
        &spot,
        Version::plain(view::requests::in_channel(&card)),
        Some(channel),
    )
    .await
}

/// Whoever asked hears what became of it.
pub(super) async fn ended(teller: &Teller<'_>, number: RequestNumber) -> Result<(), TellError> {
    let card = reports::requests::request_card(&mut teller.reader().await?, number).await?;
    let Some(card) = card else {
        return Ok(());
    };
    let Some(words) = view::requests::ended(&card) else {
        return Ok(());
    };
    if let Details::Payout(_) = card.request.details {
        return super::payouts::ended(teller, &card, words).await;
    }
    let message = CreateMessage::new().content(teller.surface.with_prefix(words));
    direct(teller, &card.member, message).await
}
