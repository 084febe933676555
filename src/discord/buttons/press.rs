//! What every handler of a press receives.

use poise::serenity_prelude::{ChannelId, User};

use crate::discord::answer::{Answer, Declined, Outcome, unread};
use crate::discord::content::Content;
use crate::discord::surface::Surface;
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::people::members::Actor;
use crate::ids::RequestId;

/// Who pressed, and the request id that makes the press safe to repeat.
pub(super) struct Press<'a> {
    pub(super) surface: &'a Surface,
    pub(super) user: &'a User,
    pub(super) request: RequestId,
    /// The channel in which others read the pressed message. `None` in direct messages and when it is shown to this
    /// person only.
    pub(super) read_in: Option<ChannelId>,
}

impl Press<'_> {
    /// Replaces the pressed message with this one. If others read it there who may not read this content, it is shown
    /// to this person only.
    pub(super) fn turn(&self, face: Face, content: Content) -> Answer {
        match self.read_in {
            Some(channel) if !content.may_be_read_in(self.surface, channel) => Answer::Face(Box::new(face)),
            Some(_) | None => Answer::Turn(Box::new(face)),
        }
    }

    pub(super) async fn actor(&self) -> Result<Actor, Declined> {
        let found = self.surface.identify(self.user).await;
        found.map_err(unread("members.identify"))
    }
}

pub(super) fn stale() -> Outcome {
    tracing::info!("refused a button or choice that has no meaning now");
    Err(Declined::because(view::controls::stale()))
}
