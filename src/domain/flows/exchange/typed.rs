//! Reads what people type behind `!comprar` and `!vender`: `100 usd`, `todo usd`, `3800 ves usd`, `usd con 3800 ves`,
//! `100 usd con eur`.

use serde::{Deserialize, Serialize};

use super::{Fixed, Side};
use crate::domain::kernel::letters;
use crate::domain::kernel::money::{Currency, currency_called};
use crate::domain::treasury::rates::PlaceOrCurrency;

/// What somebody wants to exchange. The amount is as typed, because its currency decides how it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    pub side: Side,
    pub give: PlaceOrCurrency,
    pub take: PlaceOrCurrency,
    pub amount: AmountOf,
}

/// Which amount was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AmountOf {
    /// All that can be given.
    All,
    Give(String),
    Take(String),
    /// Read by whoever asks.
    Exactly(Fixed),
}

/// Why a text is not an exchange.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    #[error("no amount")]
    NoAmount,
    #[error("several amounts")]
    SeveralAmounts,
    #[error("no currency")]
    NoCurrency,
    /// Only VES were named: for what?
    #[error("only VES")]
    OnlyBolivares,
    /// Two foreign currencies without a word that says which is given.
    #[error("{one:?} and {other:?}: which one is given?")]
    Which { one: String, other: String },
    #[error("more than two currencies")]
    SeveralCurrencies,
    /// It is neither an amount nor the name or the code of a currency.
    #[error("{0:?} is no currency")]
    NoSuchWord(String),
}

/// What stands around words and is no part of them.
const AROUND: [char; 10] = [',', ';', '!', '?', '¡', '¿', '(', ')', '"', '`'];

/// One piece of what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Amount(String),
    All,
    Currency(String),
    /// What follows is what the other is paid with, or paid for with.
    Counter,
}

/// Reads an exchange.
///
/// # Errors
/// One variant of [`Unread`] for each reason.
pub fn read(side: Side, typed: &str) -> Result<Wanted, Unread> {
    let mut pieces = pieces(typed);
    // `10 usd, por favor`.
    if pieces.last() == Some(&Piece::Counter) {
        pieces.pop();
    }
    for piece in &pieces {
        if let Piece::Currency(name) = piece
            && !is_name(name)
        {
            return Err(Unread::NoSuchWord(name.clone()));
        }
    }
    let amounts: Vec<usize> = positions(&pieces, |piece| matches!(piece, Piece::Amount(_) | Piece::All));
    let currencies: Vec<usize> = positions(&pieces, |piece| matches!(piece, Piece::Currency(_)));
    let (main, counter) = sides(&pieces, &currencies)?;
    let at = match amounts.as_slice() {
        [] => return Err(Unread::NoAmount),
        [at] => *at,
        _ => return Err(Unread::SeveralAmounts),
    };
    let (main_name, counter_name) = (name_at(&pieces, main), name_at(&pieces, counter));
    let (give, take) = match side {
        Side::Buy => (counter_name, main_name),
        Side::Sell => (main_name, counter_name),
    };
    let is_of_main = match beside(&pieces, at) {
        Some(currency) => Some(currency) == main,
        None => pieces[at.saturating_sub(1)] != Piece::Counter,
    };
    let amount = match &pieces[at] {
        Piece::Amount(text) if is_of_main == (side == Side::Sell) => AmountOf::Give(text.clone()),
        Piece::Amount(text) => AmountOf::Take(text.clone()),
        _ => AmountOf::All,
    };
    Ok(Wanted {
        side,
        give: PlaceOrCurrency::new(&give),
        take: PlaceOrCurrency::new(&take),
        amount,
    })
}

/// Where the currency stands that is bought or sold, and the other one; `None` stands for VES, which need not be named.
fn sides(pieces: &[Piece], currencies: &[usize]) -> Result<(Option<usize>, Option<usize>), Unread> {
    let splits = pieces.iter().position(|piece| *piece == Piece::Counter);
    let is_ves = |at: usize| is_bolivares(&name_at(pieces, Some(at)));
    match (currencies, splits) {
        ([], _) => Err(Unread::NoCurrency),
        ([one], _) if is_ves(*one) => Err(Unread::OnlyBolivares),
        ([one], None) => Ok((Some(*one), None)),
        ([one], Some(split)) if *one < split => Ok((Some(*one), None)),
        ([_], Some(_)) => Err(Unread::NoCurrency),
        ([one, other], _)
            if letters::plain(&name_at(pieces, Some(*one))) == letters::plain(&name_at(pieces, Some(*other))) =>
        {
            Err(Unread::SeveralCurrencies)
        }
        ([one, other], Some(split)) if *one < split && split < *other => Ok((Some(*one), Some(*other))),
        ([one, other], _) => match (is_ves(*one), is_ves(*other)) {
            (true, false) => Ok((Some(*other), Some(*one))),
            (false, true) => Ok((Some(*one), Some(*other))),
            _ => Err(Unread::Which {
                one: name_at(pieces, Some(*one)),
                other: name_at(pieces, Some(*other)),
            }),
        },
        _ => Err(Unread::SeveralCurrencies),
    }
}

/// The currency that belongs to an amount: the one behind it, or else the one before it.
fn beside(pieces: &[Piece], amount: usize) -> Option<usize> {
    let is_currency = |at: usize| matches!(pieces.get(at), Some(Piece::Currency(_)));
    if is_currency(amount + 1) {
        return Some(amount + 1);
    }
    amount.checked_sub(1).filter(|before| is_currency(*before))
}

fn positions(pieces: &[Piece], is_it: impl Fn(&Piece) -> bool) -> Vec<usize> {
    let all = pieces.iter().enumerate();
    all.filter(|(_, piece)| is_it(piece)).map(|(at, _)| at).collect()
}

fn name_at(pieces: &[Piece], at: Option<usize>) -> String {
    match at.map(|at| &pieces[at]) {
        Some(Piece::Currency(name)) => name.clone(),
        _ => Currency::VES.to_string(),
    }
}

fn is_bolivares(name: &str) -> bool {
    name.eq_ignore_ascii_case(Currency::VES.as_str()) || currency_called(name) == Some(Currency::VES)
}

/// Whether a word means everything that is there.
pub(super) fn is_all(word: &str) -> bool {
    matches!(
        letters::plain(word.trim()).as_str(),
        "todo" | "toda" | "todos" | "todas"
    )
}

fn pieces(typed: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    // Whether the next word may go on with the currency before it: `dólares americanos`.
    let mut goes_on = false;
    let words = typed.split_whitespace().map(|word| word.trim_matches(AROUND));
    for word in words.filter(|word| !word.is_empty()).flat_map(apart) {
        let plain = letters::plain(&word);
        let next = match plain.as_str() {
            "con" | "por" | "a" | "contra" => Piece::Counter,
            _ if is_all(&plain) => Piece::All,
            "de" | "en" | "el" | "la" | "los" | "las" | "mi" | "mis" | "y" | "favor" | "americano" | "americanos"
            | "estadounidense" | "estadounidenses" => {
                goes_on = false;
                continue;
            }
            _ if starts_amount(&word) => Piece::Amount(word),
            _ => Piece::Currency(word),
        };
        match (pieces.last_mut(), &next) {
            // A space may stand between thousands.
            (Some(Piece::Amount(before)), Piece::Amount(more)) if goes_on => *before = format!("{before} {more}"),
            (Some(Piece::Currency(before)), Piece::Currency(more))
                if goes_on && is_name(&format!("{before} {more}")) =>
            {
                *before = format!("{before} {more}");
            }
            _ => pieces.push(next),
        }
        goes_on = true;
    }
    pieces
}

/// Whether a word is a currency by itself, so that the next one is another currency.
fn is_name(word: &str) -> bool {
    let is_code = word.len() == 3 && Currency::parse(&word.to_uppercase()).is_ok();
    is_code || currency_called(word).is_some()
}

fn starts_amount(word: &str) -> bool {
    let unsigned = word.trim_start_matches(['-', '+', '−']);
    unsigned.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','))
}

/// `100usd` as two words; `$100` too.
fn apart(word: &str) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    let is_of_amount = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+' | '−' | '\'');
    let switches = (1..chars.len()).find(|at| is_of_amount(chars[*at]) != is_of_amount(chars[at - 1]));
    match switches {
        Some(at) => {
            let (first, rest): (String, String) = (chars[..at].iter().collect(), chars[at..].iter().collect());
            vec![first, rest]
        }
        None => vec![word.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::{AmountOf, Side, Unread, Wanted, read};
    use crate::domain::treasury::rates::PlaceOrCurrency;

    fn wanted(side: Side, give: &str, take: &str, amount: AmountOf) -> Result<Wanted, Unread> {
        let (give, take) = (PlaceOrCurrency::new(give), PlaceOrCurrency::new(take));
        Ok(Wanted {
            side,
            give,
            take,
            amount,
        })
    }

    fn give(text: &str) -> AmountOf {
        AmountOf::Give(text.to_owned())
    }

    fn take(text: &str) -> AmountOf {
        AmountOf::Take(text.to_owned())
    }

    #[test]
    fn a_purchase_is_read_in_every_usual_order() {
        let buys = |typed: &str| read(Side::Buy, typed);
        for typed in [
            "100 usd",
            "100usd",
            "usd 100",
            "100 USD con ves",
            "100 usd con bolívares",
            "100 de usd",
        ] {
            let ves = if typed.contains("bol") { "bolívares" } else { "ves" };
            assert_eq!(buys(typed), wanted(Side::Buy, ves, "usd", take("100")), "{typed}");
        }
        for typed in [
            "3800 ves usd",
            "3800 ves en usd",
            "usd con 3800 ves",
            "usd con 3800",
            "usd 3800 ves",
        ] {
            assert_eq!(buys(typed), wanted(Side::Buy, "ves", "usd", give("3800")), "{typed}");
        }
        assert_eq!(
            buys("3.800,50 bs usd"),
            wanted(Side::Buy, "bs", "usd", give("3.800,50"))
        );
        assert_eq!(buys("1 234.56 usd"), wanted(Side::Buy, "ves", "usd", take("1 234.56")));
        assert_eq!(buys("100 usd con eur"), wanted(Side::Buy, "eur", "usd", take("100")));
        assert_eq!(buys("usd con 100 eur"), wanted(Side::Buy, "eur", "usd", give("100")));
        assert_eq!(buys("todo usd"), wanted(Side::Buy, "ves", "usd", AmountOf::All));
        assert_eq!(buys("usd con todo"), wanted(Side::Buy, "ves", "usd", AmountOf::All));
        assert_eq!(buys("todo usd con eur"), wanted(Side::Buy, "eur", "usd", AmountOf::All));
    }

    #[test]
    fn a_sale_is_the_mirror_of_it() {
        let sells = |typed: &str| read(Side::Sell, typed);
        assert_eq!(sells("100 usd"), wanted(Side::Sell, "usd", "ves", give("100")));
        assert_eq!(sells("todos mis usd"), wanted(Side::Sell, "usd", "ves", AmountOf::All));
        for typed in ["usd por 3800 ves", "3800 ves de usd", "usd por 3800"] {
            assert_eq!(sells(typed), wanted(Side::Sell, "usd", "ves", take("3800")), "{typed}");
        }
        assert_eq!(sells("100 usd por eur"), wanted(Side::Sell, "usd", "eur", give("100")));
        assert_eq!(sells("usd a 100 eur"), wanted(Side::Sell, "usd", "eur", take("100")));
    }

    #[test]
    fn what_may_mean_two_things_is_refused() {
        let buys = |typed: &str| read(Side::Buy, typed);
        assert_eq!(buys("usd"), Err(Unread::NoAmount));
        assert_eq!(buys("100"), Err(Unread::NoCurrency));
        assert_eq!(buys(""), Err(Unread::NoCurrency));
        assert_eq!(buys("100 con eur"), Err(Unread::NoCurrency));
        assert_eq!(buys("100 ves"), Err(Unread::OnlyBolivares));
        assert_eq!(buys("100 usd con 3800 ves"), Err(Unread::SeveralAmounts));
        assert!(matches!(buys("100 usd eur"), Err(Unread::Which { .. })));
        assert_eq!(buys("100 usd eur ves"), Err(Unread::SeveralCurrencies));
        assert_eq!(buys("usd usd 10"), Err(Unread::SeveralCurrencies));
        for (typed, word) in [
            ("diez usd", "diez"),
            ("1e3 usd", "e3"),
            ("10 usd @david", "@david"),
            ("10 xyzw", "xyzw"),
        ] {
            assert_eq!(buys(typed), Err(Unread::NoSuchWord(word.to_owned())), "{typed}");
        }
        assert_eq!(
            buys("100 dólares americanos"),
            wanted(Side::Buy, "ves", "dólares", take("100"))
        );
        assert_eq!(buys("10 usd, por favor"), wanted(Side::Buy, "ves", "usd", take("10")));
    }
}
