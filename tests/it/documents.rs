//! Checks what the documents say about the source.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => found.extend(files_under(&path)),
            false => found.push(path),
        }
    }
    found
}

/// Numbers of rules in a text: `S0-28`, `Q-7`.
fn rules_in(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    let is_rule = |word: &&str| {
        let Some((of, number)) = word.split_once('-') else {
            return false;
        };
        let of_what = of == "Q" || (of.len() == 2 && of.starts_with('S') && of.ends_with(|c: char| c.is_ascii_digit()));
        of_what && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    words.filter(is_rule).map(str::to_owned).collect()
}

#[test]
fn every_rule_that_is_cited_is_explained() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rules = root.join("docs/RULES.md");
    let text = read(&rules);
    let rows = text.lines().filter_map(|line| line.strip_prefix("| "));
    let explained: BTreeSet<String> = rows
        .filter_map(|row| row.split(" |").next())
        .flat_map(rules_in)
        .collect();
    assert!(50 < explained.len(), "{explained:?}");
    for folder in ["src", "migrations", "docs", "tests/it"] {
        let written = ["rs", "sql", "md"];
        let is_written = |path: &PathBuf| {
            path.extension()
                .is_some_and(|end| written.iter().any(|one| end == *one))
        };
        for path in files_under(&root.join(folder)).into_iter().filter(is_written) {
            let missing: Vec<String> = rules_in(&read(&path)).difference(&explained).cloned().collect();
            assert!(missing.is_empty(), "{} cites {missing:?}", path.display());
        }
    }
}
