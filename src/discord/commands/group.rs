//! The commands of one file.

use crate::discord::view::help::Record;
use crate::discord::{Data, Never};

/// What a file of commands offers: a line in each list per command.
pub(super) struct Group {
    /// In the order of the help.
    pub(super) records: &'static [Record],
    /// What poise is given. A command below a parent is given by its parent.
    pub(super) functions: &'static [fn() -> poise::Command<Data, Never>],
}
