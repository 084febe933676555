//! Sending, editing and recording one message.

use std::sync::Mutex;
use std::time::Duration;

use poise::serenity_prelude as serenity;
use serenity::{
    ChannelId, CreateAttachment, CreateMessage, EditMessage, MessageFlags, MessageReference, MessageReferenceKind,
    Nonce, UserId,
};

use super::call::{self, CallError};
use super::error::TellError;
use crate::db::{DbError, Reader, retrying};
use crate::discord::mentions::{calling, nobody};

use crate::discord::ids::{channel_id, discord_channel, discord_message, message_id};
use crate::discord::retry::{code, code_of};
use crate::discord::surface::Surface;
use crate::discord::view::components::rows;
use crate::discord::view::face::Face;
use crate::domain::kernel::outbox::{self, Sending, Shown};
use crate::ids::TellingId;

/// Sends and edits the messages of one telling.
pub(super) struct Teller<'a> {
    pub(super) surface: &'a Surface,
    pub(super) telling: TellingId,
    /// The first letter of its nonces. Each message of a telling has a nonce of its own.
    says: char,
    /// How long the channel that was written in last must rest.
    rest: Mutex<Option<Duration>>,
}

/// Identifies a message: what it shows, at which place, and by which way (0: at its own place).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) subject: String,
    pub(super) place: String,
    pub(super) way: usize,
}

/// The result of updating a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Updated {
    Yes,
    /// No message has been sent yet.
    None,
    /// It was deleted.
    Gone,
    /// It was deleted together with its channel.
    Lost,
}

/// Whether a new message may ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sound {
    Rings,
    /// The people it is for have already been told another way.
    Quiet,
}

/// A message to send, or the new look of a message to edit.
pub(super) struct Draft {
    pub(super) face: Face,
    pub(super) reference: Option<MessageReference>,
    /// Who is mentioned. They are rung when the message is new.
    pub(super) ring: Vec<UserId>,
    pub(super) sound: Sound,
    pub(super) files: Vec<CreateAttachment>,
    /// Whether its title depends only on what it shows, and not on the state of that.
    pub(super) has_one_title: bool,
}

impl Spot {
    /// The name of this place and way in `shown_messages`.
    pub(super) fn place(&self) -> String {
        if self.way == 0 {
            return self.place.clone();
        }
        format!("{}~{}", self.place, self.way)
    }
}

impl Draft {
    pub(super) fn content(&self, surface: &Surface) -> String {
        calling(&self.ring, &surface.with_prefix(self.face.content.clone()))
    }

    fn message(&self, surface: &Surface) -> CreateMessage {
        let rung: &[UserId] = match self.sound {
            Sound::Rings => &self.ring,
            Sound::Quiet => &[],
        };
        let mut message = CreateMessage::new()
            .content(self.content(surface))
            .embeds(self.face.embeds.clone())
            .components(rows(&self.face.rows))
            .allowed_mentions(nobody().users(rung.iter().copied()));
        if self.sound == Sound::Quiet {
            message = message.flags(MessageFlags::SUPPRESS_NOTIFICATIONS);
        }
        for file in &self.files {
            message = message.add_file(file.clone());
        }
        match &self.reference {
            Some(reference) => message.reference_message(reference.clone()),
            None => message,
        }
    }

    fn edit(&self, surface: &Surface) -> EditMessage {
        EditMessage::new()
            .content(self.content(surface))
            .embeds(self.face.embeds.clone())
            .components(rows(&self.face.rows))
            .allowed_mentions(nobody())
    }
}

/// A reply to a message that may have been deleted.
pub(super) fn reference_to(channel: ChannelId, message: crate::ids::DiscordMessageId) -> MessageReference {
    MessageReference::new(MessageReferenceKind::Default, channel)
        .message_id(discord_message(message))
        .fail_if_not_exists(false)
}

impl<'a> Teller<'a> {
    pub(super) fn new(surface: &'a Surface, telling: TellingId) -> Self {
        Self {
            surface,
            telling,
            says: 't',
            rest: Mutex::default(),
        }
    }

    /// For the version in plain words, which is another message of the same telling.
    pub(super) fn in_words(surface: &'a Surface, telling: TellingId) -> Self {
        Self {
            says: 'w',
            ..Self::new(surface, telling)
        }
    }

    pub(super) async fn reader(&self) -> Result<Reader, DbError> {
        self.surface.desk.db.reader().await
    }

    /// How long the channel that was written in last must rest.
    pub(super) fn rest(&self) -> Option<Duration> {
        *self.rest.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn note_rest(&self, rest: Option<Duration>) {
        *self.rest.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = rest;
    }

    pub(super) async fn find_shown(&self, spot: &Spot) -> Result<Option<Shown>, DbError> {
        outbox::find_shown(&mut self.reader().await?, &spot.subject, &spot.place()).await
    }

    /// Updates the message at this spot, if there is one.
    pub(super) async fn update(&self, spot: &Spot, draft: &Draft) -> Result<Updated, TellError> {
        let mut reader = self.reader().await?;
        let shown = outbox::find_shown(&mut reader, &spot.subject, &spot.place()).await?;
        let sending = match shown {
            None => outbox::find_sending(&mut reader, &spot.subject, &spot.place()).await?,
            Some(_) => None,
        };
        drop(reader);
        let shown = match (shown, sending) {
            (Some(shown), _) => shown,
            (None, Some(sending)) if self.is_stale(&sending) => match self.find_made(spot, &sending, draft).await? {
                Some(shown) => shown,
                None => return Ok(Updated::None),
            },
            // The courier died, or the answer was lost. For the same nonce Discord returns the old message, with its
            // old text.
            (None, Some(sending)) => match self.send_as(spot, &sending, draft).await {
                Ok(shown) => shown,
                Err(TellError::Closed(..) | TellError::Never(_) | TellError::FileTooLarge) => return Ok(Updated::None),
                Err(error) => return Err(error),
            },
            (None, None) => return Ok(Updated::None),
        };
        self.edit(shown, draft).await
    }

    /// Sends a message. The sending is recorded before, so that the message is found after a crash.
    pub(super) async fn send(&self, spot: &Spot, channel: ChannelId, draft: &Draft) -> Result<(), TellError> {
        self.send_with_nonce(spot, channel, draft, "").await
    }

    /// The same in place of a deleted message. It uses another nonce, because for the old one Discord would return the
    /// deleted message.
    pub(super) async fn send_anew(&self, spot: &Spot, channel: ChannelId, draft: &Draft) -> Result<(), TellError> {
        self.send_with_nonce(spot, channel, draft, "g").await
    }

    async fn send_with_nonce(
        &self,
        spot: &Spot,
        channel: ChannelId,
        draft: &Draft,
        mark: &str,
    ) -> Result<(), TellError> {
        let sending = Sending {
            channel: channel_id(channel),
            // The same for every attempt of this telling, and different from the nonce of a telling with the same
            // number in books that were given up.
            nonce: format!(
                "{}{}{mark}{}{}",
                self.says, self.telling, spot.way, self.surface.kept_apart
            ),
            begun_at: self.surface.desk.clock.now(),
        };
        let mut tx = self.surface.desk.db.begin().await?;
        outbox::begin_sending(&mut tx, &spot.subject, &spot.place(), &sending).await?;
        tx.commit().await?;
        self.send_as(spot, &sending, draft).await?;
        Ok(())
    }

    /// Sends the message and records it. If Discord refuses it, the record of the sending is dropped.
    async fn send_as(&self, spot: &Spot, sending: &Sending, draft: &Draft) -> Result<Shown, TellError> {
        let channel = discord_channel(sending.channel);
        let message = draft.message(self.surface);
        let message = message.nonce(Nonce::String(sending.nonce.clone())).enforce_nonce(true);
        match call::create(self.surface, channel, &message, draft.files.clone()).await {
            Ok(called) => {
                self.note_rest(called.rest);
                Ok(self.record(spot, &called.answer).await?)
            }
            Err(error) => {
                let error = TellError::from(error);
                if matches!(
                    error,
                    TellError::Closed(..) | TellError::Never(_) | TellError::FileTooLarge | TellError::Limited { .. }
                ) {
                    self.drop_sending(spot).await?;
                }
                Err(error)
            }
        }
    }

    /// Drops the record that a message is being sent.
    pub(super) async fn drop_sending(&self, spot: &Spot) -> Result<(), DbError> {
        let mut tx = self.surface.desk.db.begin().await?;
        outbox::drop_sending(&mut tx, &spot.subject, &spot.place()).await?;
        tx.commit().await
    }

    /// Records the message that was sent. An unanswered commit is repeated, because without the record it would be sent
    /// again.
    pub(super) async fn record(&self, spot: &Spot, sent: &serenity::Message) -> Result<Shown, DbError> {
        let shown = Shown {
            channel: channel_id(sent.channel_id),
            message: message_id(sent.id),
        };
        let now = self.surface.desk.clock.now();
        retrying(|| async {
            let mut tx = self.surface.desk.db.begin().await?;
            outbox::record_shown(&mut tx, &spot.subject, &spot.place(), shown, now).await?;
            outbox::drop_sending(&mut tx, &spot.subject, &spot.place()).await?;
            tx.commit().await?;
            Ok::<_, DbError>(shown)
        })
        .await
    }

    async fn edit(&self, shown: Shown, draft: &Draft) -> Result<Updated, TellError> {
        let (channel, message) = (discord_channel(shown.channel), discord_message(shown.message));
        match call::edit(self.surface, channel, message, &draft.edit(self.surface)).await {
            Ok(called) => {
                self.note_rest(called.rest);
                Ok(Updated::Yes)
            }
            // It was edited; only the response could not be parsed.
            Err(CallError::Discord(serenity::Error::Json(_))) => Ok(Updated::Yes),
            Err(CallError::Discord(error)) if code_of(&error) == Some(code::UNKNOWN_MESSAGE) => {
                self.forget(shown).await?;
                Ok(Updated::Gone)
            }
            Err(CallError::Discord(error)) if code_of(&error) == Some(code::UNKNOWN_CHANNEL) => {
                self.forget(shown).await?;
                Ok(Updated::Lost)
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn forget(&self, shown: Shown) -> Result<(), DbError> {
        let mut tx = self.surface.desk.db.begin().await?;
        outbox::forget_shown(&mut tx, shown.message).await?;
        tx.commit().await
    }
}
