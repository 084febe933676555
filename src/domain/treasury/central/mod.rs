//! Central balances: what the desk has at a bank apart from the accounts of its cashiers (S2-22, S2-28).
//!
//! Postings: `bank.recharged` `world −(x + c), bank:<id>:central +x, fees +c`; `bank.adjusted` the same with either sign;
//! `bank.transferred` `central −x, account (cashier's bank) +x`. What is typed and looks like a slip is asked about
//! first; a caller of the API is not asked.

mod confirm;
mod error;
mod figure;
mod move_central;
mod transfer;

pub use confirm::{CentralConfirmed, confirm};
pub use error::CentralError;
pub use figure::{CentralAsked, CentralFigure};
pub use move_central::{CentralChange, CentralMoved, CentralOutcome, move_central, move_central_typed};
pub use transfer::{CentralToAccount, CentralTransferred, TransferOutcome, transfer_to_account, transfer_typed};

use crate::db::Tx;
use crate::domain::treasury::banks::{Bank, BankError, find_bank};
use crate::ids::BankId;

/// # Errors
/// [`CentralError::Bank`] when there is none.
async fn the_bank(tx: &mut Tx, bank: BankId) -> Result<Bank, CentralError> {
    let found = find_bank(tx, bank).await?;
    Ok(found.ok_or(BankError::UnknownId(bank))?)
}
