//! Sending, editing and recording one message.

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, CreateMessage, EditMessage, MessageReference, Nonce};

use crate::db::{DbError, Reader};
use crate::discord::answer::nobody;
use crate::discord::buttons;
use crate::discord::retry::{code, code_of, describe, is_transient, retried};
use crate::discord::surface::{Surface, channel_id, discord_channel, discord_message, message_id};
use crate::discord::view::orders::Face;
use crate::domain::outbox::{self, Shown};
use crate::ids::NoticeId;

/// Why a notice was not told.
#[derive(Debug, thiserror::Error)]
pub(super) enum TellError {
    #[error("Discord: {}", describe(.0))]
    Discord(#[from] serenity::Error),
    #[error(transparent)]
    Db(#[from] DbError),
    #[error("there is no channel named {0}")]
    NoChannel(String),
    #[error("telling took too long")]
    TooSlow,
    #[error("a notice of a newer cambista")]
    Unknown,
}

impl TellError {
    /// Whether trying again is useless. A channel that is missing may be made by somebody.
    pub(super) fn is_permanent(&self) -> bool {
        match self {
            TellError::Discord(error) => !is_transient(error),
            TellError::Unknown => true,
            TellError::Db(_) | TellError::NoChannel(_) | TellError::TooSlow => false,
        }
    }
}

/// Tells one notice.
pub(super) struct Teller<'a> {
    pub(super) surface: &'a Surface,
    pub(super) notice: NoticeId,
}

/// Where something is shown: what it is, at which place, and one letter that keeps the nonces of a notice apart.
pub(super) struct Spot<'a> {
    pub(super) subject: &'a str,
    pub(super) place: &'a str,
    pub(super) letter: char,
}

/// What became of a message that was to be edited.
pub(super) enum Edited {
    Yes,
    /// It was deleted; a new one may be sent.
    Gone,
    /// Nobody can see or change it.
    OutOfReach,
}

impl Teller<'_> {
    pub(super) async fn reader(&self) -> Result<Reader, DbError> {
        self.surface.desk.db.reader().await
    }

    pub(super) async fn find_shown(&self, spot: &Spot<'_>) -> Result<Option<Shown>, DbError> {
        outbox::find_shown(&mut self.reader().await?, spot.subject, spot.place).await
    }

    /// Sends a message and records where.
    pub(super) async fn send(
        &self,
        spot: &Spot<'_>,
        channel: ChannelId,
        message: CreateMessage,
    ) -> Result<(), TellError> {
        let nonce = Nonce::String(format!("n{}{}", self.notice, spot.letter));
        let message = message.nonce(nonce).enforce_nonce(true);
        let sent = channel.send_message(&self.surface.http, message).await?;
        let shown = Shown {
            channel: channel_id(sent.channel_id),
            message: message_id(sent.id),
        };
        let mut tx = self.surface.desk.db.begin().await?;
        outbox::record_shown(&mut tx, spot.subject, spot.place, shown, self.surface.desk.clock.now()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Sends a message that belongs to this notice alone, unless it was sent before.
    pub(super) async fn send_once(
        &self,
        letter: char,
        channel: ChannelId,
        message: CreateMessage,
    ) -> Result<(), TellError> {
        let subject = format!("notice:{}", self.notice);
        let place = letter.to_string();
        let spot = Spot {
            subject: &subject,
            place: &place,
            letter,
        };
        match self.find_shown(&spot).await? {
            Some(_) => Ok(()),
            None => self.send(&spot, channel, message.allowed_mentions(nobody())).await,
        }
    }

    pub(super) async fn edit(&self, shown: Shown, face: Face) -> Result<Edited, TellError> {
        let edit = EditMessage::new()
            .content(self.surface.with_prefix(face.content))
            .embed(face.embed)
            .components(buttons::rows(&face.buttons))
            .allowed_mentions(nobody());
        let (channel, message) = (discord_channel(shown.channel), discord_message(shown.message));
        let edited = channel.edit_message(&self.surface.http, message, edit).await;
        let Err(error) = edited else {
            return Ok(Edited::Yes);
        };
        if matches!(error, serenity::Error::Json(_)) {
            // It was edited; only what came back cannot be read.
            return Ok(Edited::Yes);
        }
        match code_of(&error) {
            Some(code::UNKNOWN_MESSAGE) => {
                let mut tx = self.surface.desk.db.begin().await?;
                outbox::forget_shown(&mut tx, shown.message).await?;
                tx.commit().await?;
                Ok(Edited::Gone)
            }
            Some(code::UNKNOWN_CHANNEL | code::MISSING_ACCESS | code::MISSING_PERMISSION | code::CLOSED_DM) => {
                tracing::warn!(error = describe(&error), "a message can no longer be edited");
                Ok(Edited::OutOfReach)
            }
            _ => Err(error.into()),
        }
    }
}

/// A message that shows an order.
pub(super) fn message_of(surface: &Surface, face: Face, reply_to: Option<MessageReference>) -> CreateMessage {
    let message = CreateMessage::new()
        .content(surface.with_prefix(face.content))
        .embed(face.embed)
        .components(buttons::rows(&face.buttons))
        .allowed_mentions(nobody());
    match reply_to {
        Some(reference) => message.reference_message(reference),
        None => message,
    }
}

/// The alerts channel; else the owner's direct messages.
pub(super) async fn alerts(surface: &Surface) -> Result<ChannelId, TellError> {
    let name = &surface.config.discord.channels.alerts;
    if let Some(channel) = surface.find_channel(name) {
        return Ok(channel);
    }
    let owner = surface.owner().ok_or_else(|| TellError::NoChannel(name.clone()))?;
    let direct = owner.create_dm_channel(&surface.http).await?;
    Ok(direct.id)
}

/// Says something to the alerts channel that is owed to nobody in particular. Who cannot hear it reads the log.
pub(super) async fn alarm(surface: &Surface, words: String) {
    let said = async {
        let channel = alerts(surface).await?;
        let message = CreateMessage::new().content(words).allowed_mentions(nobody());
        retried(|| channel.send_message(&surface.http, message.clone())).await?;
        Ok::<(), TellError>(())
    };
    if let Err(error) = said.await {
        tracing::error!(%error, "the alerts channel could not be told");
    }
}
