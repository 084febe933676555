//! Who presses what, as every handler of a press gets it.

use poise::serenity_prelude::{ChannelId, User};

use crate::discord::answer::{Answer, Declined, Outcome, unread};
use crate::discord::content::Content;
use crate::discord::surface::Surface;
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::people::members::Actor;
use crate::ids::RequestId;

/// Who presses what, and the id that makes pressing safe to repeat.
pub(super) struct Press<'a> {
    pub(super) surface: &'a Surface,
    pub(super) user: &'a User,
    pub(super) request: RequestId,
    /// Where others read the pressed message, too: in a channel, unless it was shown to this person alone.
    pub(super) read_in: Option<ChannelId>,
}

impl Press<'_> {
    /// The pressed message becomes this one; where others read it who may not read that, it is shown to this person
    /// alone.
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
    tracing::info!("something was pressed that means nothing now");
    Err(Declined::because(view::controls::stale()))
}
