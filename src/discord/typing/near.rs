//! Near misses: text that is almost a command, because the prefix is missing or wrong, or because it is formatted as
//! code or quote.

use crate::domain::kernel::letters::{is_invisible, narrow};

/// Text that may be meant as a command.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NearMiss {
    pub(super) how: Missed,
    /// Its first line, starting with the name of the command.
    pub(super) text: String,
}

/// What is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missed {
    /// There is no prefix.
    Bare,
    /// It has another sign instead of the prefix.
    OtherSign,
    /// It is formatted: code, a quote, bold…
    Formatted,
    /// It is forwarded: it was written elsewhere or by somebody else.
    Forwarded,
}

/// Discord's formatting characters, and those in which people wrap a command to show it to others.
const FORMATTING: &[char] = &['`', '*', '_', '~', '|', '>', '"', '«', '»', '“', '”', '\'', '(', ')'];
/// Signs that are near the exclamation mark on a keyboard, look like it, or begin commands elsewhere.
const OTHER_SIGNS: &[char] = &[
    '!', '¡', '/', '\\', '.', ',', ';', '-', '|', '1', '❗', '❕', '‼', 'ǃ', '︕', '?', '¿', '$', '%',
];

/// Reads the first line of a message without commands.
pub(super) fn read(content: &str, prefix: &str) -> Option<NearMiss> {
    let mut lines = content.lines().map(without_invisible).filter(|line| !line.is_empty());
    let mut first = lines.next()?;
    let begins_code = first.starts_with("```") && !first[3..].contains(char::is_whitespace);
    if begins_code {
        // The text after the fence is the name of a language.
        first = lines.next()?;
    }
    let bare = first.trim_matches(|c: char| FORMATTING.contains(&c) || c.is_whitespace());
    let is_formatted = begins_code || bare != first;
    let (how, text) = match after_sign(bare, prefix) {
        Some(rest) => (Missed::OtherSign, rest),
        None => (Missed::Bare, bare),
    };
    let how = if is_formatted { Missed::Formatted } else { how };
    // `¡t 100 p!` ends with a second sign.
    let text = text.trim_end_matches(['!', '！']).trim();
    let begins = text.starts_with(char::is_alphabetic);
    begins.then(|| NearMiss {
        how,
        text: text.to_owned(),
    })
}

/// What follows the prefix or a sign in its place.
fn after_sign<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let is_sign = |sign: char| OTHER_SIGNS.contains(&narrow(sign));
    let rest = text.strip_prefix(prefix).or_else(|| text.strip_prefix(is_sign))?;
    // The sign was pressed twice: `!!t 100 p`.
    Some(rest.trim_start_matches(is_sign).trim_start())
}

fn without_invisible(line: &str) -> String {
    let seen: String = line.chars().filter(|c| !is_invisible(*c)).collect();
    seen.trim().to_owned()
}

/// Whether text without a sign is clearly a command: it is short, or contains a digit or an `@`.
pub(super) fn is_clear(text: &str) -> bool {
    const TALK_WORDS_MIN: usize = 3;
    text.contains(|c: char| c.is_ascii_digit() || c == '@') || text.split_whitespace().count() < TALK_WORDS_MIN
}

#[cfg(test)]
mod tests {
    use super::{Missed, NearMiss, is_clear, read};

    #[test]
    fn a_command_is_seen_behind_whatever_hides_it() {
        for (typed, how) in [
            ("t 100 p", Missed::Bare),
            ("¡t 100 p", Missed::OtherSign),
            ("¡t 100 p!", Missed::OtherSign),
            ("！t 100 p", Missed::OtherSign),
            ("/t 100 p", Missed::OtherSign),
            ("1t 100 p", Missed::OtherSign),
            ("❗t 100 p", Missed::OtherSign),
            ("!!t 100 p", Missed::OtherSign),
            ("`!t 100 p`", Missed::Formatted),
            ("```\n!t 100 p\n```", Missed::Formatted),
            ("```txt\n!t 100 p\n```", Missed::Formatted),
            ("```!t 100 p```", Missed::Formatted),
            ("> !t 100 p", Missed::Formatted),
            ("**!t 100 p**", Missed::Formatted),
            ("||!t 100 p||", Missed::Formatted),
            ("«!t 100 p»", Missed::Formatted),
            ("> t 100 p", Missed::Formatted),
        ] {
            let text = "t 100 p".to_owned();
            assert_eq!(read(typed, "!"), Some(NearMiss { how, text }), "{typed}");
        }
        for nothing in ["", "!!!", "```\n```", "100", "¿?", "🙂", "> "] {
            assert_eq!(read(nothing, "!"), None, "{nothing}");
        }
    }

    #[test]
    fn talk_is_told_from_a_command() {
        for clear in [
            "t 100 p",
            "orden 12",
            "saldo",
            "batch abierto",
            "pagar @ana mucho dinero",
        ] {
            assert!(is_clear(clear), "{clear}");
        }
        for talk in ["saldo de ayer", "ayuda con esto por favor"] {
            assert!(!is_clear(talk), "{talk}");
        }
    }
}
