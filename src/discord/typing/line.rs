//! Which command of a message is being handled, and whether it is only read.

use crate::ids::RequestId;

/// One command of a message, for its handler. A slash command is always alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::discord) struct Line {
    /// Its position among the message's commands, counted from 1.
    pub(in crate::discord) nth: usize,
    /// The line of the message where it begins, counted from 1.
    pub(in crate::discord) number: usize,
    pub(in crate::discord) among: Among,
    pub(in crate::discord) stage: Stage,
    /// The result of reading it, when it is only read.
    pub(in crate::discord) reading: Reading,
}

/// How far a command was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::discord) enum Reading {
    /// It ended inside poise, or the command takes no arguments.
    NotBegun,
    /// Everything was read that can be read without the books.
    Done,
    /// It could not be read, for this reason in words.
    Failed(String),
}

/// What else the message contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discord) enum Among {
    Nothing,
    /// Other commands, so each answer says which line it is about.
    Others,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discord) enum Stage {
    /// Only check whether it can be read: do nothing and answer nothing.
    Read,
    CarryOut,
}

impl Line {
    pub(in crate::discord) const ALONE: Line = Line {
        nth: 1,
        number: 1,
        among: Among::Nothing,
        stage: Stage::CarryOut,
        reading: Reading::NotBegun,
    };

    /// The request id of the nth command of a message.
    pub(in crate::discord) fn request(message: u64, nth: usize) -> RequestId {
        match nth {
            1 => RequestId::new("discord", message),
            nth => RequestId::new("discord", format!("{message}:{nth}")),
        }
    }

    /// The line number that its answers show, if any.
    pub(in crate::discord) fn label(&self) -> Option<usize> {
        (self.among == Among::Others).then_some(self.number)
    }
}
