//! Which names somebody can go by.

use unicode_script::{Script, UnicodeScript};
use unicode_security::MixedScript;
use unicode_security::confusable_detection::skeleton;

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

/// Two names that look alike are one, whatever case, invisible characters or letters they are written with: the Cyrillic `а`
/// of `dаvid` is another letter than that of `david`, and nobody sees it (UTS #39, confusables).
pub(crate) fn reads_like(one: &str, other: &str) -> bool {
    let (one, other) = (looks(one), looks(other));
    one.iter().any(|look| other.contains(look))
}

/// What a name looks like: as it is written, and with all letters small, since some letters look alike in one case only.
fn looks(name: &str) -> [String; 2] {
    let is_seen = |character: &char| !character.is_whitespace() && !is_invisible(*character);
    let seen: String = name.chars().filter(is_seen).collect();
    let small = seen.to_lowercase();
    let as_written: String = skeleton(&seen).collect();
    [as_written.to_lowercase(), skeleton(&small).collect()]
}

/// The scripts that a name is written in, by their English names, `Latin` first and the others in their order. Figures and
/// signs belong to all scripts and to none.
pub fn scripts_of(name: &str) -> Vec<&'static str> {
    let mut scripts: Vec<&'static str> = Vec::new();
    for character in name.chars() {
        let script = character.script();
        if !matches!(script, Script::Common | Script::Inherited) && !scripts.contains(&script.full_name()) {
            scripts.push(script.full_name());
        }
    }
    scripts.sort_by_key(|script| *script != Script::Latin.full_name());
    scripts
}

/// Whether a name mixes letters of scripts that no language writes together (UTS #39, single script): Latin and Cyrillic, but
/// not Kanji and Kana.
pub(crate) fn mixes_scripts(name: &str) -> bool {
    !name.is_single_script()
}

#[cfg(test)]
mod tests {
    use super::{is_readable, mixes_scripts, reads_like, scripts_of};

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
    #[test]
    fn a_name_in_other_letters_that_looks_the_same_is_the_same() {
        for like in [
            "d\u{430}vid",
            "\u{501}avid",
            "DAVID",
            "D\u{410}VID",
            "dav\u{456}d",
            "ｄａｖｉｄ",
            "𝐝𝐚𝐯𝐢𝐝",
        ] {
            assert!(reads_like(like, "david"), "{like}");
        }
        assert!(reads_like("\u{412}\u{41E}\u{412}", "BOB"), "Cyrillic capitals");
        assert!(reads_like("cajero1", "cajerol"));
        for other in ["davide", "dávid", "daniel", "dabid"] {
            assert!(!reads_like(other, "david"), "{other}");
        }
        assert!(
            !reads_like("María", "Maria") && !reads_like("Peña", "Pena"),
            "accents are seen"
        );
    }

    #[test]
    fn the_scripts_of_a_name_are_told_and_a_mixture_is_noticed() {
        assert_eq!(scripts_of("Ana María 2"), ["Latin"]);
        assert_eq!(scripts_of("\u{434}avid"), ["Latin", "Cyrillic"]);
        assert_eq!(scripts_of("12-3"), [""; 0]);
        assert!(mixes_scripts("d\u{430}vid") && mixes_scripts("\u{3B1}na"));
        for whole in ["Иван Петров", "Ñandú O'Brien-2", "さくら桜", "Μαρία", "12"] {
            assert!(!mixes_scripts(whole), "{whole}");
        }
    }
}
