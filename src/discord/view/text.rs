//! Text of people inside text of the desk: nothing in a name or a beneficiary may format, ping, hide or turn around.

use crate::domain::letters::is_invisible;

/// What Discord takes in a message and in the parts of an embed, in characters.
pub(crate) const CONTENT_CHARS_MAX: usize = 2_000;
pub(crate) const FIELD_CHARS_MAX: usize = 1_024;
pub(crate) const DESCRIPTION_CHARS_MAX: usize = 4_096;

/// `typed` so that it reads as it was typed and does nothing else.
pub(crate) fn plain(typed: &str) -> String {
    let mut shown = String::with_capacity(typed.len() + 8);
    for character in typed.chars() {
        if is_invisible(character) {
            continue;
        }
        match character {
            '\n' | '\r' | '\t' => shown.push(' '),
            '@' => shown.push_str("@\u{200B}"),
            '\\' | '*' | '_' | '~' | '`' | '|' | '>' | '#' | '[' | ']' | '<' | ':' => {
                shown.push('\\');
                shown.push(character);
            }
            _ => shown.push(character),
        }
    }
    shown
}

/// The same with the lines it was typed in.
pub(crate) fn lines(typed: &str) -> String {
    let shown: Vec<String> = typed.lines().map(|line| plain(line.trim_end())).collect();
    shown.join("\n")
}

/// The same where Discord formats nothing (choices of a menu): only what nobody sees is left out.
pub(crate) fn unformatted(typed: &str) -> String {
    let shown: String = typed.chars().filter(|character| !is_invisible(*character)).collect();
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    if shown.is_empty() {
        "(sin nombre)".to_owned()
    } else {
        shown
    }
}

/// `typed` as it may stand inside one pair of backticks, on one line: what would end it or cannot be seen is left out.
pub(crate) fn in_code(typed: &str) -> String {
    let shown = typed
        .chars()
        .filter(|character| *character != '`' && !is_invisible(*character));
    shown
        .map(|character| if character.is_whitespace() { ' ' } else { character })
        .collect()
}

/// What people call somebody, escaped and never empty.
pub(crate) fn name(name: &str) -> String {
    let shown = plain(name.trim());
    if shown.is_empty() {
        "(sin nombre)".to_owned()
    } else {
        shown
    }
}

/// At most `chars_max` characters; a longer text ends in an ellipsis.
pub(crate) fn clip(text: &str, chars_max: usize) -> String {
    if text.chars().count() <= chars_max {
        return text.to_owned();
    }
    let kept: String = text.chars().take(chars_max.saturating_sub(1)).collect();
    format!("{kept}…")
}

/// `una`, `una y otra`, `una, otra y otra más`.
pub(crate) fn listed(items: &[String], and: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{clip, lines, listed, name, plain};

    #[test]
    fn markdown_and_mentions_read_as_typed() {
        assert_eq!(plain("*José*_"), "\\*José\\*\\_");
        assert_eq!(plain("<@123>"), "\\<@\u{200B}123\\>");
        assert_eq!(plain("@everyone"), "@\u{200B}everyone");
        assert_eq!(plain("[a](http://b)"), "\\[a\\](http\\://b)");
    }

    #[test]
    fn what_nobody_sees_is_left_out() {
        assert_eq!(plain("ab\u{202E}cd\u{200B}e\u{0}\u{FEFF}"), "abcde");
        assert_eq!(plain("una\nlínea"), "una línea");
        assert_eq!(lines("una \r\n*otra*"), "una\n\\*otra\\*");
        assert_eq!(name("\u{200B} "), "(sin nombre)");
    }

    #[test]
    fn a_long_text_is_cut_at_a_character() {
        assert_eq!(clip("ñandú", 5), "ñandú");
        assert_eq!(clip("ñandúes", 5), "ñand…");
    }

    #[test]
    fn a_list_reads_as_a_sentence() {
        let items = ["VES".to_owned(), "PEN".to_owned(), "USD".to_owned()];
        assert_eq!(listed(&items, "o"), "VES, PEN o USD");
        assert_eq!(listed(&items[..1], "y"), "VES");
        assert_eq!(listed(&[], "y"), "");
    }
}
