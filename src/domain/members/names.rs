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
    use super::reads_like;

    #[test]
    fn names_that_read_alike_are_one() {
        assert!(reads_like("da\u{200B}vid", "David"));
        assert!(reads_like("ÁNGEL", "ángel"));
        assert!(!reads_like("David R", "David"));
    }
}
