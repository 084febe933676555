//! Swaps a person and another argument that were typed in the wrong order: `!setcut 40 @david`. Only one order is
//! possible, since a person is not a number, an amount or a role, so this is corrected before the command is read.

use crate::discord::args::is_somebody;
use crate::discord::view::members::role_named;

/// What a command takes beside a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    /// Digits: an amount, a percentage, the number of an order.
    Number,
    Role,
    /// A channel or a currency. Then only a mention identifies the person.
    Other,
}

/// Which argument is the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Takes {
    PersonFirst(Beside),
    PersonSecond(Beside),
}

fn takes(command: &str) -> Option<Takes> {
    Some(match command {
        "setcut" | "dar" | "recargar" => Takes::PersonFirst(Beside::Number),
        "rol" => Takes::PersonFirst(Beside::Role),
        // `!pagar 13 ya` is about an order.
        "canal" | "cuenta crear" | "pagar" => Takes::PersonFirst(Beside::Other),
        "asignar" => Takes::PersonSecond(Beside::Number),
        _ => return None,
    })
}

/// The arguments in the right order; `None` when they already are, or when it cannot be decided.
pub(super) fn put_right(command: &str, args: &str) -> Option<String> {
    if command == "asignar-banco" {
        return person_behind_bank(args);
    }
    let takes = takes(command)?;
    let (first, rest) = word(args)?;
    let (second, tail) = word(rest)?;
    let is_swapped = match takes {
        Takes::PersonFirst(beside) => is_person_behind(first, second, beside),
        Takes::PersonSecond(beside) => is_person_behind(second, first, beside),
    };
    if is_swapped {
        return Some(format!("{second} {first} {tail}").trim_end().to_owned());
    }
    // `!cuenta crear VES 5000 @luis Banesco`.
    let (third, after) = word(tail)?;
    let is_third = command == "cuenta crear" && is_somebody(third) && !is_somebody(first) && !is_somebody(second);
    is_third.then(|| format!("{third} {first} {second} {after}").trim_end().to_owned())
}

/// `@cajero1 Banco de Venezuela 10`: the person stands between the bank, of however many words, and the last word.
fn person_behind_bank(args: &str) -> Option<String> {
    let (person, rest) = word(args).filter(|(first, _)| is_somebody(first))?;
    let (bank, last) = rest.trim_end().rsplit_once(char::is_whitespace)?;
    Some(format!("{} {person} {last}", bank.trim_end()))
}

/// Whether the two words are swapped: the one in the person's position is not the person, the other one is.
fn is_person_behind(person: &str, other: &str, beside: Beside) -> bool {
    if is_somebody(person) != is_somebody(other) {
        return is_somebody(other);
    }
    is_one(person, beside) && !is_one(other, beside) && !is_somebody(person)
}

fn is_one(word: &str, beside: Beside) -> bool {
    match beside {
        Beside::Number => word.contains(|c: char| c.is_ascii_digit()) && !word.contains(char::is_alphabetic),
        Beside::Role => role_named(word).is_some(),
        Beside::Other => false,
    }
}

fn word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let ends = text.find(char::is_whitespace).unwrap_or(text.len());
    let (word, rest) = text.split_at(ends);
    (!word.is_empty()).then_some((word, rest.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::put_right;

    #[test]
    fn a_person_is_put_where_the_command_takes_one() {
        for (command, typed, right) in [
            ("setcut", "40 @david", "@david 40"),
            ("setcut", "40 <@123>", "<@123> 40"),
            ("setcut", "40% david", "david 40%"),
            ("rol", "cajero @david", "@david cajero"),
            ("rol", "cajero david", "david cajero"),
            ("dar", "5 @david por venir", "@david 5 por venir"),
            ("recargar", "5000 @david efectivo", "@david 5000 efectivo"),
            ("pagar", "5 @david", "@david 5"),
            ("asignar-banco", "@luis Banesco 10", "Banesco @luis 10"),
            (
                "asignar-banco",
                "<@123> Banco de Venezuela no",
                "Banco de Venezuela <@123> no",
            ),
            ("canal", "#ventas <@123>", "<@123> #ventas"),
            ("asignar", "@cajero1 12", "12 @cajero1"),
            ("asignar", "cajero1 #12", "#12 cajero1"),
            ("cuenta crear", "VES @luis 5000 Banesco", "@luis VES 5000 Banesco"),
            ("cuenta crear", "VES 5000 @luis Banesco 01", "@luis VES 5000 Banesco 01"),
        ] {
            assert_eq!(put_right(command, typed).as_deref(), Some(right), "{command} {typed}");
        }
    }

    #[test]
    fn what_stands_right_or_cannot_be_told_stays() {
        for (command, typed) in [
            ("setcut", "@david 40"),
            ("setcut", "david 40"),
            ("setcut", "40 50"),
            ("setcut", "@david @maria"),
            ("rol", "david cajero"),
            ("rol", "cajero admin"),
            ("dar", "@david 5 por @maria"),
            ("pagar", "13 ya"),
            ("asignar", "12 @cajero1"),
            ("asignar", "12 13"),
            ("asignar", "12"),
            ("cuenta crear", "luis VES 5000 Banesco"),
            ("cuenta crear", "@luis VES 5000 @banco"),
            ("t", "100 @david"),
        ] {
            assert_eq!(put_right(command, typed), None, "{command} {typed}");
        }
    }
}
