//! Why an order was not changed.

use super::{CashierAccount, OrderState};
use crate::db::DbError;
use crate::domain::books::ledger::LedgerError;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::CaptureUse;
use crate::domain::people::members::NotAllowed;
use crate::domain::people::requests::ReasonMistake;
use crate::domain::treasury::accounts::PayingAccount;
use crate::ids::{LotId, OrderId, RequestId};
use crate::{lifts, lifts_money, use_case_errors};

/// Why the typed text is not accepted as a beneficiary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BeneficiaryMistake {
    #[error("the rate was typed in place of the beneficiary")]
    IsRate,
    #[error("a beneficiary has at most {max} characters, not {given}")]
    TooLong { max: usize, given: usize },
    #[error("nobody is named")]
    Nobody,
}

/// Why an order was not changed. Nothing was written and nobody was told.
#[derive(Debug, thiserror::Error)]
pub enum OrderError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("there is no order {0}")]
    Unknown(OrderId),
    /// Somebody else changed the order first, or it is too late for this step.
    #[error("order {order} is {state}")]
    WrongState { order: OrderId, state: OrderState },
    #[error("order {order} is assigned to {cashier:?}")]
    NotYours { order: OrderId, cashier: Option<String> },
    #[error("order {order} belongs to another reseller")]
    NotYourTransfer { order: OrderId },
    /// Nobody carries out or confirms what they asked for.
    #[error("order {order} was asked for by the very person")]
    Own { order: OrderId },
    /// Another cashier took the order after the actor had looked at it.
    #[error("order {order} was just taken by {cashier:?}")]
    TakenMeanwhile { order: OrderId, cashier: Option<String> },
    /// The client's own capture proves that the client paid the desk, not that the cashier paid.
    #[error("order {order}: the client's own capture was sent as the cashier's proof")]
    ReceiptAsProof { order: OrderId },
    #[error("order {order}: {cashier} has already sent the capture")]
    CaptureThere { order: OrderId, cashier: String },
    /// Its cashier said that they are paying it; there is no capture yet.
    #[error("order {order}: {cashier} is paying it")]
    BeingPaid { order: OrderId, cashier: String },
    #[error("order {order}: no account of the actor has {needed}; the most available in one is {available:?}")]
    NoFloat {
        order: OrderId,
        needed: Money,
        available: Option<Money>,
    },
    /// As [`OrderError::CaptureThere`], for an admin who wanted to give the order to another cashier.
    #[error("order {order}: {cashier} has already sent the capture, so it cannot be given to another cashier")]
    AlreadyPaidBy { order: OrderId, cashier: String },
    #[error("order {order} is already assigned to {cashier}")]
    AlreadyTheirs { order: OrderId, cashier: String },
    #[error("the reference has {given} characters, not 1 to {max}")]
    Reference { max: usize, given: usize },
    /// A text beside the capture that has too few digits to be a bank's reference.
    #[error("{typed:?} is not a reference: it has fewer than {min} digits")]
    NoReference { order: OrderId, typed: String, min: usize },
    #[error("a cashier cannot hand the shift over to themselves")]
    ReliefByOneself,
    #[error("{name} is not a cashier")]
    NoCashier { name: String },
    #[error("order {order}: no account of {cashier} has {needed}; the most available in one is {available:?}")]
    TheirFloat {
        order: OrderId,
        cashier: String,
        needed: Money,
        available: Option<Money>,
    },
    #[error(transparent)]
    Beneficiary(#[from] BeneficiaryMistake),
    /// The order already has a beneficiary, which is never changed.
    #[error("order {order} already has a beneficiary")]
    HasBeneficiary { order: OrderId, beneficiary: String },
    #[error(transparent)]
    Reason(#[from] ReasonMistake),
    /// The escrow could not be given back.
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
    /// The payment proves something else already: somebody other than the cashier must say that it counts.
    #[error("the payment of order {order} was used for {used:?}")]
    Repeated { order: OrderId, used: CaptureUse },
    #[error("order {0} has no capture")]
    NoCapture(OrderId),
    #[error("order {0} is in no open batch")]
    BatchClosed(OrderId),
    #[error("order {order} takes {needed}; the most available in one account is {available:?}")]
    InsufficientFunds {
        order: OrderId,
        needed: Money,
        available: Option<Money>,
    },
    /// Several accounts of the cashier can pay, or receive, and the cashier must choose one.
    #[error("order {order} takes {needed}; several accounts can carry it out")]
    ChooseAccount {
        order: OrderId,
        needed: Money,
        moves: CashierAccount,
        accounts: Vec<PayingAccount>,
    },
    /// The chosen account cannot pay. `available` is `None` when it is no longer an account of the cashier to pay from.
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
    /// The order is in a closed batch: only a superuser can reverse it there.
    #[error("order {0} is in no open batch")]
    BatchClosed(OrderId),
    /// Without the order, the batch would hold less than USDT were already bought for. `lots`: the purchases that must
    /// be undone first, newest first.
    #[error("order {order}: USDT were already bought for {bought} of the batch, but only {left} would be left")]
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

lifts_money!(CompleteError, ReturnError);
