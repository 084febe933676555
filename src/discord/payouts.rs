//! Asking for a payout by typed command, slash command or form.

use super::answer::{Answer, Outcome, declined};
use super::args::ArgumentError;
use super::args::amounts::{amount_before_text, is_of_account};
use super::content::Content;
use super::surface::Surface;
use super::view;
use crate::db::retrying;
use crate::domain::flows::payouts::{self, AskPayout, PayoutError};
use crate::domain::people::members::Actor;
use crate::ids::RequestId;

/// The word for the whole available amount.
const ALL: &str = "todo";

/// The amount as it was typed; `None` when everything available is meant.
pub(super) fn amount(typed: &str) -> Option<String> {
    let typed = typed.trim();
    (!typed.is_empty() && !typed.eq_ignore_ascii_case(ALL)).then(|| typed.to_owned())
}

/// Where to pay, as it was typed; `None` when it is missing.
pub(super) fn destination(typed: &str) -> Option<String> {
    let typed = typed.trim();
    (!typed.is_empty()).then(|| typed.to_owned())
}

/// Splits `50 Binance ID 123456` into amount and destination. A text that begins like a number begins with the amount,
/// and `todo` means everything; otherwise there is no amount and the whole text is the destination.
///
/// # Errors
/// [`ArgumentError::CutNumber`]: `5 000 Binance` may mean 5000, or 5 and a destination.
pub(super) fn apart(typed: &str) -> Result<AskPayout, ArgumentError> {
    let typed = typed.trim();
    let (first, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
    let (amount_typed, rest) = if first.eq_ignore_ascii_case(ALL) {
        (first, rest)
    } else if is_of_account(first) {
        // A phone number in first position must not be read as money: the whole line becomes the amount, which is
        // refused.
        (typed.lines().next().unwrap_or_default(), "")
    } else if let Some(read) = amount_before_text(typed)? {
        read
    } else if first.starts_with(|c: char| c.is_ascii_digit() || "+-.,$€".contains(c)) {
        (first, rest)
    } else {
        ("", typed)
    };
    Ok(AskPayout {
        amount: amount(amount_typed),
        destination: destination(rest),
    })
}

/// Asks for the payout and answers. If the destination is missing, the answer has a button for the form.
pub(super) async fn ask(surface: &Surface, actor: &Actor, request: &RequestId, typed: &AskPayout) -> Outcome {
    match retrying(|| payouts::ask(&surface.desk, actor, request, typed)).await {
        Ok(done) => Ok(Answer::Say(view::payouts::asked(&done))),
        Err(PayoutError::NoDestination) => {
            tracing::info!(use_case = "payouts.ask", refusal = "NoDestination", "the desk said no");
            // The answer says what to type and has a button; it contains nothing private.
            Ok(Answer::Face(Box::new(view::payouts::no_destination())).containing(Content::Public))
        }
        Err(error) => Err(declined("payouts.ask", view::payouts::refused)(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::{ArgumentError, amount, apart};

    #[test]
    fn a_first_word_that_begins_like_a_number_is_the_amount() {
        let read = |typed| {
            let read = apart(typed).unwrap();
            (read.amount, read.destination)
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(read("50 Binance ID 123456"), (some("50"), some("Binance ID 123456")));
        assert_eq!(read(" 50,5 "), (some("50,5"), None));
        assert_eq!(read("-5 x"), (some("-5"), some("x")));
        assert_eq!(read("0414-1234567 Banesco"), (some("0414-1234567 Banesco"), None));
        assert_eq!(read("0414 1234567 Banesco"), (some("0414 1234567 Banesco"), None));
        assert_eq!(
            read("1 234,56 Binance ID 123"),
            (some("1 234,56"), some("Binance ID 123"))
        );
        assert_eq!(read("$ 50 Binance"), (some("$ 50"), some("Binance")));
        assert_eq!(read("50 usd Binance"), (some("50 usd"), some("Binance")));
        assert_eq!(read("50\n000 Binance"), (some("50"), some("000 Binance")));
        assert_eq!(read("0,5 Binance"), (some("0,5"), some("Binance")));
        assert_eq!(read("Todo 0414-1234567"), (None, some("0414-1234567")));
        assert_eq!(read("TODO"), (None, None));
        assert_eq!(read("Binance ID\n123456"), (None, some("Binance ID\n123456")));
        assert_eq!(read(""), (None, None));
    }

    #[test]
    fn an_amount_that_may_be_two_numbers_is_refused() {
        assert!(matches!(apart("5 000 Binance"), Err(ArgumentError::CutNumber { .. })));
    }

    #[test]
    fn an_amount_left_empty_means_all() {
        assert_eq!(amount("  "), None);
        assert_eq!(amount(" todo "), None);
        assert_eq!(amount(" 5 ").as_deref(), Some("5"));
    }
}
