//! Accepts common spellings of arguments: `n.º 3`, `orden 27`, `pen/ves 9`, `9 PEN VES`, `38 bs`, `100p`. They are
//! rewritten as the command expects them, where only one meaning is possible.

/// What people write before a number.
const NUMBER_MARKS: [&str; 8] = ["#", "n.º", "n.°", "nº", "n°", "no.", "num.", "núm."];
/// What people write between two currencies.
const BETWEEN: [&str; 6] = ["a", "->", "→", "=>", "/", "-"];
/// Commands whose first argument is an order's number.
const OF_ORDERS: [&str; 7] = [
    "listo",
    "cancelar",
    "orden",
    "asignar",
    "confirmar",
    "revertir",
    "devolver",
];

/// The arguments as the command expects them; `None` when nothing changes.
pub(super) fn respelled(command: &str, args: &str) -> Option<String> {
    let mut words: Vec<String> = args.split(' ').map(str::to_owned).collect();
    let before = words.clone();
    join_marks(&mut words);
    match command {
        "t" => split_rate(&mut words),
        "setrates" => {
            split_pair(&mut words);
            number_last(&mut words, 2);
            drop_unit(&mut words, 3);
        }
        "setusdvalue" | "setfee" => number_last(&mut words, 1),
        "setbsusdvalue" => drop_unit(&mut words, 1),
        "cuenta crear" => currency_before_amount(&mut words),
        _ if OF_ORDERS.contains(&command) => drop_order(&mut words),
        _ => {}
    }
    (words != before).then(|| words.join(" "))
}

/// `n.º 3` becomes `#3`.
fn join_marks(words: &mut Vec<String>) {
    let is_mark = |word: &str| NUMBER_MARKS.contains(&word.to_lowercase().as_str());
    let mut at = 0;
    while at + 1 < words.len() {
        if is_mark(&words[at]) && begins_with_digit(&words[at + 1]) {
            words.remove(at);
            words[at].insert(0, '#');
        }
        at += 1;
    }
}

/// `100p` becomes `100 p`.
fn split_rate(words: &mut Vec<String>) {
    let Some(first) = words.first() else { return };
    if let Some(amount) = first.strip_suffix(['p', 'P'])
        && is_number(amount)
    {
        let amount = amount.to_owned();
        words[0] = "p".to_owned();
        words.insert(0, amount);
    }
}

/// `pen/ves` and `PEN a VES` become `pen ves` and `PEN VES`.
fn split_pair(words: &mut Vec<String>) {
    if let Some((from, to)) = words.first().and_then(|first| first.split_once(['/', '-', '→']))
        && is_name(from)
        && is_name(to)
    {
        let (from, to) = (from.to_owned(), to.to_owned());
        words[0] = to;
        words.insert(0, from);
    }
    if 3 < words.len()
        && BETWEEN.contains(&words[1].to_lowercase().as_str())
        && is_name(&words[0])
        && is_name(&words[2])
    {
        words.remove(1);
    }
}

/// `9 PEN VES` becomes `PEN VES 9`; a number cannot be a name.
fn number_last(words: &mut [String], names: usize) {
    if words.len() == names + 1 && is_number(&words[0]) && words[1..].iter().all(|word| is_name(word)) {
        words.rotate_left(1);
    }
}

/// `@cajero1 5000 VES` becomes `@cajero1 VES 5000`.
fn currency_before_amount(words: &mut [String]) {
    if 2 < words.len() && is_number(&words[1]) && is_name(&words[2]) {
        words.swap(1, 2);
    }
}

/// `orden 27` becomes `27`.
fn drop_order(words: &mut Vec<String>) {
    if 1 < words.len() && words[0].eq_ignore_ascii_case("orden") && is_numbered(&words[1]) {
        words.remove(0);
    }
}

/// `38 bs` becomes `38`; only bolívares are abbreviated like this.
fn drop_unit(words: &mut Vec<String>, taken: usize) {
    let is_unit = words.len() == taken + 1 && words[taken].trim_end_matches('.').eq_ignore_ascii_case("bs");
    if is_unit && is_number(&words[taken - 1]) {
        words.pop();
    }
}

fn is_numbered(word: &str) -> bool {
    begins_with_digit(word.trim_start_matches('#'))
}

fn begins_with_digit(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

fn is_number(word: &str) -> bool {
    begins_with_digit(word) && word.chars().all(|c| c.is_ascii_digit() || ".,%'".contains(c))
}

fn is_name(word: &str) -> bool {
    !word.is_empty() && word.chars().all(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::respelled;

    #[test]
    fn what_can_mean_only_one_thing_is_put_as_the_command_takes_it() {
        for (command, typed, right) in [
            ("revertir", "compra n.º 3 se repitió", "compra #3 se repitió"),
            ("listo", "N.º 27", "#27"),
            ("listo", "orden 27", "27"),
            ("cancelar", "orden #27", "#27"),
            ("t", "100p Ana", "100 p Ana"),
            ("t", "1.500,50p", "1.500,50 p"),
            ("setrates", "9 PEN VES", "PEN VES 9"),
            ("setrates", "pen/ves 9", "pen ves 9"),
            ("setrates", "PEN a VES 9", "PEN VES 9"),
            ("setrates", "PEN VES 9.1 Bs", "PEN VES 9.1"),
            ("setusdvalue", "38 VES", "VES 38"),
            ("setfee", "0.3 VE", "VE 0.3"),
            ("setbsusdvalue", "38 bs", "38"),
            ("cuenta crear", "@cajero1 5000 VES Banesco", "@cajero1 VES 5000 Banesco"),
        ] {
            assert_eq!(respelled(command, typed).as_deref(), Some(right), "{command} {typed}");
        }
    }

    #[test]
    fn the_rest_stays_as_it_was_typed() {
        for (command, typed) in [
            ("t", "100 p María n.º de cuenta 0102"),
            ("t", "100 9.2"),
            ("t", "9 500 p"),
            ("setrates", "PEN VES 9"),
            ("setrates", "9 500 PEN VES"),
            ("setfee", "VE 0.3"),
            ("depositar", "500 1"),
            ("listo", "27 ref 0045"),
            ("orden", "orden"),
            ("cuenta crear", "@cajero1 VES 5000 Banesco"),
        ] {
            assert_eq!(respelled(command, typed), None, "{command} {typed}");
        }
    }
}
