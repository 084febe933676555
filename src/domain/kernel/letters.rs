//! What typed letters look like to people: which of them nobody sees, and which read alike.

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

/// Lower case and without accents: people type `peru` for Perú.
pub fn plain(text: &str) -> String {
    let plain = |letter: char| match letter {
        'á' | 'à' | 'ä' => 'a',
        'é' | 'è' | 'ë' => 'e',
        'í' | 'ì' | 'ï' => 'i',
        'ó' | 'ò' | 'ö' => 'o',
        'ú' | 'ù' | 'ü' => 'u',
        'ñ' => 'n',
        other => other,
    };
    text.trim().to_lowercase().chars().map(plain).collect()
}

/// A full-width letter, digit or mark, as Asian keyboards write them, in its usual form; anything else as it is.
pub fn narrow(character: char) -> char {
    // The full-width forms of ASCII stand in the same order, this far behind it.
    const MOVED_BY: u32 = 0xFEE0;
    match character {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(character) - MOVED_BY).unwrap_or(character),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_readable, narrow, plain};

    #[test]
    fn what_nobody_sees_is_nothing_to_read() {
        for nothing in ["", " \n", "\u{200B}", " \u{3164} \u{FEFF}", "\u{7}"] {
            assert!(!is_readable(nothing), "{nothing:?}");
        }
        assert!(is_readable("\u{200B}a"));
    }

    #[test]
    fn accents_and_case_make_no_difference() {
        assert_eq!(plain(" Perú "), "peru");
        assert_eq!(plain("ESPAÑA"), "espana");
    }

    #[test]
    fn full_width_forms_are_ascii() {
        let narrowed: String = "！ｔ１００．５％～".chars().map(narrow).collect();
        assert_eq!(narrowed, "!t100.5%~");
        assert_eq!(narrow('ñ'), 'ñ');
    }
}
