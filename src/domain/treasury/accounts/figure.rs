//! What an opening, a deposit or an adjustment does to an account, and whether it looks like a slip.

use serde::{Deserialize, Serialize};

use super::{Account, AccountError, AccountNumber, Adjustment, Deposit, OpenAccount, store};
use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::domain::books::ledger::{self, LedgerError};
use crate::domain::kernel::desk::FigureLimits;
use crate::domain::kernel::money::{Currency, Exact, Money, Rate, differs_by_more_than};
use crate::domain::kernel::questions::{self, Asking, NewQuestion, QuestionKind};
use crate::domain::people::members;
use crate::domain::treasury::rates;
use crate::ids::{AccountId, MemberId, QuestionId};

/// How many of an account's last movements are looked at for the largest amount that came in.
const MOVEMENTS_LOOKED_AT: i64 = 10;

/// An amount that somebody typed, before it is in the books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountFigure {
    /// `None` for an account that is to be opened.
    pub account: Option<(AccountId, AccountNumber)>,
    pub owner: String,
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

/// An amount that waits to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureAsked {
    pub question: QuestionId,
    pub figure: AccountFigure,
    /// Whether it was confirmed before, when the account had already changed.
    pub again: bool,
}

/// What was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "typed", rename_all = "snake_case")]
pub(super) enum Typed {
    Opening(OpenAccount),
    Deposit(Deposit),
    Adjustment(Adjustment),
}

/// What a question is about.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct About {
    pub(super) typed: Typed,
    pub(super) figure: AccountFigure,
}

impl AccountFigure {
    /// The figure of an opening balance, compared with the other accounts in its currency.
    pub(super) async fn of_opening(
        tx: &mut Tx,
        owner: &str,
        balance: Money,
        limits: &FigureLimits,
    ) -> Result<AccountFigure, DbError> {
        let currency = balance.currency();
        Ok(AccountFigure {
            account: None,
            owner: owner.to_owned(),
            amount: balance,
            before: Money::zero(currency),
            after: balance,
            usual: store::find_largest_balance(tx, currency).await?,
            first_max: first_max(tx, currency, limits).await?,
        })
    }

    pub(super) async fn of_deposit(
        tx: &mut Tx,
        account: &Account,
        amount: Money,
        limits: &FigureLimits,
    ) -> Result<AccountFigure, AccountError> {
        let mut most = 0;
        if let Some(newest) = ledger::find_newest_entry(tx, account.key()).await? {
            for moved in ledger::list_movements(tx, account.key(), newest, 0, MOVEMENTS_LOOKED_AT).await? {
                most = most.max(moved.amount.minor());
            }
        }
        let figure = AccountFigure::of_adjustment(tx, account, amount, limits).await?;
        Ok(match most.max(figure.before.minor()) {
            most if 0 < most => AccountFigure {
                usual: Money::from_minor(most, account.currency),
                ..figure
            },
            _ => figure,
        })
    }

    pub(super) async fn of_adjustment(
        tx: &mut Tx,
        account: &Account,
        amount: Money,
        limits: &FigureLimits,
    ) -> Result<AccountFigure, AccountError> {
        let before = ledger::find_balance(tx, account.key()).await?.balance;
        Ok(AccountFigure {
            account: Some((account.id, account.number.clone())),
            owner: members::get_member(tx, account.member).await?.name,
            amount,
            before,
            after: before.checked_add(amount).map_err(LedgerError::Money)?,
            usual: match before.is_positive() {
                true => before,
                false => store::find_largest_balance(tx, account.currency).await?,
            },
            first_max: first_max(tx, account.currency, limits).await?,
        })
    }

    /// Whether it is the same amount with the same outcome. What it is compared with is ignored: that only says why
    /// there is a question.
    pub(super) fn is_still(&self, now: &AccountFigure) -> bool {
        let now = AccountFigure {
            usual: self.usual,
            first_max: self.first_max,
            ..now.clone()
        };
        *self == now
    }

    /// Whether incoming money is more than `deposit_times` what is usual or, without a usual amount, more than a first
    /// amount may be.
    pub(super) fn is_much(&self, limits: &FigureLimits) -> bool {
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
    pub(super) fn is_far(&self, limits: &FigureLimits) -> bool {
        if !self.before.is_positive() {
            return self.is_much(limits);
        }
        self.after.is_positive()
            && differs_by_more_than(&self.before.to_exact(), &self.after.to_exact(), limits.adjustment)
    }
}

/// The units per dollar assumed for a currency without a dollar value in the books: about the most of any of the desk's
/// currencies.
const UNVALUED_PER_DOLLAR: i128 = 5_000;

/// The limit of a first amount, in its currency. `None` when that is more than an amount can hold.
async fn first_max(tx: &mut Tx, currency: Currency, limits: &FigureLimits) -> Result<Option<Money>, DbError> {
    let per_dollar = rates::find_usd_value(tx, currency).await?;
    let per_dollar = per_dollar.map_or_else(|| Exact::new(UNVALUED_PER_DOLLAR, 0), Rate::to_exact);
    let most = limits.first_deposit.to_exact().times(&per_dollar).truncated(0);
    Ok(most.ok().and_then(|most| Money::from_decimal(most, currency).ok()))
}

/// Stores a question about the figure, until its author confirms it.
pub(super) async fn ask(
    tx: &mut Tx,
    actor: MemberId,
    about: About,
    asking: Asking,
    at: Moment,
) -> Result<FigureAsked, DbError> {
    let new = NewQuestion {
        kind: QuestionKind::Account,
        member: actor,
        about: &about,
        asking: &asking,
    };
    Ok(FigureAsked {
        question: questions::ask(tx, &new, at).await?,
        figure: about.figure,
        again: asking.is_again(),
    })
}

#[cfg(test)]
mod tests {
    use super::AccountFigure;
    use crate::domain::kernel::desk::FigureLimits;
    use crate::domain::kernel::money::{Currency, Money};

    fn figure(before: i64, amount: i64, usual: i64) -> AccountFigure {
        let ves = |whole: i64| Money::from_minor(whole * 10_000, Currency::VES);
        AccountFigure {
            account: None,
            owner: "luis".into(),
            amount: ves(amount),
            before: ves(before),
            after: ves(before + amount),
            usual: ves(usual),
            first_max: Some(ves(380_000)),
        }
    }

    #[test]
    fn a_deposit_of_a_zero_too_many_is_much_and_a_first_one_is_not() {
        assert!(figure(5_000, 50_000, 5_000).is_much(&FigureLimits::example()));
        assert!(!figure(100, 5_000, 5_000).is_much(&FigureLimits::example()));
        assert!(!figure(0, 25_000, 5_000).is_much(&FigureLimits::example()));
        assert!(!figure(0, 380_000, 0).is_much(&FigureLimits::example()));
        assert!(figure(0, 380_001, 0).is_much(&FigureLimits::example()));
    }

    #[test]
    fn more_than_half_of_an_account_is_far_and_emptying_it_is_not() {
        assert!(!figure(1_000, -500, 1_000).is_far(&FigureLimits::example()));
        assert!(
            figure(1_000, -501, 1_000).is_far(&FigureLimits::example())
                && figure(1_000, 501, 1_000).is_far(&FigureLimits::example())
        );
        assert!(
            !figure(1_000, -1_000, 1_000).is_far(&FigureLimits::example())
                && !figure(1_000, -1_500, 1_000).is_far(&FigureLimits::example())
        );
        assert!(!figure(0, 1_000, 0).is_far(&FigureLimits::example()));
        assert!(figure(0, 5_001, 1_000).is_far(&FigureLimits::example()));
        assert!(!figure(0, -1_000, 1_000).is_far(&FigureLimits::example()));
    }
}
