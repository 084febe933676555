//! Sending a giro that was typed or filled into a form.

use super::answer::{Answer, Declined, Outcome, declined, unread};
use super::args::amounts::amount_before_text;
use super::content::Content;
use super::ids::discord_channel;
use super::surface::Surface;
use super::view;
use crate::db::retrying;
use crate::domain::flows::giros::{self, AskGiro, GiroOutcome, PayeeTyped};
use crate::domain::kernel::money::{Currency, Money, parse_amount};
use crate::domain::kernel::questions::AsTyped;
use crate::domain::people::members::{Actor, Permission};
use crate::domain::treasury::banks::{self, Bank, BankName};
use crate::ids::{DiscordChannelId, DiscordMessageId, RequestId};

/// Where something was typed.
pub(super) type Source = Option<(DiscordChannelId, Option<DiscordMessageId>)>;

/// Sends a giro that is written in one text: the amount, then whom and where.
pub(super) async fn send_typed(
    surface: &Surface,
    actor: &Actor,
    request: &RequestId,
    (text, source): (&str, Source),
    as_typed: &AsTyped,
) -> Outcome {
    let no_amount = || Declined::because(view::giro_answers::no_amount());
    if text.split_whitespace().next().is_some_and(is_payees_number) {
        return Err(no_amount());
    }
    let found = amount_before_text(text);
    let found = found.map_err(|error| Declined::because(view::arguments::bad_argument(&error)))?;
    let (amount, rest) = found.ok_or_else(no_amount)?;
    let read = async {
        let mut reader = surface.desk.db.reader().await?;
        banks::list_banks(&mut reader).await
    };
    let banks = read.await.map_err(unread("banks.list"))?;
    let (bank, payee) =
        giros::read_typed(rest, &banks).map_err(|mistake| Declined::because(view::giro_answers::unread(&mistake)))?;
    let asked = parse_amount(amount, bank.currency);
    let amount = asked.map_err(|error| Declined::because(view::refusals::amount(&error, Some(bank.currency))))?;
    place(surface, actor, request, ask(&bank, amount, payee, source), as_typed).await
}

/// Whether a text that can be read as an amount is an account, a phone or a code: nobody writes an amount as `0134` or with
/// eighteen digits.
fn is_payees_number(text: &str) -> bool {
    const AMOUNT_DIGITS_MAX: usize = 17;
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    let has_zero_before_digits = text.starts_with('0') && text[1..].starts_with(|c: char| c.is_ascii_digit());
    has_zero_before_digits || AMOUNT_DIGITS_MAX < digits.len()
}

fn ask(bank: &Bank, amount: Money, payee: PayeeTyped, source: Source) -> AskGiro {
    AskGiro {
        bank: bank.id,
        amount,
        payee,
        rate: None,
        source,
    }
}

/// Whether it was typed in the reseller's own channel, where its card is shown.
fn is_in_own_channel(surface: &Surface, actor: &Actor, source: Source) -> bool {
    let watched = source.and_then(|(channel, _)| surface.watched(discord_channel(channel)));
    watched.is_some_and(|watched| watched.reseller == Some(actor.member))
}

async fn place(surface: &Surface, actor: &Actor, request: &RequestId, asked: AskGiro, as_typed: &AsTyped) -> Outcome {
    let done = retrying(|| giros::ask_typed(&surface.desk, actor, request, &asked, as_typed)).await;
    let done = done.map_err(declined("giros.ask", view::giro_answers::refused))?;
    Ok(match &done {
        // The card is a reply to what was typed, with all of it.
        GiroOutcome::Placed(placed) if is_in_own_channel(surface, actor, asked.source) => {
            Answer::Told(view::giro_answers::placed(placed)).containing(Content::Public)
        }
        done => Answer::Face(Box::new(view::giro_answers::outcome(done))),
    })
}

/// Sends a giro of this amount to a payee of this bank, or asks about what looks wrong.
pub(super) async fn send(
    surface: &Surface,
    actor: &Actor,
    request: &RequestId,
    ((bank, amount), payee, source): ((&BankName, &str), PayeeTyped, Source),
    as_typed: &AsTyped,
) -> Outcome {
    actor
        .require(Permission::SendGiros)
        .map_err(|no| Declined::because(view::refusals::not_allowed(no)))?;
    let desk = &surface.desk;
    let read = async {
        let mut reader = desk.db.reader().await?;
        banks::named(&mut reader, bank).await
    };
    let bank = read.await.map_err(declined("banks.named", view::banks::refused))?;
    let amount = parse_amount(amount, bank.currency)
        .map_err(|error| Declined::because(view::refusals::amount(&error, Some(bank.currency))))?;
    place(surface, actor, request, ask(&bank, amount, payee, source), as_typed).await
}

/// A commission as it was typed: none when nothing or zero was typed.
pub(super) fn commission_in(typed: &str, currency: Currency) -> Result<Money, Declined> {
    let typed = typed.trim();
    if typed.is_empty() || typed.chars().all(|c| matches!(c, '0' | ',' | '.')) {
        return Ok(Money::zero(currency));
    }
    parse_amount(typed, currency).map_err(|error| Declined::because(view::refusals::amount(&error, Some(currency))))
}

#[cfg(test)]
mod tests {
    use super::is_payees_number;

    #[test]
    fn an_account_a_phone_and_a_code_are_no_amounts() {
        for number in ["0134", "04141234567", "0414", "01340000000000000000"] {
            assert!(is_payees_number(number), "{number}");
        }
        for amount in ["0", "0,50", "0.50", "1500", "12345678", "1.500,00", "1000000000000,50"] {
            assert!(!is_payees_number(amount), "{amount}");
        }
    }
}
