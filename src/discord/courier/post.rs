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

/// Tells one telling.
pub(super) struct Teller<'a> {
    pub(super) surface: &'a Surface,
    pub(super) telling: TellingId,
    /// What its nonces begin with: each message of a telling has one of its own.
    says: char,
    /// How long the channel that was written in last wants to be left alone.
    rest: Mutex<Option<Duration>>,
}

/// Where a message stands: what it shows, at which place, by which way (0: where it belongs).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) subject: String,
    pub(super) place: String,
    pub(super) way: usize,
}

/// What became of a message that was to be brought up to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Updated {
    Yes,
    /// None was sent so far.
    None,
    /// It was deleted.
    Gone,
    /// It is gone with its channel.
    Lost,
}

/// Whether a new message may ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sound {
    Rings,
    /// Its people have heard of it another way.
    Quiet,
}

/// A message as it is to be.
pub(super) struct Draft {
    pub(super) face: Face,
    pub(super) reference: Option<MessageReference>,
    /// Who is mentioned; they are rung when it is new.
    pub(super) ring: Vec<UserId>,
    pub(super) sound: Sound,
    pub(super) files: Vec<CreateAttachment>,
    /// Whether its title says what it shows, whatever became of that.
    pub(super) has_one_title: bool,
}

impl Spot {
    /// How `shown_messages` calls this place.
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

/// An answer to a message that may be gone by now.
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

    /// For what is said in plain words instead: another message of the same telling.
    pub(super) fn in_words(surface: &'a Surface, telling: TellingId) -> Self {
        Self {
            says: 'w',
            ..Self::new(surface, telling)
        }
    }

    pub(super) async fn reader(&self) -> Result<Reader, DbError> {
        self.surface.desk.db.reader().await
    }

    /// How long the channel written in last wants to be left alone.
    pub(super) fn rest(&self) -> Option<Duration> {
        *self.rest.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn note_rest(&self, rest: Option<Duration>) {
        *self.rest.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = rest;
    }

    pub(super) async fn find_shown(&self, spot: &Spot) -> Result<Option<Shown>, DbError> {
        outbox::find_shown(&mut self.reader().await?, &spot.subject, &spot.place()).await
    }

    /// Brings the message at this spot up to date, if there is one.
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
            // Its courier died, or lost the answer: Discord gives the old message back, with its old text.
            (None, Some(sending)) => match self.send_as(spot, &sending, draft).await {
                Ok(shown) => shown,
                Err(TellError::Closed(..) | TellError::Never(_) | TellError::FileTooLarge) => return Ok(Updated::None),
                Err(error) => return Err(error),
            },
            (None, None) => return Ok(Updated::None),
        };
        self.edit(shown, draft).await
    }

    /// Sends a message. That it is being sent is written first, so that it is found again after a crash.
    pub(super) async fn send(&self, spot: &Spot, channel: ChannelId, draft: &Draft) -> Result<(), TellError> {
        self.send_with_nonce(spot, channel, draft, "").await
    }

    /// The same in place of one that was deleted: Discord would answer the old nonce with the message that is gone.
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
            // The same however often this telling is tried, and another one than that of a telling of the same number in books
            // that were given up for these.
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

    /// Sends and records where; what Discord refuses is no longer being sent.
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

    /// The message is out: a commit that is not answered is asked for again, since a lost record would send a second one.
    pub(super) async fn drop_sending(&self, spot: &Spot) -> Result<(), DbError> {
        let mut tx = self.surface.desk.db.begin().await?;
        outbox::drop_sending(&mut tx, &spot.subject, &spot.place()).await?;
        tx.commit().await
    }

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
            // It was edited; only what came back cannot be read.
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
