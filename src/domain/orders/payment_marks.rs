//! What a payment at a bank is known by, however it was typed: the bank's reference, the address of a picture, and the
//! banks. One function makes each of them, for captures sent in Discord and for what is said over the API.

pub(crate) use super::payment_marks_store::{find_refusal_that_counts, find_used_twice, insert_marks, insert_refusal};

use super::payment_marks_store::MarkPart;
use crate::domain::kernel::letters::{narrow, plain};

/// Words before a reference that are no part of it.
const LABELS: [&str; 10] = [
    "referencia",
    "operacion",
    "comprobante",
    "numero",
    "recibo",
    "nro",
    "ref",
    "num",
    "op",
    "no",
];
/// Words that many names of banks have and that people leave out.
const BANK_WORDS: [&str; 12] = [
    "banco", "bank", "bco", "de", "del", "la", "el", "ca", "sa", "c", "a", "s",
];

/// What is known of a payment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PaymentMarks {
    pub(super) reference: Option<String>,
    pub(super) picture: Option<String>,
    pub(super) bank_from: Option<String>,
    pub(super) bank_to: Option<String>,
}

impl PaymentMarks {
    /// Those of a reference alone, as it comes with a capture.
    pub(crate) fn of_reference(typed: Option<&str>) -> PaymentMarks {
        PaymentMarks {
            reference: typed.and_then(reference_mark),
            ..PaymentMarks::default()
        }
    }

    /// `banks`: from which to which.
    pub(crate) fn of(
        reference: Option<&str>,
        picture: Option<&str>,
        banks: (Option<&str>, Option<&str>),
    ) -> PaymentMarks {
        PaymentMarks {
            reference: reference.and_then(reference_mark),
            picture: picture.and_then(picture_mark),
            bank_from: banks.0.and_then(bank_mark),
            bank_to: banks.1.and_then(bank_mark),
        }
    }
}

/// Letters and digits in their plain form; everything else is written differently each time.
fn bare(typed: &str) -> String {
    let narrow: String = typed.chars().map(narrow).collect();
    plain(&narrow).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A reference: its letters and digits, without a label before them and without the zeros that banks put in front.
/// `None` when nothing is left.
fn reference_mark(typed: &str) -> Option<String> {
    let mut mark = bare(typed);
    while let Some(rest) = LABELS.iter().find_map(|label| mark.strip_prefix(label)) {
        // A label is one only before the reference's digits, or before another label.
        if !rest.starts_with(|c: char| c.is_ascii_digit()) && !LABELS.iter().any(|label| rest.starts_with(label)) {
            break;
        }
        mark = rest.to_owned();
    }
    let mark = mark.trim_start_matches('0');
    (!mark.is_empty()).then(|| mark.to_owned())
}

/// The plain form of a mark of older books.
pub(super) fn plain_of(part: MarkPart, mark: &str) -> Option<String> {
    match part {
        MarkPart::Reference => reference_mark(mark),
        MarkPart::Picture => picture_mark(mark),
    }
}

/// The address of a picture, as it is fetched: host in lower case, without a fragment and without what surrounds it.
fn picture_mark(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let mark = match url::Url::parse(typed) {
        Ok(mut url) => {
            url.set_fragment(None);
            url.to_string()
        }
        Err(_) => typed.to_lowercase(),
    };
    (!mark.is_empty()).then_some(mark)
}

/// The words of a bank's name that tell it from others, in the order of the alphabet. `None` when there are none.
pub(crate) fn bank_mark(typed: &str) -> Option<String> {
    let narrow: String = typed.chars().map(narrow).collect();
    let plain = plain(&narrow);
    let all: Vec<&str> = plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let mut words: Vec<&str> = all.iter().copied().filter(|word| !BANK_WORDS.contains(word)).collect();
    if words.is_empty() {
        words = all;
    }
    words.sort_unstable();
    words.dedup();
    (!words.is_empty()).then(|| words.join(" "))
}

/// Whether two names of banks may be one bank's: the words of one are among those of the other. A bank that nobody named may be
/// any.
pub(crate) fn may_be_same_bank(one: Option<&str>, other: Option<&str>) -> bool {
    let (Some(one), Some(other)) = (one, other) else {
        return true;
    };
    let has = |all: &str, some: &str| some.split(' ').all(|word| all.split(' ').any(|other| other == word));
    has(one, other) || has(other, one)
}

#[cfg(test)]
mod tests {
    use super::{bank_mark, may_be_same_bank, picture_mark, reference_mark};

    #[test]
    fn a_reference_is_the_same_however_it_is_typed() {
        for typed in [
            "REF555",
            "REF_555",
            "REF–555",
            "#REF555",
            "ref. 555",
            " 000555 ",
            "Ｒef 5 5 5",
            "Nro. ref: 0555",
            "5-5.5/",
        ] {
            assert_eq!(reference_mark(typed).as_deref(), Some("555"), "{typed}");
        }
        assert_eq!(reference_mark("AB-012"), Some("ab012".to_owned()));
        assert_eq!(reference_mark("É1"), reference_mark("é1"));
        assert_ne!(reference_mark("556"), reference_mark("555"));
        assert_ne!(reference_mark("A555"), reference_mark("B555"));
        for nothing in ["", " - ", "000", "–#_"] {
            assert_eq!(reference_mark(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn a_picture_is_the_same_where_its_address_is() {
        let one = picture_mark("https://example.com/pago.png?a=1");
        for typed in [
            " https://example.com/pago.png?a=1",
            "HTTPS://EXAMPLE.com:443/pago.png?a=1#x",
        ] {
            assert_eq!(picture_mark(typed), one, "{typed}");
        }
        assert_ne!(picture_mark("https://example.com/pago.png?a=2"), one);
        assert_ne!(picture_mark("https://example.com/PAGO.png?a=1"), one);
        assert_eq!(picture_mark("pago 1"), picture_mark("PAGO 1 "));
    }

    #[test]
    fn a_bank_is_the_same_with_or_without_the_words_that_people_leave_out() {
        let same = |one: &str, other: &str| may_be_same_bank(bank_mark(one).as_deref(), bank_mark(other).as_deref());
        for (one, other) in [
            ("Banco de Venezuela", "Banco  Venezuela "),
            ("BANCO MERCANTIL, C.A.", "mercantil"),
            ("Banco Nacional de Crédito", "nacional credito"),
            ("BBVA Provincial", "Provincial"),
            ("", "Banesco"),
        ] {
            assert!(same(one, other), "{one} {other}");
        }
        for (one, other) in [("Banesco", "Mercantil"), ("Banco Venezuela", "Banco del Tesoro")] {
            assert!(!same(one, other), "{one} {other}");
        }
        assert_eq!(bank_mark("Banco").as_deref(), Some("banco"));
    }
}
