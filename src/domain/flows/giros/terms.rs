//! What only a giro has.

use super::{Doubt, Payee};
use crate::domain::kernel::desk::GiroOthers;
use crate::domain::kernel::money::Rate;
use crate::ids::{AccountId, BankId};

/// What only a giro has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiroTerms {
    pub bank: BankId,
    /// The prepaid account it was taken from; `None` for a giro that an admin made.
    pub account: Option<AccountId>,
    pub payee: Payee,
    /// What the reseller told their customer; nothing is computed with it.
    pub rate: Option<Rate>,
    /// What looked wrong when it was made.
    pub doubts: Vec<Doubt>,
    pub others: GiroOthers,
}
