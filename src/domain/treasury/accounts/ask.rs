//! `!cuenta abrir`: somebody asks for an account (S0-60, S0-61).

use serde::{Deserialize, Serialize};

use super::issue::{class_for, refuse_second};
use super::open::opening_balance;
use super::{AccountError, bank_line};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::letters::is_invisible;
use crate::domain::kernel::money::Currency;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{self, Actor, Permission};
use crate::domain::people::requests::{self, AccountType, AccountWanted, Details, NewRequest};
use crate::domain::treasury::rates::{PlaceOrCurrency, resolve};
use crate::ids::{RequestId, RequestNumber};

/// Shortest and longest name of a holder, in characters: what a bank prints.
const HOLDER_MIN_CHARS: usize = 2;
const HOLDER_MAX_CHARS: usize = 60;

/// The form as it was filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskAccount {
    pub currency: PlaceOrCurrency,
    pub account_type: AccountType,
    /// Bank and number or phone, in one line.
    pub bank_line: String,
    pub holder: String,
    pub opening_balance: String,
}

/// The request that was filed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountAsked {
    pub number: RequestNumber,
    pub currency: Currency,
    pub account_type: AccountType,
}

/// Files a request for an account.
///
/// # Errors
/// [`AccountError::NotAllowed`] for guests, [`AccountError::UnknownCurrency`], [`AccountError::AlreadyOpen`],
/// [`AccountError::BankTooLong`], [`AccountError::ReferenceTooLong`], [`AccountError::Holder`],
/// [`AccountError::OpeningBalance`], [`AccountError::Request`] when one is pending.
pub async fn ask(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    typed: &AskAccount,
) -> Result<AccountAsked, AccountError> {
    actor.require(Permission::HoldAccounts)?;
    let asked = Asked::new(request, "accounts.ask", &(actor.member, typed));
    once(desk, asked, async |tx, now| {
        let owner = members::get_member_for_update(tx, actor.member).await?;
        let currency = resolve(tx, &typed.currency).await.map_err(AccountError::of_currency)?;
        let bank = bank_line::read(&typed.bank_line)?;
        let wanted = AccountWanted {
            currency,
            account_type: typed.account_type,
            bank: bank.bank,
            reference: bank.reference,
            holder: holder(&typed.holder)?,
            opening_balance: opening_balance(&typed.opening_balance, currency)?,
        };
        refuse_second(tx, &owner, class_for(&owner)?, currency).await?;
        let new = NewRequest {
            member: owner.id,
            details: Details::Account(wanted),
            open_key: format!("account:{}", owner.id),
            expires_at: None,
        };
        let number = requests::file(tx, &new, now).await?;
        Ok(AccountAsked {
            number,
            currency,
            account_type: typed.account_type,
        })
    })
    .await
}

/// Reads a name that a bank could print: one line of a sensible length, with a letter.
fn holder(typed: &str) -> Result<String, AccountError> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let name: String = words.join(" ").chars().filter(|c| !is_invisible(*c)).collect();
    let given = name.chars().count();
    let is_sensible = (HOLDER_MIN_CHARS..=HOLDER_MAX_CHARS).contains(&given);
    if is_sensible && name.chars().any(char::is_alphabetic) {
        Ok(name)
    } else {
        Err(AccountError::Holder {
            min: HOLDER_MIN_CHARS,
            max: HOLDER_MAX_CHARS,
            given,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::holder;

    #[test]
    fn a_holder_has_a_name_that_can_be_read() {
        assert_eq!(holder("  Ana \n Pérez ").unwrap(), "Ana Pérez");
        for typed in ["", " ", "a", "12", "\u{200B}\u{200B}"] {
            assert!(holder(typed).is_err(), "{typed:?}");
        }
        assert!(holder(&"x".repeat(61)).is_err());
    }
}
