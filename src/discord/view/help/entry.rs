//! A command as the help knows it.

use crate::domain::people::members::{Actor, Permission};

/// One command.
pub(crate) struct Entry {
    /// Its full name.
    pub(crate) name: &'static str,
    /// Other names of it.
    pub(crate) aliases: &'static [&'static str],
    pub(crate) usage: &'static str,
    pub(crate) example: &'static str,
    pub(crate) what: &'static str,
    /// Who may; `None`: everybody.
    pub(crate) needs: Option<Permission>,
}

impl Entry {
    pub(super) fn is_for(&self, actor: &Actor) -> bool {
        self.needs.is_none_or(|permission| actor.may(permission))
    }

    pub(super) fn is_called(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name) || self.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
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
