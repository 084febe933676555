//! What a typed movement does to a central balance or to the account it goes into, before its person confirms what looks like
//! a slip. Callers of the API give exact figures and are not asked.

use serde::{Deserialize, Serialize};

use super::transfer::TRANSFERRED;
use super::{CentralChange, CentralError, CentralToAccount};
use crate::db::{DbError, Tx};
use crate::domain::books::ledger;
use crate::domain::kernel::desk::FigureLimits;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::questions::{self, Asking, NewQuestion, QuestionKind};
use crate::domain::people::members::By;
use crate::domain::treasury::accounts::{Account, AccountFigure, Movement, Sums, most_taken};
use crate::domain::treasury::banks::Bank;
use crate::ids::{AccountId, BankId, QuestionId};

/// An amount that somebody typed, before it is in the books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CentralFigure {
    pub bank: BankId,
    pub bank_name: String,
    /// The account that the money goes into, and its owner; `None`: only the central balance moves.
    pub into: Option<(AccountId, String)>,
    pub commission: Option<Money>,
    /// Of the account that the money goes into, else of the central balance.
    #[serde(flatten)]
    pub sums: Sums,
}

/// An amount that waits to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CentralAsked {
    pub question: QuestionId,
    pub figure: CentralFigure,
    /// Whether it was confirmed before, when a balance had already changed.
    pub again: bool,
}

/// What was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "typed", rename_all = "snake_case")]
pub(super) enum Typed {
    Change(CentralChange),
    Transfer(CentralToAccount),
}

/// What a question is about.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct About {
    pub(super) typed: Typed,
    pub(super) figure: CentralFigure,
}

impl CentralFigure {
    /// The figure of a recharge or an adjustment, and whether it looks like a slip.
    pub(super) async fn of_change(
        tx: &mut Tx,
        bank: &Bank,
        change: &CentralChange,
        limits: &FigureLimits,
    ) -> Result<(CentralFigure, bool), CentralError> {
        let (key, amount) = (bank.central(), change.amount);
        let (sums, is_far) = match change.movement {
            Movement::Deposit => {
                let sums = Sums::of_deposit(tx, key, amount, limits).await?;
                let is_far = sums.is_much(limits);
                (sums, is_far)
            }
            Movement::Adjustment => {
                let sums = Sums::of_adjustment(tx, key, amount, limits).await?;
                let is_far = sums.is_far(limits);
                (sums, is_far)
            }
        };
        let figure = CentralFigure {
            bank: bank.id,
            bank_name: bank.name.clone(),
            into: None,
            commission: change.commission,
            sums,
        };
        let is_far = is_far || is_more_than_half(change.commission, amount);
        Ok((figure, is_far))
    }

    /// The figure of a transfer into an account. Too much for the account, or far more than what usually leaves the central
    /// balance, looks like a slip; what the central balance does not have is refused and not asked about.
    pub(super) async fn of_transfer(
        tx: &mut Tx,
        bank: &Bank,
        account: &Account,
        amount: Money,
        limits: &FigureLimits,
    ) -> Result<(CentralFigure, bool), CentralError> {
        let into = AccountFigure::of_deposit(tx, account, amount, limits).await?;
        let usual = most_taken(tx, bank.central(), TRANSFERRED).await?;
        let leaving = Sums {
            usual,
            ..into.sums.clone()
        };
        let is_much = into.sums.is_much(limits) || (usual.is_positive() && leaving.is_much(limits));
        let is_there = amount.minor() <= ledger::find_balance(tx, bank.central()).await?.available().minor();
        let figure = CentralFigure {
            bank: bank.id,
            bank_name: bank.name.clone(),
            into: Some((account.id, into.owner)),
            commission: None,
            sums: into.sums,
        };
        Ok((figure, is_much && is_there))
    }

    /// Whether it is the same amount with the same outcome.
    pub(super) fn is_still(&self, now: &CentralFigure) -> bool {
        (self.bank, &self.into, self.commission) == (now.bank, &now.into, now.commission)
            && self.sums.is_still(&now.sums)
    }
}

/// Whether a commission is more than half of what it was paid for.
fn is_more_than_half(commission: Option<Money>, amount: Money) -> bool {
    commission.is_some_and(|commission| amount.minor().unsigned_abs() / 2 < commission.minor().unsigned_abs())
}

/// Stores a question about the figure, until its author confirms it.
pub(super) async fn ask(tx: &mut Tx, by: By, about: About, asking: Asking) -> Result<CentralAsked, DbError> {
    let new = NewQuestion {
        kind: QuestionKind::Central,
        member: by.actor,
        about: &about,
        asking: &asking,
    };
    Ok(CentralAsked {
        question: questions::ask(tx, &new, by.at).await?,
        figure: about.figure,
        again: asking.is_again(),
    })
}

#[cfg(test)]
mod tests {
    use super::is_more_than_half;
    use crate::domain::kernel::money::{Currency, Money};

    #[test]
    fn a_commission_of_more_than_half_looks_like_a_slip() {
        let ves = |minor| Money::from_minor(minor, Currency::VES);
        assert!(!is_more_than_half(None, ves(100)));
        assert!(!is_more_than_half(Some(ves(50)), ves(100)));
        assert!(is_more_than_half(Some(ves(51)), ves(100)) && is_more_than_half(Some(ves(51)), ves(-100)));
    }
}
