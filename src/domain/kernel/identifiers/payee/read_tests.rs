//! Pasted texts as resellers write them, and what is read of them.

use proptest::prelude::{Just, Strategy, prop, prop_assert, prop_assert_eq, proptest};

use super::Numbering;
use crate::domain::kernel::identifiers::mobile::VenezuelanMobile;
use crate::domain::kernel::identifiers::payee::{PayeeError, PayeePart, PayeeParts};
use crate::domain::kernel::identifiers::samples::{grouped, marks};

const ACCOUNT: &str = "01340021100000000007";

fn read_payee(text: &str) -> Result<PayeeParts, PayeeError> {
    super::read_payee(text, Numbering::Venezuela)
}

fn read(text: &str) -> PayeeParts {
    read_payee(text).unwrap_or_else(|error| panic!("{text:?}: {error:?}"))
}

/// Account, phone, document, bank's code and words; `-` for none.
fn shown(parts: &PayeeParts) -> String {
    let phone = parts.phone.clone();
    let shown = |part: &Option<String>| part.clone().unwrap_or_else(|| "-".to_owned());
    format!(
        "{} {} {} {} [{}]",
        shown(&parts.account),
        shown(&phone),
        shown(&parts.document),
        shown(&parts.bank_code),
        parts.words
    )
}

#[track_caller]
fn reads(text: &str, expected: &str) {
    assert_eq!(shown(&read(text)), expected, "{text:?}");
}

#[track_caller]
fn unread(text: &str, quoted: &str) {
    let text_of = quoted.to_owned();
    assert_eq!(read_payee(text), Err(PayeeError::Unread { text: text_of }), "{text:?}");
}

#[track_caller]
fn several(text: &str, what: PayeePart) {
    assert_eq!(read_payee(text), Err(PayeeError::Several { what }), "{text:?}");
}

#[track_caller]
fn ambiguous(text: &str) {
    let read = read_payee(text);
    assert!(matches!(read, Err(PayeeError::Ambiguous { .. })), "{text:?}: {read:?}");
}

#[test]
fn an_account_with_its_holder_is_read_from_lines() {
    let expected = "01340021100000000007 - V12345678 - [Banesco María Pérez]";
    reads("Banesco\n0134-0021-10-0000000007\nMaría Pérez\nV-12.345.678", expected);
    reads(
        "Banco: Banesco\nCuenta corriente: 0134 0021 10 0000000007\nTitular: María Pérez\nC.I.: V-12.345.678",
        expected,
    );
    reads(
        "**Banco:** Banesco\r\n• Nº de cuenta: `01340021100000000007`\r\n• A nombre de María Pérez\r\n• Cédula: V 12345678 ✅",
        expected,
    );
    reads("Banesco 0134 0021 1000 0000 0007 María Pérez CI V12345678", expected);
    reads(
        "BANESCO, 01340021100000000007, MARÍA PÉREZ, CIV-12345678",
        &expected.replace("Banesco María Pérez", "BANESCO MARÍA PÉREZ"),
    );
    reads("Banesco María Pérez cuenta01340021100000000007 civ12345678", expected);
}

#[test]
fn a_mobile_payment_is_read_in_any_order_and_form() {
    let expected = "- 04141234567 12345678 0102 [Juan Díaz]";
    for text in [
        "0102 04141234567 12345678 Juan Díaz",
        "Pago móvil 0102 0414-1234567 12.345.678 Juan Díaz",
        "pago movil: Juan Díaz 12345678 0414 123 45 67 0102",
        "Juan Díaz\n0102\n0414.123.45.67\n12 345 678",
        "PagoMóvil\nTlf: (0414) 1234567\nCI: 12345678\nBanco: 0102\nNombre: Juan Díaz",
        "0102/04141234567/12345678 Juan Díaz",
        "0102-04141234567-12345678 Juan Díaz",
        "0102,+58 414 1234567,12345678,Juan Díaz",
        "Teléfono 0414/1234567 cédula 12345678 código 0102 beneficiario Juan Díaz",
        "Datos del pago móvil: Banco 0102 Juan Díaz CI y teléfono: 12345678 0058 414 1234567",
        "Titular de la cuenta: Juan Díaz, número de cédula: 12345678, cel. 04141234567, cod 0102",
        "０１０２ ０４１４１２３４５６７ １２３４５６７８ Juan Díaz",
    ] {
        reads(text, expected);
    }
    let with_letter = expected.replace("12345678", "V12345678");
    reads("0102 V-12345678 0414-1234567 Juan Díaz", &with_letter);
    reads("0102/04141234567/V12345678 Juan Díaz", &with_letter);
    reads("0102 Juan Díaz 12345678 04141234567 cédula v12.345.678", &with_letter);
}

#[test]
fn companies_and_foreigners_keep_their_letter() {
    reads(
        "Inversiones Ávila, C.A. RIF: J-07013380-5",
        "- - J070133805 - [Inversiones Ávila C.A.]",
    );
    reads("RIF-J 07013380 5", "- - J070133805 - []");
    reads("E-84.123.456 Li Wei", "- - E84123456 - [Li Wei]");
    reads("V-1234567-4", "- - V012345674 - []");
    reads("G 20000004-0", "- - G200000040 - []");
    reads("DNI: 08123456", "- - 08123456 - []");
    reads("cédula 12345 Ana", "- - 12345 - [Ana]");
}

#[test]
fn names_keep_their_words_and_initials() {
    reads(
        "Luis E. Pérez-Gil O'Neill de la Cruz",
        "- - - - [Luis E. Pérez-Gil O'Neill de la Cruz]",
    );
    reads("Nombre: De La Cruz, Ana", "- - - - [De La Cruz Ana]");
    reads("Luis Pérez V 04141234567", "- 04141234567 - - [Luis Pérez V]");
    reads("María V. 0414-1234567", "- 04141234567 - - [María V.]");
    reads("100% Banco 0156 Ana", "- - - 0156 [100% Ana]");
    reads("0156 100 % Banco", "- - - 0156 [100%]");
    reads("Ana V 100% Banco", "- - - - [Ana V 100%]");
    reads("Banco R4 0169 04141234567", "- 04141234567 - 0169 [R4]");
    reads("N58 Banco Digital", "- - - - [N58 Digital]");
    reads("Banco de Venezuela", "- - - - [de Venezuela]");
    reads(
        "ana.perez77@correo.com.ve Ana",
        "- - - - [ana.perez77@correo.com.ve Ana]",
    );
    reads("", "- - - - []");
    reads(" \n🙂 -- : \n", "- - - - []");
}

#[test]
fn the_same_number_twice_is_one() {
    reads(&format!("{ACCOUNT} cuenta {ACCOUNT}"), "01340021100000000007 - - - []");
    reads("04141234567 +58 414 1234567", "- 04141234567 - - []");
    reads("12345678 V-12.345.678 12345678", "- - V12345678 - []");
}

#[test]
fn two_different_numbers_of_one_kind_are_refused() {
    several(&format!("{ACCOUNT}\n0134 0021 10 0000000008"), PayeePart::Account);
    several(&format!("{ACCOUNT} 01340021100000000008"), PayeePart::Account);
    several("04141234567 0412-1234567", PayeePart::Phone);
    several("V-12345678 y E-12345678", PayeePart::Document);
    several("V-12345678\nRIF V-12345678-0", PayeePart::Document);
    several("0102 o 0105", PayeePart::BankCode);
}

#[test]
fn digits_that_fit_nothing_are_refused_and_quoted() {
    unread("cuenta 0134002110000000000", "0134002110000000000");
    unread("Ana 0414-123456", "0414-123456");
    unread("0212-5551234", "0212-5551234");
    unread("+57 300 1234567", "+57 300 1234567");
    unread("414 1234567", "414 1234567");
    unread("123456789", "123456789");
    unread("V 1234567 8", "V 1234567 8");
    unread("J-12345678", "J-12345678");
    unread("J 12345678", "J 12345678");
    unread("cédula 1234", "1234");
    unread(&"12345 ".repeat(400), "12345 12345 12345 12345 12345 12345 1234…");
    unread("Ana 12345", "12345");
    unread("0102 12/05/2026", "0102 12/05/2026");
    unread("987654321", "987654321");
    unread("4to piso", "4");
    unread("Zelle 305-555-0100", "305-555-0100");
    unread("<@123456789012345678>", "123456789012345678");
    unread("0134-0021\n10-0000000007", "0134-0021");
    unread(
        "1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9",
        "1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9 1 2 …",
    );
}

#[test]
fn digits_beside_a_stray_letter_may_be_mistyped() {
    for text in [
        "O134002110000000007",
        "04141234S67",
        "R12345678",
        "R-12345678",
        "X:12345678",
        "12345678-K",
        "12345678V",
        "12345678 E",
        "12345678-E",
    ] {
        let read = read_payee(text);
        assert!(matches!(read, Err(PayeeError::Unread { .. })), "{text:?}: {read:?}");
    }
}

#[test]
fn an_amount_is_no_document() {
    for (text, quoted) in [
        ("150.000 Bs", "150.000"),
        ("Bs. 150.000", "150.000"),
        ("$150000", "150000"),
        ("150000usd", "150000"),
    ] {
        unread(text, quoted);
    }
    unread("150.000,00", "00");
    reads(
        "cuenta en dólares 01340021100000000007",
        "01340021100000000007 - - - [en dólares]",
    );
}

#[test]
fn a_label_must_be_followed_by_what_it_announces() {
    unread("cuenta: 12345678", "12345678");
    unread("tlf 12345678", "12345678");
    unread("CI 04141234567", "04141234567");
    reads("cuenta Juan 12345678", "- - 12345678 - [Juan]");
    reads(&format!("cuenta 0134 {ACCOUNT}"), "01340021100000000007 - - 0134 []");
}

#[test]
fn digits_with_two_readings_are_refused_unless_a_label_decides() {
    // An account, or two documents and a bank's code.
    let text = "01345678 12345678 0102";
    ambiguous(text);
    reads(&format!("cuenta {text}"), "01345678123456780102 - - - []");
    // An account, or a bank's code, a short cédula and a phone.
    ambiguous("0134 12345 0414 1234567");
    reads("0134, CI 12345, 0414 1234567", "- 04141234567 12345 0134 []");
}

/// The parts of one payee, each as people write it on a line.
fn lines() -> impl Strategy<Value = (PayeeParts, Vec<String>)> {
    let account = (
        "0[0-9]{19}",
        prop::sample::select(vec![
            vec![20],
            vec![4, 4, 2, 10],
            vec![4, 4, 4, 4, 4],
            vec![4, 16],
            vec![8, 12],
        ]),
        prop::sample::select(vec!["-", " "]),
        prop::sample::select(vec!["cuenta ", "Cta: ", "Nro de cuenta: "]),
    );
    let phone = (
        prop::sample::select(vec!["412", "414", "416", "422", "424", "426"]),
        "[0-9]{7}",
        prop::sample::select(vec!["0", "+58", "+58 ", "58 "]),
        prop::sample::select(vec!["", "tlf ", "Teléfono: "]),
    );
    let document = ("[1-9][0-9]{5,7}", prop::sample::select(vec!["V-", "v", "E ", "C.I. V"]));
    let code = prop::sample::select(vec!["0102", "0105", "0134", "0601"]);
    (account, phone, document, code).prop_map(|((digits, sizes, mark, cta), phone, (cedula, before), code)| {
        let (prefix, number, country, tlf) = phone;
        let mut rest = digits.as_str();
        let mut groups = Vec::new();
        for size in sizes {
            let (group, after) = rest.split_at(size);
            groups.push(group);
            rest = after;
        }
        let lines = vec![
            format!("{cta}{}", groups.join(mark)),
            format!("{tlf}{country}{prefix}-{number}"),
            format!("{before}{cedula}"),
            code.to_owned(),
            "Nombre: Ana".to_owned(),
        ];
        let letter = if before.starts_with('E') { 'E' } else { 'V' };
        let phone = VenezuelanMobile::read(&format!("0{prefix}{number}")).ok();
        let phone = phone.map(|phone| phone.to_string());
        let parts = PayeeParts {
            account: Some(digits.clone()),
            phone,
            document: Some(format!("{letter}{cedula}")),
            bank_code: Some(code.to_owned()),
            words: "Ana".to_owned(),
            ..PayeeParts::default()
        };
        (parts, lines)
    })
}

/// Pieces of such lines in any order, with anything between them.
fn fragments() -> impl Strategy<Value = String> {
    let fragment = prop::sample::select(vec![
        ACCOUNT,
        "0134",
        "0021",
        "0102",
        "04141234567",
        "0414",
        "1234567",
        "58",
        "+58",
        "414",
        "V",
        "e",
        "J",
        "12",
        "345",
        "678",
        "12345678",
        "070133805",
        "8",
        "5",
        "Ana",
        "R4",
        "100%",
        "Bs",
        "cuenta",
        "C.I.",
        "tlf",
        "banco",
        "K",
    ]);
    let mark = prop::sample::select(vec![" ", " ", "", "-", ".", "/", ",", ": ", "\n", "("]);
    prop::collection::vec((fragment, mark), 0..9).prop_map(|pieces| {
        pieces
            .into_iter()
            .flat_map(|(fragment, mark)| [fragment, mark])
            .collect()
    })
}

proptest! {
    #[test]
    fn the_same_parts_are_found_in_any_order_of_lines(
        (parts, lines) in lines().prop_flat_map(|(parts, lines)| (Just(parts), Just(lines).prop_shuffle())),
        end in prop::sample::select(vec!["\n", "\r\n", ", ", " | "]),
    ) {
        prop_assert_eq!(read_payee(&lines.join(end)), Ok(parts));
    }

    /// Whatever stands between the digits of an account, nothing but this account is read, or the text is refused.
    #[test]
    fn an_account_is_never_read_as_another(digits in "[0-9]{20}", marks in marks()) {
        let text = grouped(&digits, &marks);
        if let Ok(read) = read_payee(&format!("cuenta {text}")) {
            prop_assert_eq!(read, PayeeParts { account: Some(digits.clone()), ..PayeeParts::default() });
        }
        if let Ok(read) = read_payee(&text) {
            let only_account = PayeeParts { account: Some(digits), ..PayeeParts::default() };
            prop_assert!(read == only_account || read.account.is_none());
        }
    }

    /// Each run of digits is in a number or in a word, or the text is refused.
    #[test]
    fn no_digit_is_dropped(text in fragments()) {
        if let Ok(read) = read_payee(&text) {
            let parts = [read.account, read.phone, read.document, read.bank_code, Some(read.words)];
            for run in text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()) {
                // Zeros before a cédula and the country of a phone are not kept.
                let is_kept = |run: &str| parts.iter().flatten().any(|part| part.contains(run));
                let kept = is_kept(run.trim_start_matches('0')) || run.strip_prefix("58").is_some_and(is_kept);
                prop_assert!(kept, "{:?} of {:?} in {:?}", run, text, parts);
            }
        }
    }

    #[test]
    fn no_text_breaks_the_reading(text in "\\PC{0,80}") {
        let _ = read_payee(&text);
    }
}
