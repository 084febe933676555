//! Words that announce a number or a name and are no part of it: `cuenta:`, `C.I.`, `a nombre de`.

use super::parts::PayeePart;
use crate::domain::kernel::letters::plain;

/// What a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Number(PayeePart),
    /// A name, or a number of any kind.
    Anything,
}

const ACCOUNT: &[&str] = &["cuenta", "cta", "cci"];
const PHONE: &[&str] = &[
    "tlf", "tlfn", "tlfno", "telf", "tel", "telefono", "celular", "cel", "movil", "yape", "plin",
];
const DOCUMENT: &[&str] = &["ci", "cedula", "rif", "dni", "ruc", "documento", "identidad"];
const ANYTHING: &[&str] = &[
    "banco",
    "titular",
    "nombre",
    "nombres",
    "beneficiario",
    "beneficiaria",
    "numero",
    "nro",
    "num",
    "nº",
    "n°",
    "pagomovil",
    "corriente",
    "cte",
    "ahorro",
    "ahorros",
    "bancario",
    "bancarios",
    "bancaria",
    "datos",
    "codigo",
    "cod",
];

/// Several words that are one label.
const PHRASES: &[&[&str]] = &[&["pago", "movil"], &["a", "nombre", "de"]];

/// Words between two labels: `número de cuenta del titular`, `CI y teléfono`.
const BETWEEN: &[&str] = &["de", "del", "la", "el", "su", "y", "e", "o"];

/// Units and names of money: digits beside them are an amount.
const MONEY: &[&str] = &[
    "bs",
    "bss",
    "bsf",
    "bsd",
    "ves",
    "ved",
    "bolivar",
    "bolivares",
    "usd",
    "usdt",
    "dolar",
    "dolares",
    "eur",
    "euro",
    "euros",
    "soles",
    "pen",
    "cop",
    "peso",
    "pesos",
    "$",
    "€",
];

/// The form in which labels are compared: small, without accents and marks.
pub(super) fn key(word: &str) -> String {
    plain(word)
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '°' | '$' | '€'))
        .collect()
}

/// The label that these words begin with, and how many words it has.
pub(super) fn label(keys: &[&str]) -> Option<(Label, usize)> {
    if let Some(phrase) = PHRASES.iter().find(|phrase| keys.starts_with(phrase)) {
        return Some((Label::Anything, phrase.len()));
    }
    let first = keys.first()?;
    let numbers = [
        (ACCOUNT, PayeePart::Account),
        (PHONE, PayeePart::Phone),
        (DOCUMENT, PayeePart::Document),
    ];
    let announced = numbers.iter().find(|(words, _)| words.contains(first));
    match announced {
        Some((_, part)) => Some((Label::Number(*part), 1)),
        None => ANYTHING.contains(first).then_some((Label::Anything, 1)),
    }
}

/// How many of these words only connect the label before them with a label after them.
pub(super) fn between(keys: &[&str]) -> usize {
    let count = keys.iter().take_while(|key| BETWEEN.contains(key)).count();
    match label(&keys[count..]) {
        Some(_) => count,
        None => 0,
    }
}

/// Whether this label may be part of the name before it: all but abbreviations that nobody is called.
pub(super) fn may_end_a_name(key: &str) -> bool {
    const NEVER: &[&str] = &[
        "cta",
        "cci",
        "tlf",
        "tlfn",
        "tlfno",
        "telf",
        "rif",
        "dni",
        "ruc",
        "nro",
        "num",
        "nº",
        "n°",
        "cte",
        "cod",
        "pagomovil",
    ];
    !NEVER.contains(&key)
}

/// Whether this label may be part of the name behind it. Others begin what people paste: `Cuenta Banesco`, `Titular María`.
pub(super) fn may_begin_a_name(key: &str) -> bool {
    const NAMES: &[&str] = &[
        "movil",
        "celular",
        "corriente",
        "ahorro",
        "ahorros",
        "identidad",
        "plin",
        "yape",
        "ci",
    ];
    NAMES.contains(&key)
}

/// Whether digits beside this word are an amount.
pub(super) fn is_money(key: &str) -> bool {
    MONEY.contains(&key)
}

/// Whether a word announces documents: the letter of one may be written to it, `CIV-12345678`.
pub(super) fn announces_document(key: &str) -> bool {
    DOCUMENT.contains(&key)
}
