//! The record of a command.

use crate::domain::people::members::{Actor, Permission};

/// What is known of one command. The help, the hints on usage and the guesses are made of it; it stands beside the command's function.
#[derive(Debug)]
pub struct Record {
    /// Its full name: `start batch`.
    pub name: &'static str,
    /// Other names of it.
    pub aliases: &'static [&'static str],
    /// Words that are no command and are typed by people who mean this one.
    pub synonyms: &'static [&'static str],
    pub usage: &'static str,
    pub example: &'static str,
    pub what: &'static str,
    pub who: Who,
    /// Arguments that can be read, and with which the command changes nothing, whoever gives it: the tests type them as everybody.
    pub probe: &'static str,
}

/// Who may give a command. The use-case or the report decides; the tests compare this with what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everybody, and by direct message also people who left the server.
    Everybody,
    /// Everybody but people who left the server.
    EverybodyHere,
    /// Those with this permission; others are refused.
    Only(Permission),
    /// Everybody, as with `Everybody`; but others than those with this permission find nothing of theirs, and the help does not show it to
    /// them.
    ShownTo(Permission),
}

impl Who {
    /// What the help asks for before it shows the command.
    pub(super) fn shown_to(self) -> Option<Permission> {
        match self {
            Who::Everybody | Who::EverybodyHere => None,
            Who::Only(permission) | Who::ShownTo(permission) => Some(permission),
        }
    }
}

impl Record {
    /// Everything it is called.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }

    pub(super) fn is_shown_to(&self, actor: &Actor) -> bool {
        self.who.shown_to().is_none_or(|permission| actor.may(permission))
    }

    pub(super) fn is_called(&self, name: &str) -> bool {
        self.names().any(|own| own.eq_ignore_ascii_case(name))
    }

    /// Whether it is a child of this command: `start batch` of `start`.
    pub(super) fn begins_with(&self, parent: &str) -> bool {
        let first = self.name.split(' ').next();
        first.is_some_and(|first| first.eq_ignore_ascii_case(parent))
    }

    pub(super) fn line(&self) -> String {
        let line = format!("`!{}` — {}.", self.usage, self.what);
        // What takes no arguments is its own example.
        if self.example == self.usage {
            return line;
        }
        format!("{line} Ej.: `!{}`", self.example)
    }
}
