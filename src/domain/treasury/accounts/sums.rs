//! What an amount does to a balance, and whether it looks like a slip: compared with what was there and what came in before.

use serde::{Deserialize, Serialize};

use crate::db::{DbError, Tx};
use crate::domain::books::ledger::{self, AccountKey, LedgerError};
use crate::domain::kernel::desk::FigureLimits;
use crate::domain::kernel::money::{Currency, Exact, Money, differs_by_more_than};
use crate::domain::treasury::rates;

/// How many of an account's last movements are looked at for the largest amount.
const MOVEMENTS_LOOKED_AT: i64 = 10;

/// The sums of an amount that is not in the books yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// Negative when it is to be taken.
    pub amount: Money,
    pub before: Money,
    pub after: Money,
    /// What the amount is compared with. For a deposit: the larger of the balance and the most that came in with the
    /// last movements. For an adjustment: the balance. For an opening, or where these are zero: the largest balance of
    /// an account in the currency. Zero when there is nothing to compare with.
    pub usual: Money,
    /// The largest first amount of the currency that needs no confirmation, for when `usual` is zero. `None` in
    /// questions of older versions.
    #[serde(default)]
    pub first_max: Option<Money>,
}

impl Sums {
    /// Money comes in. `usual` is zero where nothing ever came in.
    pub(in crate::domain::treasury) async fn of_deposit(
        tx: &mut Tx,
        key: AccountKey,
        amount: Money,
        limits: &FigureLimits,
    ) -> Result<Sums, LedgerError> {
        let sums = Sums::of_adjustment(tx, key, amount, limits).await?;
        let mut most = sums.usual.minor();
        for moved in last_movements(tx, key).await? {
            most = most.max(moved.amount.minor());
        }
        Ok(Sums {
            usual: Money::from_minor(most, key.currency()),
            ..sums
        })
    }

    /// The balance is corrected. `usual` is the balance, or zero when it is not positive.
    pub(in crate::domain::treasury) async fn of_adjustment(
        tx: &mut Tx,
        key: AccountKey,
        amount: Money,
        limits: &FigureLimits,
    ) -> Result<Sums, LedgerError> {
        let before = ledger::find_balance(tx, key).await?.balance;
        Ok(Sums {
            amount,
            before,
            after: before.checked_add(amount).map_err(LedgerError::Money)?,
            usual: match before.is_positive() {
                true => before,
                false => Money::zero(key.currency()),
            },
            first_max: first_max(tx, key.currency(), limits).await?,
        })
    }

    /// Whether it is the same amount with the same outcome. What it is compared with is ignored: that only says why
    /// there is a question.
    pub(in crate::domain::treasury) fn is_still(&self, now: &Sums) -> bool {
        (self.amount, self.before, self.after) == (now.amount, now.before, now.after)
    }

    /// Whether incoming money is more than `deposit_times` what is usual or, without a usual amount, more than a first
    /// amount may be.
    pub(in crate::domain::treasury) fn is_much(&self, limits: &FigureLimits) -> bool {
        let times = Exact::new(limits.deposit_times.into(), 0);
        let most = match self.usual.is_positive() {
            true => Some(self.usual.to_exact().times(&times)),
            false => self.first_max.map(Money::to_exact),
        };
        most.is_some_and(|most| most < self.amount.to_exact())
    }

    /// Whether an adjustment changes the balance by too large a part of it. Taking all of it is never far: an account
    /// is emptied so before it is closed. Neither is taking more: that is refused, or an overdraft. An adjustment of an
    /// empty account is judged as a deposit.
    pub(in crate::domain::treasury) fn is_far(&self, limits: &FigureLimits) -> bool {
        if !self.before.is_positive() {
            return self.is_much(limits);
        }
        self.after.is_positive()
            && differs_by_more_than(&self.before.to_exact(), &self.after.to_exact(), limits.adjustment)
    }
}

/// The most that left an account with one of its last movements of a kind; zero when nothing did.
pub(in crate::domain::treasury) async fn most_taken(
    tx: &mut Tx,
    key: AccountKey,
    kind: &str,
) -> Result<Money, DbError> {
    let mut most = 0;
    for moved in last_movements(tx, key).await? {
        if moved.kind == kind {
            most = most.max(moved.amount.minor().saturating_neg());
        }
    }
    Ok(Money::from_minor(most, key.currency()))
}

/// What an amount is compared with.
async fn last_movements(tx: &mut Tx, key: AccountKey) -> Result<Vec<ledger::Movement>, DbError> {
    match ledger::find_newest_entry(tx, key).await? {
        Some(newest) => ledger::list_movements(tx, key, newest, 0, MOVEMENTS_LOOKED_AT).await,
        None => Ok(Vec::new()),
    }
}

/// The units per dollar assumed for a currency that no published figure values: about the most of any of the desk's
/// currencies.
const UNVALUED_PER_DOLLAR: i128 = 5_000;

/// Units per dollar by what a dollar is worth in VES and by what the desk sells the currency for; `None` when one of them
/// was never published.
async fn per_dollar_through_ves(tx: &mut Tx, currency: Currency) -> Result<Option<Exact>, DbError> {
    let Some(ves_per_dollar) = rates::find_usd_value(tx, Currency::VES).await? else {
        return Ok(None);
    };
    let published = rates::find_exchange_rates(tx, currency).await?;
    Ok(published.and_then(|published| ves_per_dollar.to_exact().over(&published.rates.ask.to_exact())))
}

/// The limit of a first amount, in its currency. `None` when that is more than an amount can hold.
pub(super) async fn first_max(
    tx: &mut Tx,
    currency: Currency,
    limits: &FigureLimits,
) -> Result<Option<Money>, DbError> {
    let per_dollar = match rates::find_usd_value(tx, currency).await? {
        Some(published) => published.to_exact(),
        None if currency.is_worth_a_dollar() => Exact::new(1, 0),
        None => {
            let through_ves = per_dollar_through_ves(tx, currency).await?;
            through_ves.unwrap_or_else(|| Exact::new(UNVALUED_PER_DOLLAR, 0))
        }
    };
    let most = limits.first_deposit.to_exact().times(&per_dollar).truncated(0);
    Ok(most.ok().and_then(|most| Money::from_decimal(most, currency).ok()))
}

#[cfg(test)]
mod tests {
    use super::Sums;
    use crate::domain::kernel::desk::FigureLimits;
    use crate::domain::kernel::money::{Currency, Money};

    fn sums(before: i64, amount: i64, usual: i64) -> Sums {
        let ves = |whole: i64| Money::from_minor(whole * 10_000, Currency::VES);
        Sums {
            amount: ves(amount),
            before: ves(before),
            after: ves(before + amount),
            usual: ves(usual),
            first_max: Some(ves(380_000)),
        }
    }

    #[test]
    fn a_deposit_of_a_zero_too_many_is_much_and_a_first_one_is_not() {
        assert!(sums(5_000, 50_000, 5_000).is_much(&FigureLimits::example()));
        assert!(!sums(100, 5_000, 5_000).is_much(&FigureLimits::example()));
        assert!(!sums(0, 25_000, 5_000).is_much(&FigureLimits::example()));
        assert!(!sums(0, 380_000, 0).is_much(&FigureLimits::example()));
        assert!(sums(0, 380_001, 0).is_much(&FigureLimits::example()));
    }

    #[test]
    fn more_than_half_of_an_account_is_far_and_emptying_it_is_not() {
        assert!(!sums(1_000, -500, 1_000).is_far(&FigureLimits::example()));
        assert!(
            sums(1_000, -501, 1_000).is_far(&FigureLimits::example())
                && sums(1_000, 501, 1_000).is_far(&FigureLimits::example())
        );
        assert!(
            !sums(1_000, -1_000, 1_000).is_far(&FigureLimits::example())
                && !sums(1_000, -1_500, 1_000).is_far(&FigureLimits::example())
        );
        assert!(!sums(0, 1_000, 0).is_far(&FigureLimits::example()));
        assert!(sums(0, 5_001, 1_000).is_far(&FigureLimits::example()));
        assert!(!sums(0, -1_000, 1_000).is_far(&FigureLimits::example()));
    }
}
