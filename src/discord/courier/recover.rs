//! Finds a message that was sent long ago and not recorded, because its answer was lost or its courier died. Discord
//! remembers a nonce only for some minutes. After that, the message is searched in its channel, so that nobody gets it
//! twice.

use poise::serenity_prelude as serenity;
use serenity::{GetMessages, Message};

use super::error::TellError;
use super::post::{Draft, Spot, Teller};
use crate::discord::ids::{discord_channel, message_id};
use crate::domain::kernel::outbox::{self, Sending, Shown};

/// How long Discord is trusted to return a message for its nonce, in milliseconds.
const NONCE_TRUSTED_MS: i64 = 120_000;
/// How many of a channel's newest messages are searched.
const MESSAGES_MAX: u8 = 50;

impl Teller<'_> {
    /// Whether a sending began so long ago that Discord may have forgotten its nonce.
    pub(super) fn is_stale(&self, sending: &Sending) -> bool {
        NONCE_TRUSTED_MS < self.surface.desk.clock.now().ms_since(sending.begun_at)
    }

    /// Finds and records the message of an earlier attempt at this spot, if that attempt is stale.
    pub(super) async fn find_lost(&self, spot: &Spot, draft: &Draft) -> Result<Option<Shown>, TellError> {
        let sending = outbox::find_sending(&mut self.reader().await?, &spot.subject, &spot.place()).await?;
        match sending.filter(|sending| self.is_stale(sending)) {
            Some(sending) => self.find_made(spot, &sending, draft).await,
            None => Ok(None),
        }
    }

    /// Finds and records the message of this sending. If it is not in the channel, it was never sent, and the record of
    /// the sending is dropped.
    pub(super) async fn find_made(
        &self,
        spot: &Spot,
        sending: &Sending,
        draft: &Draft,
    ) -> Result<Option<Shown>, TellError> {
        let newest = GetMessages::new().limit(MESSAGES_MAX);
        let channel = discord_channel(sending.channel);
        let messages = channel.messages(&self.surface.http, newest).await?;
        let bot = self.surface.cache.current_user().id;
        for message in messages.iter().filter(|message| message.author.id == bot) {
            if !self.is_like(message, draft) {
                continue;
            }
            let shows = outbox::find_subject_of(&mut self.reader().await?, message_id(message.id)).await?;
            if shows.is_none() {
                tracing::info!(subject = spot.subject, "found a message that was sent and not recorded");
                return Ok(Some(self.record(spot, message).await?));
            }
        }
        self.drop_sending(spot).await?;
        Ok(None)
    }

    /// Whether a message is the one that the draft describes, perhaps in an earlier state: it has the same title, or,
    /// without a title, the same words.
    fn is_like(&self, message: &Message, draft: &Draft) -> bool {
        let title = draft.face.embeds.first().and_then(|embed| {
            let embed = serde_json::to_value(embed).ok()?;
            Some(embed["title"].as_str()?.to_owned())
        });
        let shown = message.embeds.first().and_then(|embed| embed.title.clone());
        match title {
            Some(title) if draft.has_one_title => shown == Some(title),
            title => shown == title && message.content == draft.content(self.surface),
        }
    }
}
