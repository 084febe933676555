//! People's text inside the desk's messages: nothing in a name or a beneficiary may format, hide or reorder text. Whom
//! a message rings is decided where it is sent (`allowed_mentions`), independently of its text.

use crate::domain::kernel::letters::without_invisible;

/// Discord's limits for a message and for the parts of an embed, in characters.
pub(crate) const CONTENT_CHARS_MAX: usize = 2_000;
pub(crate) const FIELD_CHARS_MAX: usize = 1_024;
pub(crate) const DESCRIPTION_CHARS_MAX: usize = 4_096;
/// How many characters of a beneficiary are shown in a line; the order's message shows all of it.
const BENEFICIARY_CHARS_MAX: usize = 60;

/// Escapes text so that it reads as it was typed. `@everyone` stays as it is, because a message rings only the people
/// in its `allowed_mentions`.
pub(crate) fn plain(typed: &str) -> String {
    let mut shown = String::with_capacity(typed.len() + 8);
    for character in without_invisible(typed).chars() {
        match character {
            '\n' | '\r' | '\t' => shown.push(' '),
            '\\' | '*' | '_' | '~' | '`' | '|' | '>' | '#' | '[' | ']' | '<' | ':' => {
                shown.push('\\');
                shown.push(character);
            }
            _ => shown.push(character),
        }
    }
    shown
}

/// The same, keeping the lines.
pub(crate) fn lines(typed: &str) -> String {
    let shown: Vec<String> = typed.lines().map(|line| plain(line.trim_end())).collect();
    shown.join("\n")
}

/// The same where Discord does not format (choices of a menu): only invisible characters are removed.
pub(crate) fn unformatted(typed: &str) -> String {
    let shown = without_invisible(typed);
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    if shown.is_empty() {
        "(sin nombre)".to_owned()
    } else {
        shown
    }
}

/// A beneficiary to be copied: as it was typed, without invisible characters, in code so that Discord does not format
/// it. Account and phone numbers are repeated, each alone.
pub(crate) fn to_copy(typed: &str) -> String {
    let shown = without_invisible(typed);
    let shown = shown.trim();
    let numbers = numbers_in(shown);
    let alone = numbers.iter().filter(|number| *number != shown);
    let parts: Vec<String> = [as_code(shown)]
        .into_iter()
        .chain(alone.map(|number| as_code(number)))
        .collect();
    parts.join("\n")
}

/// What somebody typed, to be copied: with its lines, without invisible characters.
pub(crate) fn given_back(typed: &str) -> String {
    let shown = without_invisible(typed);
    as_code(shown.trim())
}

/// In backticks, or in a code block if it has several lines or backticks. Text that would end the block is escaped
/// instead.
fn as_code(text: &str) -> String {
    if text.is_empty() || text.contains("```") {
        lines(text)
    } else if text.contains(['\n', '\r', '`']) {
        format!("```\n{text}\n```")
    } else {
        format!("`{text}`")
    }
}

/// The minimum number of digits of an account or phone number.
const NUMBER_DIGITS_MIN: usize = 6;
/// From how many digits on a word is a complete number, and not a group of a longer one. With dashes more digits are
/// required, because such a word can be a group.
const WHOLE_DIGITS_MIN: usize = 7;
const WHOLE_WITH_DASHES_DIGITS_MIN: usize = 10;

/// The numbers in a text as they were typed: words that consist of digits and separators. Consecutive short words are
/// groups of one number (`0102 1234 5678`); a long word is a number of its own.
fn numbers_in(text: &str) -> Vec<String> {
    let mut numbers: Vec<String> = Vec::new();
    let mut keep = |run: &mut Vec<&str>| {
        let number = run.join(" ");
        run.clear();
        if NUMBER_DIGITS_MIN <= digits_of(&number) && !numbers.contains(&number) {
            numbers.push(number);
        }
    };
    for line in text.lines() {
        let mut run: Vec<&str> = Vec::new();
        for word in line.split(' ').map(without_document) {
            let begins_phone = run.len() == 1 && run[0].starts_with('+');
            if !is_of_number(word) || (is_whole(word) && !begins_phone) {
                keep(&mut run);
            }
            if is_of_number(word) {
                run.push(word);
            }
            if is_whole(word) {
                keep(&mut run);
            }
        }
        keep(&mut run);
    }
    numbers
}

fn digits_of(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

fn is_whole(word: &str) -> bool {
    let least = match word.contains(['-', '/']) {
        true => WHOLE_WITH_DASHES_DIGITS_MIN,
        false => WHOLE_DIGITS_MIN,
    };
    is_of_number(word) && least <= digits_of(word)
}

fn is_of_number(word: &str) -> bool {
    let word = word.strip_prefix('+').unwrap_or(word);
    word.starts_with(|c: char| c.is_ascii_digit()) && word.chars().all(|c| c.is_ascii_digit() || "-./".contains(c))
}

/// `V-12345678` without its letter, because banks ask for that in a separate field.
fn without_document(word: &str) -> &str {
    let rest = word.strip_prefix(['V', 'E', 'J', 'G', 'P', 'v', 'e', 'j', 'g', 'p']);
    let rest = rest.map(|rest| rest.strip_prefix('-').unwrap_or(rest));
    rest.filter(|rest| is_of_number(rest) && NUMBER_DIGITS_MIN <= digits_of(rest))
        .unwrap_or(word)
}

/// A person's name, escaped and never empty.
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

/// The beginning of a beneficiary, without formatting. The order's message has all of it to copy.
pub(crate) fn in_a_line(typed: &str) -> String {
    let words = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = clip(&words, BENEFICIARY_CHARS_MAX);
    match shown.contains('`') {
        true => plain(&shown),
        false => format!("`{shown}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::{clip, lines, listed, name, plain, to_copy};

    #[test]
    fn markdown_and_mentions_read_as_typed() {
        assert_eq!(plain("*José*_"), "\\*José\\*\\_");
        assert_eq!(plain("<@123>"), "\\<@123\\>");
        assert_eq!(plain("@everyone"), "@everyone");
        assert_eq!(plain("[a](http://b)"), "\\[a\\](http\\://b)");
    }

    #[test]
    fn what_is_to_be_copied_is_as_it_was_typed_with_its_numbers_alone() {
        assert_eq!(to_copy("juan_perez@correo.com"), "`juan_perez@correo.com`");
        assert_eq!(to_copy("0102-1234-5678"), "`0102-1234-5678`");
        let person = "*Ana* <@1> 0102 1234 5678 V-12345678 +58 414-1234567";
        assert_eq!(
            to_copy(person),
            format!("`{person}`\n`0102 1234 5678`\n`12345678`\n`+58 414-1234567`")
        );
        for (typed, alone) in [
            ("pago movil 0102 04125556677 12345678", "`04125556677`\n`12345678`"),
            (
                "Ana 04125556677 01021234567890123456",
                "`04125556677`\n`01021234567890123456`",
            ),
            (
                "CI 12.345.678 0102-0123-45-6789012345",
                "`12.345.678`\n`0102-0123-45-6789012345`",
            ),
            ("V12345678", "`12345678`"),
        ] {
            assert_eq!(to_copy(typed), format!("`{typed}`\n{alone}"));
        }
        assert_eq!(to_copy("Ana 👩\u{200D}👧"), "`Ana 👩\u{200D}👧`");
        assert_eq!(to_copy("Ana\n0102-1234 5"), "```\nAna\n0102-1234 5\n```\n`0102-1234 5`");
        assert_eq!(to_copy("a`b"), "```\na`b\n```");
        assert_eq!(to_copy("a```b"), "a\\`\\`\\`b");
        assert_eq!(to_copy(" Ana\u{200B}\u{202E} "), "`Ana`");
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
