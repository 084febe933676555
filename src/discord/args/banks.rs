//! A bank in a typed command. Its name may have several words, so the desk's banks are looked at to see where it ends.

use ::serenity::prelude::TypeMapKey;
use poise::PopArgument;
use poise::serenity_prelude as serenity;
use serenity::{Context, Message};

use super::amounts::{amount_before_text, pop, text_options};
use super::{ArgumentError, Popped, is_somebody};
use crate::db::Db;
use crate::domain::kernel::letters::plain;
use crate::domain::treasury::banks::{Bank, list_banks, words_of_name};

/// A bank as it was typed.
pub(in crate::discord) struct BankArg(pub(in crate::discord) String);

/// What a bank took on top, as an option of its own. In typed text it stands among other words ([`cut_commission`]).
pub(in crate::discord) struct CommissionArg(pub(in crate::discord) String);

/// Where arguments are read that name rows of the books.
pub(in crate::discord) struct BooksOfArguments;

impl TypeMapKey for BooksOfArguments {
    type Value = Db;
}

/// The desk's banks; none when they cannot be read, since the command itself then says so.
async fn known(context: &Context) -> Vec<Bank> {
    let db = context.data.read().await.get::<BooksOfArguments>().cloned();
    let Some(db) = db else { return Vec::new() };
    let read = async { list_banks(&mut db.reader().await?).await };
    read.await.unwrap_or_default()
}

/// Takes the longest run of first words that names a bank; where none does, the words before the first that is a number or
/// a person.
fn cut<'a>(banks: &[Bank], args: &'a str) -> (&'a str, &'a str) {
    let line = args.split(['\n', '\r']).next().unwrap_or_default();
    let words: Vec<&str> = line.split_whitespace().collect();
    let count = match words_of_name(banks, &words) {
        0 => {
            let is_end =
                |word: &&str| is_somebody(word) || word.starts_with(|c: char| c.is_ascii_digit() || "+-".contains(c));
            let first_end = words.iter().skip(1).position(is_end);
            first_end.map_or(usize::from(!words.is_empty()), |at| at + 1)
        }
        count => count,
    };
    let Some(last) = words[..count].last() else {
        return ("", "");
    };
    let end = last.as_ptr().addr() + last.len() - args.as_ptr().addr();
    let (name, rest) = args.split_at(end);
    (name.trim(), rest.trim_start())
}

/// Takes `comisión 25` out of the text that comes with a recharge, wherever it stands, and returns its amount and what is
/// left. A text that speaks of a commission and of digits that are not read as one is refused.
pub(in crate::discord) fn cut_commission(text: &str) -> Result<(Option<String>, String), CommissionMistake> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let key = |word: &&str| {
        let word = plain(word);
        matches!(word.trim_end_matches([':', '.', '=']), "comision" | "com")
    };
    let Some(at) = words.iter().position(key) else {
        return Ok((None, text.trim().to_owned()));
    };
    let before = words[..at].join(" ");
    let behind = words[at + 1..].join(" ");
    let behind = behind.strip_prefix("de ").unwrap_or(&behind);
    match amount_before_text(behind).map_err(CommissionMistake::Cut)? {
        Some((amount, rest)) => Ok((Some(amount.to_owned()), format!("{before} {rest}").trim().to_owned())),
        None if behind.contains(|c: char| c.is_ascii_digit()) => Err(CommissionMistake::Unread),
        None => Ok((None, text.trim().to_owned())),
    }
}

/// Why a commission among other words is not read.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::discord) enum CommissionMistake {
    Cut(ArgumentError),
    /// Digits follow the word, but not at once.
    Unread,
}

#[serenity::async_trait]
impl<'a> PopArgument<'a> for BankArg {
    async fn pop_from(args: &'a str, attachment: usize, context: &Context, message: &Message) -> Popped<'a, Self> {
        let banks = known(context).await;
        let (rest, attachment, text) = pop(args, attachment, context, message, |args| Ok(cut(&banks, args))).await?;
        Ok((rest, attachment, Self(text)))
    }
}

#[serenity::async_trait]
impl<'a> PopArgument<'a> for CommissionArg {
    /// Never: the text behind it says it.
    async fn pop_from(_: &'a str, _: usize, _: &Context, _: &Message) -> Popped<'a, Self> {
        Err((poise::TooFewArguments::default().into(), None))
    }
}

text_options!(BankArg, CommissionArg);

#[cfg(test)]
mod tests {
    use super::{CommissionMistake, cut, cut_commission};
    use crate::domain::treasury::banks::Bank;

    #[test]
    fn the_longest_name_of_a_bank_is_taken_without_quotes() {
        let banks = [
            Bank::example(1, "0102", "Banco de Venezuela", &["bdv", "venezuela"]),
            Bank::example(2, "0104", "Venezolano de Crédito", &["venezolano"]),
            Bank::example(3, "0156", "100 % Banco", &["100%"]),
            Bank::example(4, "0169", "R4", &["mi banco"]),
            Bank::example(5, "0134", "Banesco", &[]),
        ];
        for (typed, name, rest) in [
            (
                "Banco de Venezuela 50000 efectivo",
                "Banco de Venezuela",
                "50000 efectivo",
            ),
            ("venezolano de credito @maria 3", "venezolano de credito", "@maria 3"),
            ("venezolano @maria 3", "venezolano", "@maria 3"),
            ("100 % Banco 3 5000", "100 % Banco", "3 5000"),
            ("100 % 3", "100 %", "3"),
            ("mi banco -50 motivo", "mi banco", "-50 motivo"),
            ("Banesco - 50 motivo", "Banesco", "- 50 motivo"),
            ("banco de vene 10", "banco de vene", "10"),
            ("0134 0134 5", "0134", "0134 5"),
            ("Banco del Mar 100", "Banco del Mar", "100"),
            ("Banesto +100", "Banesto", "+100"),
            ("9999 1", "9999", "1"),
            ("Banesco", "Banesco", ""),
            ("Banesco\n5", "Banesco", "5"),
            ("", "", ""),
        ] {
            assert_eq!(cut(&banks, typed), (name, rest), "{typed}");
        }
    }

    #[test]
    fn a_commission_is_found_among_other_words() {
        for (typed, amount, rest) in [
            ("comisión 25 efectivo", Some("25"), "efectivo"),
            ("efectivo comisión: 2,50", Some("2,50"), "efectivo"),
            ("COMISION de 25 Bs por caja", Some("25 Bs"), "por caja"),
            ("com. 3", Some("3"), ""),
            ("efectivo", None, "efectivo"),
            ("comisión aparte", None, "comisión aparte"),
            ("", None, ""),
        ] {
            let read = (amount.map(str::to_owned), rest.to_owned());
            assert_eq!(cut_commission(typed), Ok(read), "{typed}");
        }
        assert_eq!(cut_commission("comisión del banco 25"), Err(CommissionMistake::Unread));
    }
}
