//! Which command of its message is being given, and whether it is only read.

use crate::ids::RequestId;

/// One command of a message, as its handler knows it. A slash command stands alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::discord) struct Line {
    /// Which of the message's commands it is, from 1.
    pub(in crate::discord) nth: usize,
    /// On which line of the message it begins, from 1.
    pub(in crate::discord) number: usize,
    pub(in crate::discord) among: Among,
    pub(in crate::discord) stage: Stage,
    /// What became of reading it, where that is all that is asked.
    pub(in crate::discord) reading: Reading,
}

/// How far reading a command came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::discord) enum Reading {
    /// It ended in poise, or the command takes nothing.
    NotBegun,
    /// Everything is read that can be without the books.
    Done,
    /// In words.
    Failed(String),
}

/// What else stands in the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discord) enum Among {
    Nothing,
    /// Other commands: each answer says which line it is of.
    Others,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discord) enum Stage {
    /// Whether it can be read is all that is asked: nothing is done and nothing said.
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

    /// The request that the nth command of a message makes.
    pub(in crate::discord) fn request(message: u64, nth: usize) -> RequestId {
        match nth {
            1 => RequestId::new("discord", message),
            nth => RequestId::new("discord", format!("{message}:{nth}")),
        }
    }

    /// Which line its answers say they are of.
    pub(in crate::discord) fn label(&self) -> Option<usize> {
        (self.among == Among::Others).then_some(self.number)
    }
}
