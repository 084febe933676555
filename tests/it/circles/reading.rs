//! Reads the names that a source file takes from others: its `use` lines and the paths in its code.

use std::collections::BTreeSet;

/// One name that a `use` brings into a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The path as written (`super::view::orders::card`), split at `::`.
    pub path: Vec<String>,
    /// The name in this file: the last part of the path, or the name after `as`.
    pub name: String,
    pub is_passed_on: bool,
}

#[derive(Debug, Default)]
pub struct Read {
    pub imports: Vec<Import>,
    /// Paths of at least two parts outside `use`.
    pub paths: BTreeSet<Vec<String>>,
    /// Names that the code uses alone or as the first part of a path; no fields and no methods.
    pub names: BTreeSet<String>,
    /// The macros with `#[macro_export]`.
    pub macros: Vec<String>,
}

pub fn read(text: &str) -> Read {
    let tokens = without_tests(tokens_of(text));
    let mut found = Read::default();
    let mut at = 0;
    while at < tokens.len() {
        let before = at.checked_sub(1).map_or("", |before| tokens[before].as_str());
        let token = tokens[at].as_str();
        if token == "use" && tokens.get(at + 1).is_some_and(|next| next != "<") {
            let is_passed_on = before == "pub" || before == ")";
            at = read_tree(&tokens, at + 1, &[], is_passed_on, &mut found.imports);
        } else if token == "macro_rules" {
            let is_exported = 4 <= at && tokens[at - 2] == "macro_export";
            found.macros.extend(is_exported.then(|| tokens[at + 2].clone()));
            at += 3;
        } else if is_name(token) && !["::", ".", "mod"].contains(&before) {
            let path = path_at(&tokens, at);
            at += 2 * path.len() - 1;
            found.names.insert(path[0].clone());
            if 1 < path.len() {
                found.paths.insert(path);
            }
        } else {
            at += 1;
        }
    }
    found
}

fn path_at(tokens: &[String], start: usize) -> Vec<String> {
    let mut path = vec![tokens[start].clone()];
    let mut at = start;
    while tokens.get(at + 1).is_some_and(|token| token == "::") {
        match tokens.get(at + 2).filter(|token| is_name(token)) {
            Some(token) => path.push(token.clone()),
            None => break,
        }
        at += 2;
    }
    path
}

/// Reads the `use` tree that starts at `start`, like `a::{b, c::d as e}`, and returns the position after it.
fn read_tree(tokens: &[String], start: usize, prefix: &[String], passed_on: bool, found: &mut Vec<Import>) -> usize {
    let (mut path, mut at) = (prefix.to_vec(), start);
    loop {
        match tokens[at].as_str() {
            "::" => at += 1,
            "{" => {
                at += 1;
                while tokens[at] != "}" {
                    at = read_tree(tokens, at, &path, passed_on, found);
                    at += usize::from(tokens[at] == ",");
                }
                return at + 1;
            }
            "as" => {
                found.push(import(path, Some(tokens[at + 1].clone()), passed_on));
                return at + 2;
            }
            "," | "}" | ";" => {
                found.push(import(path, None, passed_on));
                return at;
            }
            "self" if !path.is_empty() => at += 1,
            part => {
                path.push(part.to_owned());
                at += 1;
            }
        }
    }
}

fn import(path: Vec<String>, name: Option<String>, is_passed_on: bool) -> Import {
    let last = path.last().cloned().unwrap_or_default();
    Import {
        name: name.unwrap_or(last),
        path,
        is_passed_on,
    }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Splits the text into names, `::` and single characters; leaves out comments and strings.
fn tokens_of(text: &str) -> Vec<String> {
    let signs: Vec<char> = text.chars().collect();
    let (mut tokens, mut at) = (Vec::new(), 0);
    while at < signs.len() {
        let next = signs.get(at + 1).copied().unwrap_or(' ');
        match signs[at] {
            '/' if next == '/' => at += signs[at..].iter().take_while(|c| **c != '\n').count(),
            '"' => at = after_string(&signs, at + 1),
            'r' if next == '"' || next == '#' && signs.get(at + 2) == Some(&'"') => {
                at = after_raw_string(&signs, at + 1)
            }
            '\'' => at = after_quote(&signs, at),
            ':' if next == ':' => {
                tokens.push("::".to_owned());
                at += 2;
            }
            c if c.is_alphanumeric() || c == '_' => {
                let name = signs[at..].iter().take_while(|c| c.is_alphanumeric() || **c == '_');
                tokens.push(name.collect());
                at += tokens.last().map_or(1, |name: &String| name.chars().count());
            }
            c => {
                if !c.is_whitespace() && c != '$' {
                    tokens.push(c.to_string());
                }
                at += 1;
            }
        }
    }
    tokens
}

fn after_string(signs: &[char], start: usize) -> usize {
    let mut at = start;
    while at < signs.len() && signs[at] != '"' {
        at += if signs[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

fn after_raw_string(signs: &[char], start: usize) -> usize {
    let fences = signs[start..].iter().take_while(|c| **c == '#').count();
    let end: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', fences)).collect();
    let inside = start + fences + 1;
    let length = signs[inside..].windows(end.len()).position(|window| window == end);
    inside + length.expect("a raw string ends") + end.len()
}

/// The position after a character literal (`'x'`, `'\n'`, `'\u{200b}'`), or after the quote of a lifetime.
fn after_quote(signs: &[char], at: usize) -> usize {
    if signs.get(at + 1) == Some(&'\\') {
        let length = signs[at + 3..].iter().take_while(|c| **c != '\'').count();
        return at + 3 + length + 1;
    }
    if signs.get(at + 2) == Some(&'\'') {
        at + 3
    } else {
        at + 1
    }
}

/// Removes each item under `#[cfg(test)]`.
fn without_tests(tokens: Vec<String>) -> Vec<String> {
    let mark = ["#", "[", "cfg", "(", "test", ")", "]"];
    let (mut kept, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        if tokens[at..].iter().take(mark.len()).eq(mark.iter()) {
            at = after_item(&tokens, at + mark.len());
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

fn after_item(tokens: &[String], start: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match token.as_str() {
            ";" if depth == 0 => return at + 1,
            "{" => depth += 1,
            "}" if depth == 1 => return at + 1,
            "}" => depth -= 1,
            _ => {}
        }
    }
    tokens.len()
}

#[test]
fn a_file_is_read_without_its_comments_strings_and_tests() {
    let found = read(
        "use a::{b, c::{self, d as e}}; // use x::y;\npub(super) use f::g;\nconst C: char = '\"'; fn h<'a>() { b::i(\"j::k\"); l.m(); }\n\
         #[cfg(test)] mod tests { use n::o; } fn p() { q::r::<S>() }",
    );
    let names: Vec<&str> = found.imports.iter().map(|import| import.name.as_str()).collect();
    assert_eq!(names, ["b", "c", "e", "g"]);
    assert_eq!(found.imports[2].path, ["a", "c", "d"]);
    assert_eq!(found.imports.iter().filter(|import| import.is_passed_on).count(), 1);
    let paths: Vec<String> = found.paths.iter().map(|path| path.join("::")).collect();
    assert_eq!(paths, ["b::i", "q::r"]);
    assert!(!found.names.contains("m") && !found.names.contains("k"));
}
