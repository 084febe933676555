//! What an opening, a deposit or an adjustment does to an account, before its person confirms what looks like a slip.

use serde::{Deserialize, Serialize};

use super::sums::{Sums, first_max};
use super::{Account, AccountError, AccountNumber, Adjustment, Deposit, OpenAccount, store};
use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::domain::kernel::desk::FigureLimits;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::questions::{self, Asking, NewQuestion, QuestionKind};
use crate::domain::people::members;
use crate::ids::{AccountId, MemberId, QuestionId};

/// An amount that somebody typed, before it is in the books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountFigure {
    /// `None` for an account that is to be opened.
    pub account: Option<(AccountId, AccountNumber)>,
    pub owner: String,
    #[serde(flatten)]
    pub sums: Sums,
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
        let sums = Sums {
            amount: balance,
            before: Money::zero(currency),
            after: balance,
            usual: store::find_largest_balance(tx, currency).await?,
            first_max: first_max(tx, currency, limits).await?,
        };
        Ok(AccountFigure {
            account: None,
            owner: owner.to_owned(),
            sums,
        })
    }

    pub(in crate::domain::treasury) async fn of_deposit(
        tx: &mut Tx,
        account: &Account,
        amount: Money,
        limits: &FigureLimits,
    ) -> Result<AccountFigure, AccountError> {
        let sums = Sums::of_deposit(tx, account.key(), amount, limits).await?;
        AccountFigure::of(tx, account, sums).await
    }

    pub(super) async fn of_adjustment(
        tx: &mut Tx,
        account: &Account,
        amount: Money,
        limits: &FigureLimits,
    ) -> Result<AccountFigure, AccountError> {
        let sums = Sums::of_adjustment(tx, account.key(), amount, limits).await?;
        AccountFigure::of(tx, account, sums).await
    }

    async fn of(tx: &mut Tx, account: &Account, sums: Sums) -> Result<AccountFigure, AccountError> {
        let mut figure = AccountFigure {
            account: Some((account.id, account.number.clone())),
            owner: members::get_member(tx, account.member).await?.name,
            sums,
        };
        if !figure.sums.usual.is_positive() {
            figure.sums.usual = store::find_largest_balance(tx, account.currency).await?;
        }
        Ok(figure)
    }

    /// Whether it is the same amount with the same outcome.
    pub(super) fn is_still(&self, now: &AccountFigure) -> bool {
        (&self.account, &self.owner) == (&now.account, &now.owner) && self.sums.is_still(&now.sums)
    }
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
