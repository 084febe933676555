//! Chooses the account of the cashier that an order is posted through.

use std::cmp::Reverse;

use crate::domain::books::ledger::{AccountKey, LedgerError};
use crate::domain::kernel::money::Money;
use crate::domain::orders::{CashierAccount, CompleteError, Order};
use crate::domain::treasury::accounts::PayingAccount;
use crate::ids::{AccountId, OrderId};

/// How the paying account is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PaidFrom {
    /// The account that the cashier chose.
    Chosen(AccountId),
    /// The only account that can pay. If there are several, the cashier is asked.
    TheOnlyOne,
    /// The account that the order was assigned to, or else the one with the most available. For `!confirmar`, where the
    /// cashier cannot be asked.
    TheLikeliest,
}

/// The account had enough when it was chosen, but less when the order was posted: another payment took from it, or its
/// overdraft was lowered. This turns the ledger's refusal into [`CompleteError::CannotPay`].
pub(super) fn cannot_pay(error: CompleteError, order: &Order, paying: AccountId, needed: Money) -> CompleteError {
    let code = AccountKey::Account(paying, needed.currency()).code();
    match error {
        CompleteError::Books(LedgerError::InsufficientFunds { account, available, .. }) if account == code => {
            CompleteError::CannotPay {
                order: order.id,
                needed,
                available: Some(available),
            }
        }
        other => other,
    }
}

/// What the account must pay, and how it is chosen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub(super) order: OrderId,
    pub(super) total: Money,
    /// The account that the order was assigned to.
    pub(super) assigned: Option<AccountId>,
    pub(super) moves: CashierAccount,
    pub(super) paid_from: PaidFrom,
}

/// The account that pays. When several can and the cashier must choose, they are listed with the assigned account
/// first, then by available amount, the largest first.
pub(super) fn paying_account(own: Vec<PayingAccount>, wanted: Wanted) -> Result<AccountId, CompleteError> {
    let Wanted {
        order,
        total,
        assigned,
        moves,
        paid_from,
    } = wanted;
    let can_pay = |account: &PayingAccount| total.minor() <= account.available.minor();
    if let PaidFrom::Chosen(chosen) = paid_from {
        let found = own.iter().find(|account| account.account == chosen);
        return match found {
            Some(account) if can_pay(account) => Ok(chosen),
            found => Err(CompleteError::CannotPay {
                order,
                needed: total,
                available: found.map(|account| account.available),
            }),
        };
    }
    let fullest = own
        .iter()
        .map(|account| account.available)
        .max_by_key(|available| available.minor());
    let mut able: Vec<PayingAccount> = own.into_iter().filter(can_pay).collect();
    able.sort_by_key(|account| (Some(account.account) != assigned, Reverse(account.available.minor())));
    match able.as_slice() {
        [] => Err(CompleteError::InsufficientFunds {
            order,
            needed: total,
            available: fullest,
        }),
        [only] => Ok(only.account),
        [likeliest, ..] if paid_from == PaidFrom::TheLikeliest => Ok(likeliest.account),
        _ => Err(CompleteError::ChooseAccount {
            order,
            needed: total,
            moves,
            accounts: able,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{CompleteError, PaidFrom, Wanted, paying_account};
    use crate::domain::kernel::money::{Currency, Money};
    use crate::domain::orders::CashierAccount;
    use crate::domain::treasury::accounts::{AccountNumber, PayingAccount};
    use crate::ids::{AccountId, MemberId, OrderId};

    fn account(id: i64, whole: i64) -> PayingAccount {
        let available = Money::from_minor(whole * 10_000, Currency::VES);
        PayingAccount {
            account: AccountId::new(id),
            number: AccountNumber::parse("01000000000000000000").unwrap(),
            cashier: MemberId::new(1),
            bank: None,
            available,
        }
    }

    #[test]
    fn with_several_accounts_that_can_pay_the_cashier_says_which() {
        let own = || vec![account(1, 100), account(2, 900), account(3, 950)];
        let total = |whole: i64| Money::from_minor(whole * 10_000, Currency::VES);
        let paying = |total, chosen: Option<AccountId>| {
            let (order, assigned) = (OrderId::new(1), Some(AccountId::new(2)));
            let paid_from = chosen.map_or(PaidFrom::TheOnlyOne, PaidFrom::Chosen);
            let wanted = Wanted {
                order,
                total,
                assigned,
                moves: CashierAccount::Pays,
                paid_from,
            };
            paying_account(own(), wanted)
        };
        assert_eq!(paying(total(920), None).unwrap(), AccountId::new(3));
        let Err(CompleteError::ChooseAccount { accounts, .. }) = paying(total(50), None) else {
            panic!("three can pay");
        };
        let ids: Vec<i64> = accounts.iter().map(|account| account.account.get()).collect();
        assert_eq!(ids, [2, 3, 1], "the order's own first, then the fullest");
        assert_eq!(paying(total(50), Some(AccountId::new(1))).unwrap(), AccountId::new(1));
        assert!(matches!(
            paying(total(500), Some(AccountId::new(1))),
            Err(CompleteError::CannotPay { available: Some(_), .. })
        ));
        assert!(matches!(
            paying(total(50), Some(AccountId::new(9))),
            Err(CompleteError::CannotPay { available: None, .. })
        ));
        assert!(matches!(
            paying(total(1000), None),
            Err(CompleteError::InsufficientFunds { .. })
        ));
    }
}
