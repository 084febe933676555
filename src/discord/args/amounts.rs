//! Amounts, rates and places in a typed command. Several words can be one number (`9 500`, `S/ 50`) or two numbers.

use std::marker::PhantomData;

use poise::serenity_prelude as serenity;
use poise::{PopArgument, SlashArgError, SlashArgument};
use serenity::{CommandInteraction, Context, CreateCommandOption, Message, ResolvedValue};

use super::{ArgumentError, Popped, WordArg, next_word};
use crate::domain::kernel::money::{Currency, NAME_WORDS_MAX, RateError, Written, currency_called, parse_rate};

/// The number of digits in a group of thousands.
const GROUP_DIGITS: usize = 3;
/// The highest number of words in one amount: three groups of digits, with a currency of two words on each side and one
/// spare.
const AMOUNT_WORDS_MAX: usize = 8;

/// An amount as it was typed. Where it ends depends on what must follow it in the command.
pub(in crate::discord) struct AmountArg<F> {
    pub(in crate::discord) text: String,
    follows: PhantomData<F>,
}

/// A rate as it was typed, or `p`. What follows it is free text.
pub(in crate::discord) struct RateArg(pub(in crate::discord) String);

/// A currency or a country. Its name can have two words: `Estados Unidos`.
pub(in crate::discord) struct PlaceArg(pub(in crate::discord) String);

/// What may follow an amount in its command.
pub(in crate::discord) trait Follows: Send + Sync + 'static {
    /// Whether the command can be read as this amount followed by this text.
    fn can_follow(amount: &Written, rest: &str) -> bool;

    /// What follows the amount when the typed text can also be read as two numbers.
    const BEHIND: Behind;
}

/// What follows a number that can be read as one or as two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discord) enum Behind {
    Number,
    Text,
}

/// A rate, and then free text or nothing.
pub(in crate::discord) struct ARate;
/// An amount of USDT, and then two places or nothing.
pub(in crate::discord) struct AnAmount;
/// Two places or nothing, after an amount of USDT.
pub(in crate::discord) struct TwoPlaces;
/// Free text or nothing.
pub(in crate::discord) struct Text;

impl Follows for ARate {
    const BEHIND: Behind = Behind::Number;

    fn can_follow(amount: &Written, rest: &str) -> bool {
        match next_word(rest) {
            // The rate may have been forgotten: `9 500`.
            None => amount.is_whole(),
            Some((word, text)) => is_rate(word) && !is_cut_before_p(text),
        }
    }
}

impl Follows for AnAmount {
    const BEHIND: Behind = Behind::Number;

    fn can_follow(_: &Written, rest: &str) -> bool {
        let mut readings = beginnings(rest).filter_map(|(head, rest)| Some((Written::read(head)?, rest)));
        readings.any(|(amount, rest)| TwoPlaces::can_follow(&amount, rest))
    }
}

impl Follows for TwoPlaces {
    const BEHIND: Behind = Behind::Text;

    fn can_follow(amount: &Written, mut rest: &str) -> bool {
        if !amount.may_be_in(Currency::USDT) {
            // In `52.63 PEN VES` the amount ends before `PEN`, which is the first place. `52.63 USD` is an amount in
            // another currency.
            return rest.is_empty() && amount.may_be_in(Currency::USD);
        }
        let mut places = 0;
        while let Some((place, behind)) = next_place(rest) {
            if !place.starts_with(char::is_alphabetic) {
                return false;
            }
            places += 1;
            rest = behind;
        }
        places <= 2
    }
}

impl Follows for Text {
    const BEHIND: Behind = Behind::Text;

    /// A text cannot begin with the end of a number, so `1 500,50 recarga` is not `1` and a text.
    fn can_follow(amount: &Written, rest: &str) -> bool {
        let (word, _) = next_word(rest).unwrap_or_default();
        let (group, behind) = word.split_at_checked(GROUP_DIGITS).unwrap_or_default();
        let is_group = group.bytes().all(|byte| byte.is_ascii_digit()) && behind.starts_with(['.', ',', '\'']);
        !(amount.is_whole() && !group.is_empty() && is_group && is_number(word))
    }
}

/// Whether a word is `p`, which is never a beneficiary.
pub(in crate::discord) fn is_published(word: &str) -> bool {
    word.trim().eq_ignore_ascii_case("p")
}

/// Whether the text is the end of a number followed by `p`, or only `p`: `234 567 p`, `p`. Then it is not a
/// beneficiary.
fn is_cut_before_p(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words.find(|word| !is_number(word)).is_some_and(is_published)
}

/// Whether a word is meant as a rate.
fn is_rate(word: &str) -> bool {
    is_published(word) || (!is_of_account(word) && is_number(word))
}

/// Whether a word begins like an account or phone number (a zero before other digits), which no amount does.
pub(in crate::discord) fn is_of_account(word: &str) -> bool {
    let behind = word.strip_prefix('0');
    behind.is_some_and(|behind| behind.starts_with(|c: char| c.is_ascii_digit()))
}

fn is_number(text: &str) -> bool {
    !matches!(parse_rate(text), Err(RateError::NotANumber { .. } | RateError::Empty))
}

/// The first one, two, three… words of the first line, each with the rest of the text after them.
fn beginnings(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let text = text.trim_start();
    let line = text.split(['\n', '\r']).next().unwrap_or_default();
    let ends = line.char_indices().filter(|(at, c)| {
        let begins_space = !line[..*at].ends_with(char::is_whitespace);
        c.is_whitespace() && begins_space
    });
    let ends = ends.map(|(at, _)| at).chain(std::iter::once(line.trim_end().len()));
    let heads = ends.filter(|end| 0 < *end).take(AMOUNT_WORDS_MAX);
    heads.map(|end| (&text[..end], text[end..].trim_start()))
}

/// Takes the amount from the front: the longest one whose rest may follow it. Two readings with different numbers are
/// refused; they occur only where a space splits a number.
fn cut<F: Follows>(args: &str) -> Result<(&str, &str), ArgumentError> {
    let amounts = || beginnings(args).filter_map(|(head, rest)| Some((Written::read(head)?, head, rest)));
    let possible: Vec<_> = amounts()
        .filter(|(amount, _, rest)| F::can_follow(amount, rest))
        .collect();
    if let (Some((first, ..)), Some((last, head, rest))) = (possible.first(), possible.last()) {
        if first.is_same_number(last) {
            return Ok((head, rest));
        }
        return Err(cut_number(head, &last.to_digits(), &first.to_digits(), F::BEHIND));
    }
    // No reading fits. Take the longest amount, so that the error is about the amount or about what is missing after
    // it.
    let any = amounts().last().map(|(_, head, rest)| (head, rest));
    Ok(any.or_else(|| next_word(args)).unwrap_or(("", "")))
}

/// Takes an amount from the front of free text, if it begins with one.
pub(in crate::discord) fn amount_before_text(text: &str) -> Result<Option<(&str, &str)>, ArgumentError> {
    let has_amount = beginnings(text).any(|(head, _)| Written::read(head).is_some());
    has_amount.then(|| cut::<Text>(text)).transpose()
}

fn cut_rate(args: &str) -> Result<(&str, &str), ArgumentError> {
    let numbers: Vec<_> = beginnings(args).take_while(|(head, _)| is_number(head)).collect();
    match numbers.as_slice() {
        [(first, _), .., (joined, _)] => {
            let digits = |text: &str| Written::read(text).map_or_else(|| text.to_owned(), |read| read.to_digits());
            Err(cut_number(joined, &digits(joined), &digits(first), Behind::Number))
        }
        _ => Ok(next_word(args).unwrap_or(("", ""))),
    }
}

fn cut_number(typed: &str, joined: &str, first: &str, behind: Behind) -> ArgumentError {
    ArgumentError::CutNumber {
        typed: typed.to_owned(),
        joined: joined.to_owned(),
        first: first.to_owned(),
        behind,
    }
}

/// Takes the name of a place or currency, which may have two words; else the first word.
fn next_place(args: &str) -> Option<(&str, &str)> {
    let named = beginnings(args)
        .take(NAME_WORDS_MAX)
        .filter(|(head, _)| currency_called(head).is_some());
    named.last().or_else(|| next_word(args))
}

/// Takes a text in quotes, or else what `cut` takes.
pub(super) async fn pop<'a>(
    args: &'a str,
    attachment: usize,
    context: &Context,
    message: &Message,
    cut: impl FnOnce(&'a str) -> Result<(&'a str, &'a str), ArgumentError> + Send,
) -> Popped<'a, String> {
    if args.trim_start().starts_with('"') {
        return String::pop_from(args, attachment, context, message).await;
    }
    match cut(args) {
        Ok(("", _)) => Err((poise::TooFewArguments::default().into(), None)),
        Ok((text, rest)) => Ok((rest, attachment, text.to_owned())),
        Err(error) => Err((error.into(), None)),
    }
}

#[serenity::async_trait]
impl<'a, F: Follows> PopArgument<'a> for AmountArg<F> {
    async fn pop_from(args: &'a str, attachment: usize, context: &Context, message: &Message) -> Popped<'a, Self> {
        let (rest, attachment, text) = pop(args, attachment, context, message, cut::<F>).await?;
        let follows = PhantomData;
        Ok((rest, attachment, Self { text, follows }))
    }
}

#[serenity::async_trait]
impl<'a> PopArgument<'a> for RateArg {
    async fn pop_from(args: &'a str, attachment: usize, context: &Context, message: &Message) -> Popped<'a, Self> {
        let (rest, attachment, text) = pop(args, attachment, context, message, cut_rate).await?;
        Ok((rest, attachment, Self(text)))
    }
}

#[serenity::async_trait]
impl<'a> PopArgument<'a> for PlaceArg {
    async fn pop_from(args: &'a str, attachment: usize, context: &Context, message: &Message) -> Popped<'a, Self> {
        let cut = |args| Ok(next_place(args).unwrap_or(("", "")));
        let (rest, attachment, text) = pop(args, attachment, context, message, cut).await?;
        Ok((rest, attachment, Self(text)))
    }
}

/// The text of a slash command's option.
pub(super) async fn chosen(
    context: &Context,
    interaction: &CommandInteraction,
    value: &ResolvedValue<'_>,
) -> Result<String, SlashArgError> {
    let WordArg(text) = WordArg::extract(context, interaction, value).await?;
    Ok(text)
}

#[serenity::async_trait]
impl<F: Follows> SlashArgument for AmountArg<F> {
    async fn extract(
        context: &Context,
        interaction: &CommandInteraction,
        value: &ResolvedValue<'_>,
    ) -> Result<Self, SlashArgError> {
        let text = chosen(context, interaction, value).await?;
        let follows = PhantomData;
        Ok(Self { text, follows })
    }

    fn create(builder: CreateCommandOption) -> CreateCommandOption {
        WordArg::create(builder)
    }
}

/// Makes types that hold a text options of slash commands.
macro_rules! text_options {
    ($($argument:ty),+ $(,)?) => {$(
        #[poise::serenity_prelude::async_trait]
        impl poise::SlashArgument for $argument {
            async fn extract(
                context: &poise::serenity_prelude::Context,
                interaction: &poise::serenity_prelude::CommandInteraction,
                value: &poise::serenity_prelude::ResolvedValue<'_>,
            ) -> Result<Self, poise::SlashArgError> {
                Ok(Self($crate::discord::args::amounts::chosen(context, interaction, value).await?))
            }

            fn create(
                builder: poise::serenity_prelude::CreateCommandOption,
            ) -> poise::serenity_prelude::CreateCommandOption {
                $crate::discord::args::WordArg::create(builder)
            }
        }
    )+};
}

pub(super) use text_options;

text_options!(RateArg, PlaceArg);

#[cfg(test)]
#[path = "amounts_tests.rs"]
mod tests;
