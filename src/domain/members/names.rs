//! Which names somebody can go by.

/// Control characters, marks of writing direction, zero-width characters and other things nobody sees.
pub fn is_invisible(character: char) -> bool {
    let is_space = matches!(character, '\n' | '\r' | '\t');
    (character.is_control() && !is_space)
        || matches!(character,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}'
            | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether there is anything to read in a text.
pub fn is_readable(text: &str) -> bool {
    text.chars()
        .any(|character| !character.is_whitespace() && !is_invisible(character))
}

/// Two names that read alike are one, whatever case or invisible characters they are written with.
pub(crate) fn reads_like(one: &str, other: &str) -> bool {
    let plain = |name: &str| -> String {
        let seen = name
            .chars()
            .filter(|character| !is_invisible(*character) && !character.is_whitespace());
        seen.flat_map(char::to_lowercase).collect()
    };
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::{is_readable, reads_like};

    #[test]
    fn what_nobody_sees_is_nothing_to_read() {
        for nothing in ["", " \n", "\u{200B}", " \u{3164} \u{FEFF}", "\u{7}"] {
            assert!(!is_readable(nothing), "{nothing:?}");
        }
        assert!(is_readable("\u{200B}a"));
    }

    #[test]
    fn names_that_read_alike_are_one() {
        assert!(reads_like("da\u{200B}vid", "David"));
        assert!(reads_like("ÁNGEL", "ángel"));
        assert!(!reads_like("David R", "David"));
    }
}
