//! Reads the source of the program, and what it imports.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub struct Source {
    pub path: PathBuf,
    /// Without comments and without the code under `#[cfg(test)]`.
    pub code: String,
    pub lines: usize,
}

impl Source {
    /// `src/domain/kernel/money/rate.rs` is `["domain", "money", "rate"]`.
    pub fn parts(&self) -> Vec<String> {
        let inside = self
            .path
            .strip_prefix(source_root())
            .expect("a file of src")
            .with_extension("");
        inside
            .components()
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect()
    }
}

pub fn source_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

pub fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![source_root()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of src") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).expect("a source file");
                let lines = text.lines().count();
                found.push(Source {
                    code: code_of(&text),
                    path,
                    lines,
                });
            }
        }
    }
    assert!(100 < found.len(), "src was read");
    found
}

/// Tests are at the end of a file (STYLE), so everything from `#[cfg(test)]` on is left out.
fn code_of(text: &str) -> String {
    let shipped = text.split("#[cfg(test)]").next().unwrap_or_default();
    let code = shipped.lines().map(|line| line.split("//").next().unwrap_or_default());
    code.collect::<Vec<_>>().join("\n")
}

/// The first name of each path that follows `after` (such as `crate::`), also of each path in a group.
pub fn used(code: &str, after: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (start, _) in code.match_indices(after) {
        let rest = &code[start + after.len()..];
        if let Some(group) = rest.strip_prefix('{') {
            names.extend(heads_of_group(group));
        } else {
            names.insert(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    names
}

/// `{money, orders::{A, B}}` names `money` and `orders`.
fn heads_of_group(group: &str) -> Vec<String> {
    let (mut depth, mut heads, mut head) = (0, Vec::new(), String::new());
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.push(std::mem::take(&mut head)),
            _ if depth == 0 => head.push(c),
            _ => {}
        }
    }
    heads.push(head);
    heads
        .iter()
        .map(|head| head.trim().split("::").next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn the_reading_of_imports_sees_groups_and_paths() {
    let heads = used(
        "use crate::domain::{money, orders::{A, B}}; crate::domain::rates::x()",
        "crate::domain::",
    );
    assert_eq!(heads.into_iter().collect::<Vec<_>>(), ["money", "orders", "rates"]);
}
