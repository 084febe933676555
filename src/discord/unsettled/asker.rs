//! What is in doubt, and who asked for it.

use poise::serenity_prelude as serenity;
use serde::{Deserialize, Serialize};
use serenity::{ChannelId, InteractionId, Message, UserId};

use crate::discord::typing::line::Line;
use crate::discord::view::faults::Done;
use crate::ids::RequestId;

/// What is in doubt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::discord) struct Doubt {
    /// The request to look for; `None` for the request of the event itself.
    pub(in crate::discord) request: Option<RequestId>,
}

/// Who asked for something, and where they will be told the outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::discord) struct Asker {
    /// The id of the message or interaction.
    pub(super) event: u64,
    pub(super) channel: u64,
    pub(super) user: u64,
    pub(super) is_message: bool,
    /// Which of the message's commands it was, counted from 1.
    #[serde(default = "first")]
    pub(super) nth: usize,
    /// The line of the command, when the message contained several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) line: Option<usize>,
}

fn first() -> usize {
    1
}

impl Asker {
    pub(in crate::discord) fn of_message(message: &Message) -> Asker {
        Asker {
            event: message.id.get(),
            channel: message.channel_id.get(),
            user: message.author.id.get(),
            is_message: true,
            nth: first(),
            line: None,
        }
    }

    /// The same for one of several commands of the message.
    pub(in crate::discord) fn of_line(self, line: &Line) -> Asker {
        let (nth, line) = (line.nth, line.label());
        Asker { nth, line, ..self }
    }

    pub(in crate::discord) fn of_interaction(id: InteractionId, channel: ChannelId, user: UserId) -> Asker {
        Asker {
            event: id.get(),
            channel: channel.get(),
            user: user.get(),
            is_message: false,
            nth: first(),
            line: None,
        }
    }

    pub(super) fn done(self) -> Done {
        if self.is_message { Done::Written } else { Done::Pressed }
    }
}
