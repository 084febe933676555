//! Why an order was not changed.

use super::OrderState;
use crate::db::DbError;
use crate::domain::books::ledger::LedgerError;
use crate::domain::kernel::money::{Money, MoneyError};
use crate::domain::people::members::NotAllowed;
use crate::domain::people::requests::ReasonMistake;
use crate::domain::treasury::accounts::PayingAccount;
use crate::ids::{LotId, OrderId, RequestId};
use crate::{lifts, use_case_errors};

/// Why what was typed pays nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BeneficiaryMistake {
    #[error("the rate stands where the beneficiary should")]
    IsRate,
    #[error("a beneficiary has at most {max} characters, not {given}")]
    TooLong { max: usize, given: usize },
    #[error("nobody is named")]
    Nobody,
}

/// Nothing was written and nobody was told.
#[derive(Debug, thiserror::Error)]
pub enum OrderError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("there is no order {0}")]
    Unknown(OrderId),
    /// Somebody was first, or it is too late.
    #[error("order {order} is {state}")]
    WrongState { order: OrderId, state: OrderState },
    #[error("order {order} is {cashier:?}'s")]
    NotYours { order: OrderId, cashier: Option<String> },
    #[error("order {order} belongs to another reseller")]
    NotYourTransfer { order: OrderId },
    /// Somebody else took it from whom the actor wanted to take it.
    #[error("order {order} is {cashier:?}'s since a moment")]
    TakenMeanwhile { order: OrderId, cashier: Option<String> },
    /// The client's own capture proves that the client paid, not that the cashier did.
    #[error("order {order}: the client's capture was sent as the cashier's")]
    ReceiptAsProof { order: OrderId },
    #[error("order {order}: {cashier} has already sent the capture")]
    CaptureThere { order: OrderId, cashier: String },
    #[error("order {order}: no bank account of {needed} has {needed}, the fullest {available:?}")]
    NoFloat {
        order: OrderId,
        needed: Money,
        available: Option<Money>,
    },
    /// The same, for whoever wanted to give it to somebody else.
    #[error("order {order}: {cashier} has already sent the capture, it goes to nobody else")]
    AlreadyPaidBy { order: OrderId, cashier: String },
    #[error("order {order} is {cashier}'s already")]
    AlreadyTheirs { order: OrderId, cashier: String },
    #[error("the reference has {given} characters, not 1 to {max}")]
    Reference { max: usize, given: usize },
    /// Words beside a capture are no reference of a bank.
    #[error("{typed:?} is no reference: it has fewer than {min} digits")]
    NoReference { order: OrderId, typed: String, min: usize },
    #[error("nobody relieves themselves")]
    ReliefByOneself,
    #[error("{name} is no cashier")]
    NoCashier { name: String },
    #[error("order {order}: no account of {cashier} has {needed}, the fullest {available:?}")]
    TheirFloat {
        order: OrderId,
        cashier: String,
        needed: Money,
        available: Option<Money>,
    },
    #[error(transparent)]
    Beneficiary(#[from] BeneficiaryMistake),
    /// Somebody said it before.
    #[error("order {order} says whom it pays")]
    HasBeneficiary { order: OrderId, beneficiary: String },
    #[error(transparent)]
    Reason(#[from] ReasonMistake),
    /// Its escrow could not be given back.
    #[error("books: {0}")]
    Books(LedgerError),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Why an order was not confirmed.
#[derive(Debug, thiserror::Error)]
pub enum CompleteError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Order(OrderError),
    #[error("order {0} has no capture")]
    NoCapture(OrderId),
    #[error("order {0} is in no open batch")]
    BatchClosed(OrderId),
    #[error("order {order} takes {needed}; the fullest account has {available:?}")]
    InsufficientFunds {
        order: OrderId,
        needed: Money,
        available: Option<Money>,
    },
    /// Several accounts of the cashier's can pay: which one?
    #[error("order {order} takes {needed}; several accounts can pay it")]
    ChooseAccount {
        order: OrderId,
        needed: Money,
        accounts: Vec<PayingAccount>,
    },
    /// The chosen account; without `available` it is none of theirs any more.
    #[error("order {order} takes {needed}; the chosen account has {available:?}")]
    CannotPay {
        order: OrderId,
        needed: Money,
        available: Option<Money>,
    },
    #[error("books: {0}")]
    Books(LedgerError),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Why a completed order was not given back.
#[derive(Debug, thiserror::Error)]
pub enum ReturnError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Order(OrderError),
    /// It is in a batch that is closed: a superuser reverses it there.
    #[error("order {0} is in no open batch")]
    BatchClosed(OrderId),
    /// USDT were already bought for money that would leave the batch. `lots`: the purchases to be undone first, newest first.
    #[error("order {order}: {bought} of the batch is already bought for, only {left} would be left")]
    AlreadyBought {
        order: OrderId,
        bought: Money,
        left: Money,
        lots: Vec<LotId>,
    },
    #[error("books: {0}")]
    Books(LedgerError),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

use_case_errors!(OrderError, CompleteError, ReturnError);
lifts!(OrderError as Order into CompleteError, ReturnError);
lifts!(LedgerError as Books into OrderError, CompleteError, ReturnError);

macro_rules! lift_money {
    ($($error:ident),+) => {$(
        impl From<MoneyError> for $error {
            fn from(error: MoneyError) -> Self {
                $error::Books(LedgerError::Money(error))
            }
        }
    )+};
}

lift_money!(CompleteError, ReturnError);
