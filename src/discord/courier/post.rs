//! Sending, editing and recording one message.

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, CreateAttachment, CreateMessage, EditMessage, MessageReference, Nonce, UserId};

use crate::db::{DbError, Reader};
use crate::discord::answer::nobody;
use crate::discord::buttons;
use crate::discord::retry::{code, code_of, describe, is_transient, retried};
use crate::discord::surface::{Surface, channel_id, discord_channel, discord_message, message_id};
use crate::discord::view::face::Face;
use crate::domain::outbox::{self, Sending, Shown};
use crate::domain::places::Place;
use crate::ids::NoticeId;

/// Why a notice was not told.
#[derive(Debug, thiserror::Error)]
pub(super) enum TellError {
    #[error("Discord: {}", describe(.0))]
    Discord(#[from] serenity::Error),
    #[error(transparent)]
    Db(#[from] DbError),
    #[error("nothing fills {0}")]
    NoChannel(Place),
    #[error("the desk refused: {0}")]
    Refused(String),
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
            TellError::Db(_) | TellError::NoChannel(_) | TellError::Refused(_) | TellError::TooSlow => false,
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

/// What became of a message that was to be brought up to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Updated {
    Yes,
    /// None was sent so far.
    None,
    /// It was deleted; a new one may be sent.
    Gone,
    /// Nobody can see or change it.
    OutOfReach,
}

/// How a message looks that shows an order.
#[derive(Clone)]
pub(super) struct Version {
    pub(super) face: Face,
    pub(super) reply_to: Option<MessageReference>,
    /// Who is pinged when it is new.
    pub(super) ping: Option<UserId>,
    /// What is attached when it is new.
    pub(super) file: Option<CreateAttachment>,
}

impl Version {
    pub(super) fn plain(face: Face) -> Self {
        Self {
            face,
            reply_to: None,
            ping: None,
            file: None,
        }
    }

    fn message(&self, surface: &Surface) -> CreateMessage {
        let face = self.face.clone();
        let message = CreateMessage::new()
            .content(surface.with_prefix(face.content))
            .embeds(face.embeds)
            .components(buttons::rows(&face.rows))
            .allowed_mentions(nobody().users(self.ping));
        let message = match &self.file {
            Some(file) => message.add_file(file.clone()),
            None => message,
        };
        match &self.reply_to {
            Some(reference) => message.reference_message(reference.clone()),
            None => message,
        }
    }
}

impl Teller<'_> {
    pub(super) async fn reader(&self) -> Result<Reader, DbError> {
        self.surface.desk.db.reader().await
    }

    /// The channel that fills a place.
    pub(super) fn channel(&self, place: Place) -> Result<ChannelId, TellError> {
        self.surface.place(place).ok_or(TellError::NoChannel(place))
    }

    pub(super) async fn find_shown(&self, spot: &Spot<'_>) -> Result<Option<Shown>, DbError> {
        outbox::find_shown(&mut self.reader().await?, spot.subject, spot.place).await
    }

    /// Brings the message at this spot up to date. `version` says how it looks in the channel where it is.
    pub(super) async fn update(
        &self,
        spot: &Spot<'_>,
        version: impl FnOnce(ChannelId) -> Version,
    ) -> Result<Updated, TellError> {
        let mut reader = self.reader().await?;
        let shown = outbox::find_shown(&mut reader, spot.subject, spot.place).await?;
        let sending = match shown {
            None => outbox::find_sending(&mut reader, spot.subject, spot.place).await?,
            Some(_) => None,
        };
        drop(reader);
        let (shown, face) = match (shown, sending) {
            (Some(shown), _) => (shown, version(discord_channel(shown.channel)).face),
            (None, Some(sending)) => {
                // Its courier died, or lost the answer: Discord gives the old message back, with its old text.
                let version = version(discord_channel(sending.channel));
                let message = version.message(self.surface);
                match self.send_as(spot, &sending, message).await {
                    Ok(shown) => (shown, version.face),
                    Err(TellError::Discord(error)) if !is_transient(&error) => return Ok(Updated::None),
                    Err(error) => return Err(error),
                }
            }
            (None, None) => return Ok(Updated::None),
        };
        self.edit(shown, face).await
    }

    /// Sends a message that will be edited when its subject changes. That it is being sent is written first.
    pub(super) async fn send(&self, spot: &Spot<'_>, channel: ChannelId, version: Version) -> Result<(), TellError> {
        let sending = Sending {
            channel: channel_id(channel),
            nonce: self.nonce(spot),
        };
        let mut tx = self.surface.desk.db.begin().await?;
        outbox::begin_sending(
            &mut tx,
            spot.subject,
            spot.place,
            &sending,
            self.surface.desk.clock.now(),
        )
        .await?;
        tx.commit().await?;
        self.send_as(spot, &sending, version.message(self.surface)).await?;
        Ok(())
    }

    /// Sends and records where; what Discord refuses for good is no longer being sent.
    async fn send_as(&self, spot: &Spot<'_>, sending: &Sending, message: CreateMessage) -> Result<Shown, TellError> {
        let channel = discord_channel(sending.channel);
        let message = message.nonce(Nonce::String(sending.nonce.clone())).enforce_nonce(true);
        match channel.send_message(&self.surface.http, message).await {
            Ok(sent) => Ok(self.record(spot, &sent).await?),
            Err(error) => {
                if !is_transient(&error) {
                    let mut tx = self.surface.desk.db.begin().await?;
                    outbox::drop_sending(&mut tx, spot.subject, spot.place).await?;
                    tx.commit().await?;
                }
                Err(error.into())
            }
        }
    }

    async fn record(&self, spot: &Spot<'_>, sent: &serenity::Message) -> Result<Shown, DbError> {
        let shown = Shown {
            channel: channel_id(sent.channel_id),
            message: message_id(sent.id),
        };
        let mut tx = self.surface.desk.db.begin().await?;
        outbox::record_shown(&mut tx, spot.subject, spot.place, shown, self.surface.desk.clock.now()).await?;
        outbox::drop_sending(&mut tx, spot.subject, spot.place).await?;
        tx.commit().await?;
        Ok(shown)
    }

    /// The same for the same notice and spot, however often it is told.
    fn nonce(&self, spot: &Spot<'_>) -> String {
        format!("n{}{}", self.notice, spot.letter)
    }

    /// Sends a message that belongs to this notice alone, unless it was sent before. Nobody is pinged.
    pub(super) async fn send_once(
        &self,
        letter: char,
        channel: ChannelId,
        message: CreateMessage,
    ) -> Result<(), TellError> {
        self.ring_once(letter, channel, message, None).await
    }

    /// The same, and `ping` is rung where the message mentions them.
    pub(super) async fn ring_once(
        &self,
        letter: char,
        channel: ChannelId,
        message: CreateMessage,
        ping: Option<UserId>,
    ) -> Result<(), TellError> {
        let subject = format!("notice:{}", self.notice);
        let place = letter.to_string();
        let spot = Spot {
            subject: &subject,
            place: &place,
            letter,
        };
        if self.find_shown(&spot).await?.is_some() {
            return Ok(());
        }
        let message = message
            .allowed_mentions(nobody().users(ping))
            .nonce(Nonce::String(self.nonce(&spot)))
            .enforce_nonce(true);
        let sent = channel.send_message(&self.surface.http, message).await?;
        self.record(&spot, &sent).await?;
        Ok(())
    }

    async fn edit(&self, shown: Shown, face: Face) -> Result<Updated, TellError> {
        let edit = EditMessage::new()
            .content(self.surface.with_prefix(face.content))
            .embeds(face.embeds)
            .components(buttons::rows(&face.rows))
            .allowed_mentions(nobody());
        let (channel, message) = (discord_channel(shown.channel), discord_message(shown.message));
        let edited = channel.edit_message(&self.surface.http, message, edit).await;
        let Err(error) = edited else {
            return Ok(Updated::Yes);
        };
        if matches!(error, serenity::Error::Json(_)) {
            // It was edited; only what came back cannot be read.
            return Ok(Updated::Yes);
        }
        match code_of(&error) {
            Some(code::UNKNOWN_MESSAGE) => {
                let mut tx = self.surface.desk.db.begin().await?;
                outbox::forget_shown(&mut tx, shown.message).await?;
                tx.commit().await?;
                Ok(Updated::Gone)
            }
            Some(code::UNKNOWN_CHANNEL | code::MISSING_ACCESS | code::MISSING_PERMISSION | code::CLOSED_DM) => {
                tracing::warn!(error = describe(&error), "a message can no longer be edited");
                Ok(Updated::OutOfReach)
            }
            _ => Err(error.into()),
        }
    }
}

/// The alerts channel; else the owner's direct messages.
pub(super) async fn alerts(surface: &Surface) -> Result<ChannelId, TellError> {
    if let Some(channel) = surface.place(Place::Alerts) {
        return Ok(channel);
    }
    let owner = surface.owner().ok_or(TellError::NoChannel(Place::Alerts))?;
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
