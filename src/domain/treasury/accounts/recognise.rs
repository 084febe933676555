//! At which bank of the desk's list an account is kept, by what was typed as its bank and its number there.

use super::banks_store::{self, Unrecognised};
use super::store;
use crate::db::{DbError, Source};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Currency;
use crate::domain::treasury::banks::{Bank, list_banks, recognise as recognise_name};
use crate::ids::{AccountId, BankId};

/// How many accounts one unit looks at.
const LOOKED_AT_ONCE_MAX: i64 = 100;

/// The bank; `None` when the text names none, or several.
pub(super) async fn recognise(
    source: &mut impl Source,
    currency: Currency,
    bank: Option<&str>,
    reference: Option<&str>,
) -> Result<Option<BankId>, DbError> {
    let banks = list_banks(source).await?;
    Ok(decide(&banks, currency, bank, reference))
}

/// By its name; without one that is known, by the first digits of a whole account number.
fn decide(banks: &[Bank], currency: Currency, bank: Option<&str>, reference: Option<&str>) -> Option<BankId> {
    /// Account numbers of Venezuela and of Peru have as many digits.
    const NUMBER_DIGITS: usize = 20;
    let here: Vec<Bank> = banks.iter().filter(|bank| bank.currency == currency).cloned().collect();
    if let [only] = recognise_name(&here, bank.unwrap_or_default()).as_slice() {
        return Some(only.id);
    }
    let digits: String = reference
        .unwrap_or_default()
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    if bank.is_some() || digits.len() != NUMBER_DIGITS {
        return None;
    }
    here.iter()
        .find(|bank| digits.starts_with(&bank.code))
        .map(|bank| bank.id)
}

/// Stores the banks of accounts that were opened before banks were rows; returns how many were recognised. Safe to
/// repeat, and by several processes at once.
///
/// # Errors
/// A fault.
pub async fn recognise_all(desk: &Desk) -> Result<usize, DbError> {
    let (mut recognised, mut above) = (0, AccountId::new(0));
    loop {
        let mut tx = desk.db.begin().await?;
        let banks = list_banks(&mut tx).await?;
        let some = banks_store::list_unrecognised(&mut tx, above, LOOKED_AT_ONCE_MAX).await?;
        let Some(last) = some.last() else {
            return Ok(recognised);
        };
        above = last.account;
        let now = desk.clock.now();
        for Unrecognised {
            account,
            currency,
            bank,
            reference,
        } in some
        {
            let Some(found) = decide(&banks, currency, bank.as_deref(), reference.as_deref()) else {
                continue;
            };
            if banks_store::set_bank(&mut tx, account, found).await? {
                let details = serde_json::json!({ "bank": found });
                store::insert_backlog(&mut tx, account, "bank_recognised", &details, None, now).await?;
                recognised += 1;
            }
        }
        tx.commit().await?;
    }
}

#[cfg(test)]
mod tests {
    use super::decide;
    use crate::domain::kernel::money::Currency;
    use crate::domain::treasury::banks::Bank;
    use crate::ids::BankId;

    #[test]
    fn a_bank_is_recognised_by_its_name_or_by_a_whole_number_without_one() {
        let banks = [
            Bank::example(1, "0134", "Banesco", &[]),
            Bank::peruvian(2, "002", "BCP", &[]),
        ];
        let number = Some("0134 0000 00 0000000000");
        let found = |currency, typed, reference| decide(&banks, currency, typed, reference).map(BankId::get);
        assert_eq!(found(Currency::VES, Some("banesco"), None), Some(1));
        assert_eq!(found(Currency::VES, None, number), Some(1));
        assert_eq!(found(Currency::VES, None, Some("0134-1234")), None);
        assert_eq!(
            found(Currency::VES, Some("mi alcancía"), number),
            None,
            "its name says another"
        );
        assert_eq!(found(Currency::VES, Some("BCP"), None), None, "of another currency");
        assert_eq!(found(Currency::PEN, Some("bcp"), None), Some(2));
    }
}
