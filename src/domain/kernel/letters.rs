//! Typed characters as people see them: which are invisible, and which read alike.

/// Control characters (but not line breaks and tabs), marks of writing direction, zero-width and other invisible
/// characters.
pub fn is_invisible(character: char) -> bool {
    let is_space = matches!(character, '\n' | '\r' | '\t');
    (character.is_control() && !is_space)
        || matches!(character,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}'
            | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Removes invisible characters. Those that hold the parts of an emoji together stay: 👩‍👧 is one picture.
pub fn without_invisible(text: &str) -> String {
    let is_picture = |c: char| '\u{2190}' <= c && !c.is_alphanumeric() && !is_invisible(c);
    let mut seen = String::with_capacity(text.len());
    let mut ahead = text.chars().peekable();
    while let Some(character) = ahead.next() {
        let follows_picture = seen.ends_with(|c| is_picture(c) || c == '\u{FE0F}');
        let kept = match character {
            '\u{200D}' => follows_picture && ahead.peek().copied().is_some_and(is_picture),
            '\u{FE0F}' => seen.ends_with(is_picture),
            other => !is_invisible(other),
        };
        if kept {
            seen.push(character);
        }
    }
    seen
}

/// Whether a text has any visible character.
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

/// Maps a full-width letter, digit or mark (Asian keyboards) to its ASCII form; returns any other character unchanged.
pub fn narrow(character: char) -> char {
    // The full-width forms have the order of ASCII, at this offset.
    const MOVED_BY: u32 = 0xFEE0;
    match character {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(character) - MOVED_BY).unwrap_or(character),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_readable, narrow, plain, without_invisible};

    #[test]
    fn what_nobody_sees_goes_and_pictures_stay_whole() {
        assert_eq!(without_invisible("a\u{200D}b\u{FE0F}\u{202E}\u{200B}"), "ab");
        for whole in ["👩\u{200D}👧", "❤\u{FE0F}", "🏳\u{FE0F}\u{200D}🌈", "María ✅"] {
            assert_eq!(without_invisible(whole), whole);
        }
        assert_eq!(without_invisible("👩\u{200D}"), "👩");
    }

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
