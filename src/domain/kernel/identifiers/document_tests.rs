//! Examples of typed documents, and how they are read.

use proptest::prelude::{Just, Strategy, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::{
    CEDULA_DIGITS_MIN, DocumentError, DocumentKind, DocumentLetter, PersonDocument, RIF_CHECK_DIGITS, RIF_WEIGHTS,
};
use crate::domain::kernel::identifiers::check_digit::{Checked, weighted};
use crate::domain::kernel::identifiers::samples::{grouped, marks, with_changed};

fn read(text: &str) -> PersonDocument {
    PersonDocument::read(text).unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

fn refused(text: &str) -> DocumentError {
    PersonDocument::read(text).expect_err(text)
}

/// The sum of a RIF modulo 11.
fn remainder(letter: char, digits: &str) -> usize {
    let letter = DocumentLetter::read(letter).expect("a letter");
    (letter.weight() + weighted(digits.bytes(), &RIF_WEIGHTS)) as usize % 11
}

#[test]
fn a_cedula_is_read_in_the_forms_that_people_type() {
    for text in [
        "V-12.345.678",
        "V12345678",
        "v 12345678",
        "12.345.678",
        "12345678",
        "12 345 678",
        "V-12-345-678",
        "Ｖ－１２３４５６７８",
        "V\u{2013}12\u{a0}345\u{a0}678\u{200b}",
        "V.12.345.678.",
    ] {
        let document = read(text);
        assert_eq!(document.to_string(), "V12345678", "{text:?}");
        assert_eq!(document.kind(), DocumentKind::Cedula);
        assert_eq!(document.check(), Checked::NothingToCheck);
    }
    assert_eq!(read("E-84.123.456").to_string(), "E84123456");
    assert_eq!(read("12345").to_string(), "V12345");
    assert_eq!(read("V-09.876.543").to_string(), "V9876543");
}

#[test]
fn a_rif_is_read_in_the_forms_that_people_type() {
    for text in ["J-07013380-5", "J070133805", "j 07.013.380-5", "J-070133805"] {
        let document = read(text);
        assert_eq!(document.to_string(), "J070133805", "{text:?}");
        assert_eq!(document.letter(), DocumentLetter::J);
        assert_eq!(document.kind(), DocumentKind::Rif);
        assert_eq!(document.check(), Checked::Agrees);
    }
    assert_eq!(read("J-07013380-6").check(), Checked::Differs);
}

/// Public companies and the state, with the letters J, G and C.
#[test]
fn the_check_digits_of_published_rifs_agree() {
    for text in ["J-07013380-5", "J-00019361-4", "G-20000004-0", "C-40640057-2"] {
        assert_eq!(read(text).check(), Checked::Agrees, "{text}");
    }
    // The digit for a C that counts 24.
    assert_eq!(read("C-40640057-1").check(), Checked::Differs);
}

#[test]
fn a_rif_without_the_zeros_before_the_cedula_gets_them() {
    for text in [
        "V-1234567-4",
        "V1234567-4",
        "V-1.234.567-4",
        "V 1234567 - 4",
        "V-01234567-4",
    ] {
        let document = read(text);
        assert_eq!(document.to_string(), "V012345674", "{text:?}");
        assert_eq!(document.kind(), DocumentKind::Rif, "{text:?}");
    }
    assert_eq!(read("E-12345-6").to_string(), "E000123456");
    // Five digits are too few for a RIF.
    assert_eq!(read("E-1234-5").to_string(), "E12345");
}

#[test]
fn a_last_digit_that_may_be_a_check_digit_is_not_guessed_at() {
    for text in ["V 1234567 8", "V-1.234.567.8", "V-1-234567-8", "V-12-34567-8"] {
        let both = DocumentError::CedulaOrRif {
            cedula: "V12345678".to_owned(),
            rif: "V012345678".to_owned(),
        };
        assert_eq!(refused(text), both, "{text:?}");
    }
    for text in ["12345678-9", "123456789", "1234567-8", "1234567 8"] {
        assert_eq!(refused(text), DocumentError::MissingLetter, "{text:?}");
    }
}

#[test]
fn what_is_no_document_is_refused_with_the_fact() {
    for (text, letter, given) in [
        ("", DocumentLetter::V, 0),
        ("V", DocumentLetter::V, 0),
        ("1234", DocumentLetter::V, 4),
        ("00001234", DocumentLetter::V, 4),
        ("V-1234567890", DocumentLetter::V, 10),
        ("0414-1234567", DocumentLetter::V, 11),
        ("J-12345678", DocumentLetter::J, 8),
        ("P-12345678", DocumentLetter::P, 8),
        ("G-2000000400", DocumentLetter::G, 10),
        ("C-1", DocumentLetter::C, 1),
    ] {
        assert_eq!(refused(text), DocumentError::WrongLength { letter, given }, "{text:?}");
    }
    assert_eq!(refused("X-12345678"), DocumentError::UnknownLetter { found: 'X' });
    assert_eq!(refused("V-1234567B"), DocumentError::OtherCharacter { found: 'B' });
    assert_eq!(refused("CI 12345678"), DocumentError::OtherCharacter { found: 'I' });
    assert_eq!(refused("V/12345678"), DocumentError::OtherCharacter { found: '/' });
}

fn rif() -> impl Strategy<Value = (char, String)> {
    (prop::sample::select(vec!['V', 'E', 'J', 'P', 'G', 'C']), "[0-9]{8}").prop_map(|(letter, body)| {
        let digit = RIF_CHECK_DIGITS[remainder(letter, &body)];
        (letter, format!("{body}{digit}"))
    })
}

fn cedula() -> impl Strategy<Value = (char, String)> {
    (
        prop_oneof![Just('V'), Just('E')],
        "[1-9][0-9]{4,7}".prop_filter("a cédula", |digits| CEDULA_DIGITS_MIN <= digits.len()),
    )
}

proptest! {
    #[test]
    fn a_right_rif_agrees_in_every_grouping((letter, digits) in rif(), marks in marks()) {
        let read = read(&format!("{letter}{}", grouped(&digits, &marks)));
        prop_assert_eq!(read.to_string(), format!("{letter}{digits}"));
        prop_assert_eq!(read.check(), Checked::Agrees);
        prop_assert_eq!(PersonDocument::read(&read.to_string()), Ok(read));
    }

    /// A changed check digit is always noticed. A changed digit before it changes the remainder, so it is noticed unless
    /// the remainder went from 0 to 1 or back: these two share the check digit 0.
    #[test]
    fn one_changed_digit_of_a_rif_is_noticed_unless_its_remainders_share_a_check_digit(
        (letter, digits) in rif(), place in 0_usize..9, by in 1_u8..10,
    ) {
        let changed = with_changed(&digits, place, by);
        let (before, after) = (remainder(letter, &digits), remainder(letter, &changed));
        prop_assert_eq!(before != after, place < 8);
        let is_unnoticed = place < 8 && before < 2 && after < 2;
        prop_assert_eq!(read(&format!("{letter}{changed}")).check() == Checked::Agrees, is_unnoticed);
    }

    /// In every grouping a cédula is itself, or refused, or (with one hyphen before its last digit) a RIF.
    #[test]
    fn a_cedula_is_never_read_as_another((letter, digits) in cedula(), marks in marks()) {
        let is_last_joined = marks[digits.len() - 1].chars().all(|mark| mark == '\u{200b}');
        let rif = format!("{letter}{digits:0>9}");
        match PersonDocument::read(&format!("{letter}{}", grouped(&digits, &marks))) {
            Ok(read) if read.kind() == DocumentKind::Cedula => {
                prop_assert_eq!(read.to_string(), format!("{letter}{digits}"));
                prop_assert_eq!(PersonDocument::read(&read.to_string()), Ok(read));
            }
            Ok(read) => prop_assert!(!is_last_joined && read.to_string() == rif),
            Err(DocumentError::CedulaOrRif { rif: other, .. }) => prop_assert!(!is_last_joined && other == rif),
            Err(error) => panic!("{letter}{digits}: {error}"),
        }
    }

    #[test]
    fn no_text_breaks_the_reading(text in "\\PC{0,20}") {
        if let Ok(read) = PersonDocument::read(&text) {
            prop_assert_eq!(PersonDocument::read(&read.to_string()), Ok(read));
        }
    }
}
