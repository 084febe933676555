//! README's table of commands and the help name the same commands.

use super::entry::Entry;
use super::{entries, entry};

/// What stands in backticks in the column of commands, without its sign: `orden <n>`.
fn in_readme() -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let text = std::fs::read_to_string(path).expect("README.md");
    let rows = text
        .lines()
        .skip_while(|line| *line != "| who | command | what |")
        .skip(2);
    // A row may hold `p\|tasa`: that bar ends no column.
    let rows = rows
        .take_while(|line| line.starts_with('|'))
        .map(|row| row.replace("\\|", "/"));
    let mut found = Vec::new();
    for row in rows {
        let column = row.split('|').nth(2).unwrap_or_default().to_owned();
        let typed = column.split('`').skip(1).step_by(2);
        found.extend(typed.filter_map(|typed| Some(typed.strip_prefix(['!', '/'])?.to_owned())));
    }
    assert!(50 < found.len(), "{found:?}");
    found
}

fn names(entry: &Entry, typed: &str) -> bool {
    let mut all = std::iter::once(entry.name).chain(entry.aliases.iter().copied());
    all.any(|name| typed == name || typed.strip_prefix(name).is_some_and(|rest| rest.starts_with(' ')))
}

#[test]
fn every_command_of_the_readme_has_a_help() {
    for typed in in_readme() {
        let first = typed.split(' ').next().unwrap_or_default();
        let is_known = entries().any(|entry| names(entry, &typed)) || entry(first).is_some();
        assert!(is_known, "README names `!{typed}`");
    }
}

/// Of `setup panel`, `setup revisar` and the like the README may name one.
fn command(name: &str) -> &str {
    name.split(' ').next().unwrap_or_default()
}

#[test]
fn every_command_of_the_help_stands_in_the_readme() {
    let typed = in_readme();
    for entry in entries() {
        let is_there = typed
            .iter()
            .any(|typed| names(entry, typed) || command(typed) == command(entry.name));
        assert!(is_there, "README lacks `!{}`", entry.usage);
    }
}
