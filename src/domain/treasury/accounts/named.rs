//! How people name an account: by its n.º, by its number of 20 digits, or one of their own by its currency.

use serde::{Deserialize, Serialize};

use super::{Account, AccountError, AccountNumber, AccountState, store};
use crate::db::{Lockable, Source, Tx};
use crate::domain::people::members::{Actor, Permission};
use crate::domain::treasury::rates::{PlaceOrCurrency, resolve};
use crate::ids::AccountId;

/// An account as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountName(String);

/// What a typed name means.
#[derive(Debug, PartialEq, Eq)]
enum Meaning {
    Id(AccountId),
    Number(AccountNumber),
    /// Digits, but too many or too few of them.
    NoNumber,
    /// The actor's own account in a currency.
    Own(PlaceOrCurrency),
}

impl AccountName {
    pub fn new(typed: &str) -> Self {
        Self(typed.trim().to_owned())
    }

    /// The name of an account by its id, as a button gives it.
    pub fn of_id(account: AccountId) -> Self {
        Self(account.to_string())
    }

    fn meaning(&self) -> Meaning {
        let text = ["n.º", "N.º", "n.°", "nº", "n°", "#"]
            .iter()
            .find_map(|mark| self.0.strip_prefix(mark))
            .unwrap_or(&self.0);
        if let Ok(number) = AccountNumber::parse(text) {
            return Meaning::Number(number);
        }
        let text = text.trim();
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Meaning::Own(PlaceOrCurrency::new(text));
        }
        match text.parse::<i64>() {
            Ok(id) if 0 < id => Meaning::Id(AccountId::new(id)),
            _ => Meaning::NoNumber,
        }
    }
}

/// Finds the account that somebody names, when they may see it.
///
/// # Errors
/// [`AccountError::Unknown`] or [`AccountError::UnknownToAll`], [`AccountError::NotYours`], [`AccountError::NoneInCurrency`],
/// [`AccountError::SeveralInCurrency`].
pub async fn named(source: &mut impl Source, actor: &Actor, name: &AccountName) -> Result<Account, AccountError> {
    let unknown = || unknown(actor, &name.0);
    let account = match name.meaning() {
        Meaning::Id(id) => store::find_account(source, id).await?.ok_or_else(unknown)?,
        Meaning::Number(number) => store::find_account_numbered(source, &number)
            .await?
            .ok_or_else(unknown)?,
        Meaning::NoNumber => return Err(unknown()),
        Meaning::Own(currency) => own(source, actor, &currency).await?,
    };
    if account.member != actor.member && !actor.may(Permission::SeeAccounts) {
        return Err(AccountError::NotYours { account: account.id });
    }
    Ok(account)
}

fn unknown(actor: &Actor, typed: &str) -> AccountError {
    let typed = typed.to_owned();
    match actor.may(Permission::SeeAccounts) {
        true => AccountError::UnknownToAll { typed },
        false => AccountError::Unknown { typed },
    }
}

async fn own(source: &mut impl Source, actor: &Actor, currency: &PlaceOrCurrency) -> Result<Account, AccountError> {
    let currency = resolve(source, currency).await;
    let currency = match currency.map_err(AccountError::of_currency) {
        // Whatever the text was meant to be, it does not name an account.
        Err(AccountError::UnknownCurrency { typed, .. }) => return Err(unknown(actor, &typed)),
        currency => currency?,
    };
    let mut accounts = store::list_accounts_of(source, actor.member).await?;
    accounts.retain(|account| account.currency == currency);
    match accounts.len() {
        0 => Err(AccountError::NoneInCurrency(currency)),
        1 => Ok(accounts.remove(0)),
        _ => Err(AccountError::SeveralInCurrency {
            currency,
            accounts: accounts.iter().map(|account| account.id).collect(),
        }),
    }
}

/// The same, locked until the unit ends; it must be active.
///
/// # Errors
/// As [`named`], and [`AccountError::Closed`].
pub(crate) async fn named_for_update(tx: &mut Tx, actor: &Actor, name: &AccountName) -> Result<Account, AccountError> {
    let found = named(tx, actor, name).await?;
    tx.lock(Lockable::Accounts, found.id.get()).await?;
    // The unit that had locked it before may have closed it.
    let account = store::get_account(tx, found.id).await?;
    match account.state {
        AccountState::Active => Ok(account),
        AccountState::Closed => Err(AccountError::Closed {
            account: account.id,
            currency: account.currency,
            instead: store::find_usable_like(tx, account.id).await?,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{AccountName, Meaning};
    use crate::domain::treasury::accounts::AccountNumber;
    use crate::domain::treasury::rates::PlaceOrCurrency;
    use crate::ids::AccountId;

    #[test]
    fn an_account_is_named_by_its_id_its_number_or_its_currency() {
        let meaning = |typed: &str| AccountName::new(typed).meaning();
        for typed in ["3", " 3 ", "n.º 3", "n.º3", "#3", "N.º 3"] {
            assert_eq!(meaning(typed), Meaning::Id(AccountId::new(3)), "{typed}");
        }
        let number = AccountNumber::parse("01123456789012345678").unwrap();
        for typed in [
            "01123456789012345678",
            "0112-3456-7890-1234-5678",
            "0112 3456 7890 1234 5678",
        ] {
            assert_eq!(meaning(typed), Meaning::Number(number.clone()), "{typed}");
        }
        for typed in ["0", "011234567890123456789", "00000000000000000000000"] {
            assert_eq!(meaning(typed), Meaning::NoNumber, "{typed}");
        }
        for typed in ["VES", "ves", " Perú", "-5", "3x", ""] {
            assert_eq!(meaning(typed), Meaning::Own(PlaceOrCurrency::new(typed)), "{typed}");
        }
    }
}
