//! What became of a payout, for whoever asked for it: with the capture, when it was paid.

use poise::serenity_prelude as serenity;
use serenity::{CreateAttachment, CreateMessage};

use super::captures::{extension, is_too_large};
use super::post::{TellError, Teller, alerts};
use super::registration::{is_closed, send_direct};
use crate::discord::proofs::files;
use crate::discord::surface::discord_user;
use crate::discord::view;
use crate::domain::outbox::CaptureUse;
use crate::domain::payouts;
use crate::domain::places::Place;
use crate::domain::requests::RequestState;
use crate::ids::RequestNumber;
use crate::reports::requests::RequestCard;

/// By direct message; who closed them is called in the channel of payouts, without amounts.
pub(super) async fn ended(teller: &Teller<'_>, card: &RequestCard, words: String) -> Result<(), TellError> {
    let user = discord_user(card.member.discord_user);
    let words = teller.surface.with_prefix(words);
    let message = CreateMessage::new().content(words);
    let told = match capture_of(teller, card).await? {
        None => send_direct(teller, user, message).await,
        Some(capture) => match send_direct(teller, user, message.clone().add_file(capture)).await {
            // Discord's limit for files: the capture then stays with the superusers.
            Err(TellError::Discord(error)) if is_too_large(&error) => {
                tracing::warn!("Discord does not take a capture of this size");
                send_direct(teller, user, message).await
            }
            told => told,
        },
    };
    match told {
        Err(TellError::Discord(error)) if is_closed(&error) => called(teller, card).await,
        told => told,
    }
}

async fn called(teller: &Teller<'_>, card: &RequestCard) -> Result<(), TellError> {
    let Some(channel) = teller.surface.place(Place::Payouts) else {
        tracing::warn!(
            "somebody cannot be told of their payout: direct messages are closed, and its channel is missing"
        );
        return Ok(());
    };
    let user = discord_user(card.member.discord_user);
    let message = CreateMessage::new().content(view::payouts::called(user, &card.request));
    teller.ring_once('g', channel, message, Some(user)).await
}

/// The newest capture of a payout that was paid. One that is no longer on disk is no reason to say nothing.
async fn capture_of(teller: &Teller<'_>, card: &RequestCard) -> Result<Option<CreateAttachment>, TellError> {
    let number = card.request.number;
    if card.request.state != RequestState::Approved {
        return Ok(None);
    }
    let proofs = payouts::list_proofs(&mut teller.reader().await?, number).await?;
    let Some(proof) = proofs.last() else {
        return Ok(None);
    };
    match files::read(&teller.surface.config.desk.data_dir, &proof.sha256).await {
        Ok(bytes) => {
            let name = format!("retiro-{number}.{}", extension(&proof.file_name));
            Ok(Some(CreateAttachment::bytes(bytes, name)))
        }
        Err(error) => {
            tracing::error!(request.number = number.get(), %error, "a capture cannot be read from the data directory");
            Ok(None)
        }
    }
}

pub(super) async fn capture_reused(
    teller: &Teller<'_>,
    number: RequestNumber,
    earlier: CaptureUse,
) -> Result<(), TellError> {
    let words = view::alarms::payout_capture_reused(number, earlier);
    let message = CreateMessage::new().content(teller.surface.with_prefix(words));
    teller.send_once('a', alerts(teller.surface).await?, message).await
}
