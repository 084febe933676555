//! The accounts that a deposit can be paid to, and which of them a client says they paid.

use crate::db::{DbError, Tx};
use crate::domain::kernel::money::Currency;
use crate::domain::orders::{self, bank_mark};
use crate::domain::treasury::accounts::{self, Account};
use crate::ids::MemberId;

/// Fewest digits of an account's number that name it: people write its end.
const DIGITS_MIN: usize = 4;

/// The accounts that a player's deposit can be paid to now: those of available cashiers, with a bank and a number there,
/// but none of the player's own.
pub(super) async fn offered(tx: &mut Tx, currency: Currency, player: MemberId) -> Result<Vec<Account>, DbError> {
    let mut to = Vec::new();
    for candidate in orders::list_candidates(tx, currency, None).await? {
        to.extend(accounts::find_account(tx, candidate.account).await?);
    }
    to.retain(|account| account.member != player && account.bank.is_some() && account.reference.is_some());
    Ok(to)
}

/// Those that a text names: by the number, or its end; otherwise by the bank.
pub(super) fn named_in<'a>(text: &str, offered: &'a [Account]) -> Vec<&'a Account> {
    let numbers: Vec<String> = text.split(|c: char| c.is_alphabetic()).map(digits).collect();
    let by_number = |account: &&Account| {
        let own = account.reference.as_deref().map(digits).unwrap_or_default();
        let is_own = |typed: &String| DIGITS_MIN <= typed.len() && own.ends_with(typed.as_str());
        numbers.iter().any(is_own)
    };
    let named: Vec<&Account> = offered.iter().filter(by_number).collect();
    if !named.is_empty() {
        return named;
    }
    let words = bank_mark(text).unwrap_or_default();
    let by_bank = |account: &&Account| {
        let own = account.bank.as_deref().and_then(bank_mark);
        // All words of the bank's name are in the text; it may have others.
        own.is_some_and(|own| own.split(' ').all(|word| words.split(' ').any(|other| other == word)))
    };
    offered.iter().filter(by_bank).collect()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
