//! What was done between two accounts.

use serde::{Deserialize, Serialize};

use super::Voucher;
use crate::clock::Moment;
use crate::coded_enum;
use crate::domain::kernel::money::{Money, Rate};
use crate::domain::treasury::accounts::AccountNumber;
use crate::ids::{AccountId, JournalId, MemberId};

coded_enum! {
    /// *tipo_operacion* (S4-8).
    pub enum OperationKind {
        Purchase => "compra",
        Sale => "venta",
        Transfer => "transferencia",
    }
}

/// An exchange or a transfer that was done: its receipt (S4-8, S4-14).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    pub voucher: Voucher,
    pub kind: OperationKind,
    pub member: MemberId,
    pub journal: JournalId,
    pub from: Moved,
    pub to: Moved,
    /// VES for one unit of what was given; `None` for VES and for a transfer.
    pub bid: Option<Rate>,
    /// VES for one unit of what was got; `None` for VES and for a transfer.
    pub ask: Option<Rate>,
    /// What the desk earned, in VES.
    pub spread: Money,
    pub at: Moment,
    /// Whether it was taken back.
    pub is_undone: bool,
}

/// One side of an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub account: AccountId,
    pub number: AccountNumber,
    /// Who has the account.
    pub owner: MemberId,
    /// What left it, or came into it; never negative.
    pub amount: Money,
    pub previous: Money,
    pub current: Money,
}
