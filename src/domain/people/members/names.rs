//! Compares names as people see them, and tells their scripts.

use unicode_script::{Script, UnicodeScript};
use unicode_security::MixedScript;
use unicode_security::confusable_detection::skeleton;

use crate::domain::kernel::letters::is_invisible;

/// Whether two names look alike, in whatever case, invisible characters or letters they are written: the Cyrillic `а`
/// of `dаvid` is another letter than that of `david`, and nobody sees it (UTS #39, confusables).
pub(crate) fn reads_like(one: &str, other: &str) -> bool {
    let (one, other) = (looks(one), looks(other));
    one.iter().any(|look| other.contains(look))
}

/// What a name looks like: as it is written, and in lower case, since some letters look alike in one case only.
fn looks(name: &str) -> [String; 2] {
    let is_seen = |character: &char| !character.is_whitespace() && !is_invisible(*character);
    let seen: String = name.chars().filter(is_seen).collect();
    let small = seen.to_lowercase();
    let as_written: String = skeleton(&seen).collect();
    [as_written.to_lowercase(), skeleton(&small).collect()]
}

/// The scripts that a name is written in, by their English names, `Latin` first and the others in their order. Digits
/// and signs belong to no script.
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

/// Whether a name mixes scripts that no language writes together (UTS #39, single script): Latin and Cyrillic, but not
/// Kanji and Kana.
pub(crate) fn mixes_scripts(name: &str) -> bool {
    !name.is_single_script()
}

#[cfg(test)]
mod tests {
    use super::{mixes_scripts, reads_like, scripts_of};

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
