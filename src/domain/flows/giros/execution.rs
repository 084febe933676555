//! How a giro was paid.

use crate::clock::Moment;
use crate::coded_enum;
use crate::domain::kernel::money::Money;
use crate::ids::{AccountId, MemberId};

coded_enum! {
    /// The way in which a giro was paid (S2-16).
    pub enum ExecutionType {
        Transfer => "TRANSFERENCIA",
        MobilePayment => "PAGO_MOVIL",
        Cash => "EFECTIVO",
        Zelle => "ZELLE",
        Other => "OTROS",
    }
}

/// How a giro was paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Execution {
    /// The cashier's account that paid.
    pub account: AccountId,
    pub way: ExecutionType,
    /// What the bank took on top, from the same account.
    pub commission: Money,
    /// Where a picture of the payment is. It is stored and shown, never fetched.
    pub proof_url: Option<String>,
    pub by: MemberId,
    pub at: Moment,
}
