//! Which account of its cashier a deposit or withdrawal is booked into, when whoever confirms it says so.

use super::{CashError, ConfirmCash, Direction};
use crate::db::Tx;
use crate::domain::orders::{Order, bank_mark, may_be_same_bank};
use crate::domain::treasury::accounts::{self, Account, PayingAccount};
use crate::ids::AccountId;

/// The account that is named by its number, or by the bank on the cashier's side: where a deposit arrived, what a
/// withdrawal was paid from. `None`: the one that the order was assigned to, which is also meant when its own bank is
/// named, and when the bank is none of the cashier's.
pub(super) async fn named_account(
    tx: &mut Tx,
    order: &Order,
    typed: &ConfirmCash,
) -> Result<Option<AccountId>, CashError> {
    let own = accounts::list_paying_accounts(tx, order.amount.currency(), order.cashier).await?;
    if let Some(number) = &typed.account {
        let found = own.iter().find(|account| account.number == *number);
        return match found {
            Some(account) => Ok(Some(account.account)),
            None => Err(CashError::NotTheirAccount {
                accounts: all_of(tx, &own).await?,
            }),
        };
    }
    let bank = match Direction::of(order) {
        Some(Direction::Deposit) => &typed.details.bank_to,
        Some(Direction::Withdrawal) => &typed.details.bank_from,
        None => return Ok(None),
    };
    let named = named_by(&own, bank.as_deref());
    match named.as_slice() {
        [] => Ok(None),
        several if several.iter().any(|account| Some(account.account) == order.account) => Ok(order.account),
        [only] => Ok(Some(only.account)),
        several => Err(CashError::WhichAccount {
            accounts: all_of(tx, several).await?,
        }),
    }
}

/// The accounts whose bank has this name.
fn named_by(own: &[PayingAccount], bank: Option<&str>) -> Vec<PayingAccount> {
    let Some(bank) = bank.and_then(bank_mark) else {
        return Vec::new();
    };
    let is_named = |account: &&PayingAccount| {
        let own = account.bank.as_deref().and_then(bank_mark);
        own.is_some_and(|own| may_be_same_bank(Some(&own), Some(&bank)))
    };
    own.iter().filter(is_named).cloned().collect()
}

async fn all_of(tx: &mut Tx, named: &[PayingAccount]) -> Result<Vec<Account>, CashError> {
    let mut all = Vec::new();
    for account in named {
        all.extend(accounts::find_account(tx, account.account).await?);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::{PayingAccount, named_by};
    use crate::domain::kernel::money::{Currency, Money};
    use crate::domain::treasury::accounts::AccountNumber;
    use crate::ids::{AccountId, MemberId};

    #[test]
    fn a_bank_names_the_accounts_at_it_however_it_is_typed() {
        let account = |id, bank: Option<&str>| PayingAccount {
            account: AccountId::new(id),
            number: AccountNumber::parse("01000000000000000000").unwrap(),
            cashier: MemberId::new(1),
            bank: bank.map(str::to_owned),
            available: Money::zero(Currency::VES),
        };
        let own = [
            account(1, Some("Banesco")),
            account(2, Some("Banco Mercantil")),
            account(3, None),
            account(4, Some("MERCANTIL")),
        ];
        let named = |bank: &str| -> Vec<i64> {
            let named = named_by(&own, Some(bank));
            named.iter().map(|account| account.account.get()).collect()
        };
        assert_eq!(named("banco banesco"), [1]);
        assert_eq!(named("Mercantil"), [2, 4]);
        for nobody in ["", "Provincial"] {
            assert_eq!(named(nobody), [0_i64; 0], "{nobody}");
        }
    }
}
