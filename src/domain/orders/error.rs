//! Why an order was not changed.

use super::{BeneficiaryMistake, OrderState};
use crate::db::DbError;
use crate::domain::kernel::money::Money;
use crate::domain::people::members::NotAllowed;
use crate::domain::people::requests::ReasonMistake;
use crate::ids::{OrderId, RequestId};
use crate::use_case_errors;

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
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

use_case_errors!(OrderError);
