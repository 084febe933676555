//! Tests of where an amount ends in a typed command.

use super::{ARate, AnAmount, ArgumentError, Text, TwoPlaces, beginnings, cut, cut_rate, next_place};

#[test]
fn a_line_begins_with_one_word_or_more_of_it() {
    let all: Vec<_> = beginnings(" S/  50 p\nAna Paz").collect();
    let rest = ["50 p\nAna Paz", "p\nAna Paz", "Ana Paz"];
    assert_eq!(all, [("S/", rest[0]), ("S/  50", rest[1]), ("S/  50 p", rest[2])]);
    assert_eq!(beginnings("").count(), 0);
}

#[test]
fn an_amount_reaches_as_far_as_what_follows_allows() {
    for (args, amount, rest) in [
        ("100 p", "100", "p"),
        ("100 p Ana 0102", "100", "p Ana 0102"),
        ("100 9.2 Ana", "100", "9.2 Ana"),
        ("9 500 p", "9 500", "p"),
        ("9 500 P Ana", "9 500", "P Ana"),
        ("1 234,56 p", "1 234,56", "p"),
        ("1 234 567 p", "1 234 567", "p"),
        ("1 234 567,50 p Ana", "1 234 567,50", "p Ana"),
        ("9\u{a0}500 p", "9\u{a0}500", "p"),
        ("S/ 50 p", "S/ 50", "p"),
        ("$ 50 usd p", "$ 50 usd", "p"),
        ("50 soles 9.2 Ana", "50 soles", "9.2 Ana"),
        ("100 245 Ana", "100", "245 Ana"),
        ("100 245.50", "100", "245.50"),
        ("100 245.50 Ana", "100", "245.50 Ana"),
        ("100 245 0414 123", "100", "245 0414 123"),
        ("100 1050", "100", "1050"),
        ("9\n500 p", "9", "500 p"),
        ("abc p", "abc", "p"),
        ("100", "100", ""),
        ("100 x", "100", "x"),
        ("9.2 500 p", "9.2", "500 p"),
    ] {
        assert_eq!(cut::<ARate>(args), Ok((amount, rest)), "{args}");
    }
}

#[test]
fn a_number_that_may_be_two_is_refused_with_both_readings() {
    let numbers = |error| match error {
        ArgumentError::CutNumber { joined, first, .. } => (joined, first),
        other => panic!("{other:?}"),
    };
    let said = |joined: &str, first: &str| (joined.to_owned(), first.to_owned());
    for (args, joined, first) in [
        ("9 500 9.2", "9500", "9"),
        ("9 500 9.2 Ana", "9500", "9"),
        ("1 234 567 9.2", "1234567", "1"),
        ("9 500", "9500", "9"),
        ("1 234 567", "1234567", "1"),
        ("100 950 4141234567", "100950", "100"),
    ] {
        assert_eq!(cut::<ARate>(args).map_err(numbers), Err(said(joined, first)), "{args}");
    }
    assert_eq!(cut::<AnAmount>("6 600 270").map_err(numbers), Err(said("6600", "6")));
    assert_eq!(cut::<Text>("5 000 recarga").map_err(numbers), Err(said("5000", "5")));
    assert_eq!(cut::<Text>("-5 000").map_err(numbers), Err(said("-5000", "-5")));
    for args in ["4 100", "4 100 Ana", "4\u{202f}100"] {
        assert_eq!(cut_rate(args).map_err(numbers), Err(said("4100", "4")), "{args}");
    }
}

#[test]
fn two_amounts_of_a_purchase_and_its_places_are_told_apart() {
    for (args, amount, rest) in [
        ("200 52.63", "200", "52.63"),
        ("900 237.50", "900", "237.50"),
        ("200 526", "200", "526"),
        ("1 200 52.63", "1 200", "52.63"),
        ("1 200 52.63 PEN VES", "1 200", "52.63 PEN VES"),
        ("200 soles 52.63 USDT", "200 soles", "52.63 USDT"),
    ] {
        assert_eq!(cut::<AnAmount>(args), Ok((amount, rest)), "{args}");
    }
    for (args, amount, rest) in [
        ("52.63", "52.63", ""),
        ("52.63 PEN VES", "52.63", "PEN VES"),
        ("52.63 PEN", "52.63", "PEN"),
        ("52.63 $", "52.63 $", ""),
        ("52.63 USD", "52.63 USD", ""),
        ("52.63 USD VES", "52.63", "USD VES"),
        ("52.63 USDT PEN VES", "52.63 USDT", "PEN VES"),
        ("52.63 USDT Perú Estados Unidos", "52.63 USDT", "Perú Estados Unidos"),
        ("1 052.63 PEN VES", "1 052.63", "PEN VES"),
    ] {
        assert_eq!(cut::<TwoPlaces>(args), Ok((amount, rest)), "{args}");
    }
}

#[test]
fn an_amount_before_text_takes_its_currency_and_leaves_the_text() {
    for (args, amount, rest) in [
        ("50 el almuerzo", "50", "el almuerzo"),
        ("50 usd recarga", "50 usd", "recarga"),
        ("5000", "5000", ""),
        ("50\n000 x", "50", "000 x"),
        ("-50 comisión", "-50", "comisión"),
        ("Bs. 1 500,50 recarga", "Bs. 1 500,50", "recarga"),
        ("5 50,5 x", "5", "50,5 x"),
    ] {
        assert_eq!(cut::<Text>(args), Ok((amount, rest)), "{args}");
    }
}

#[test]
fn a_rate_is_one_word_and_a_place_one_or_two() {
    assert_eq!(cut_rate("p Ana"), Ok(("p", "Ana")));
    assert_eq!(cut_rate("9.2 Ana 0102"), Ok(("9.2", "Ana 0102")));
    assert_eq!(cut_rate("9 0102 1234"), Ok(("9", "0102 1234")));
    assert_eq!(cut_rate("x 500"), Ok(("x", "500")));
    assert_eq!(next_place("Estados Unidos 38"), Some(("Estados Unidos", "38")));
    assert_eq!(next_place("PEN VES"), Some(("PEN", "VES")));
    assert_eq!(next_place("nada de eso"), Some(("nada", "de eso")));
}
