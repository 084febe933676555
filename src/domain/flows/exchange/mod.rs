//! Exchange between a person's accounts, and transfers between accounts of one currency (specification 004).
//!
//! An exchange is asked for, answered with a quote (a question: rates, both amounts, what both balances will be), and
//! done when its person confirms it in time. Each currency has two published rates against VES
//! ([`rates::TwoWay`](crate::domain::treasury::rates::TwoWay)); another pair goes through VES. What is done is one
//! journal row and one row of `account_operations`, with a voucher.

mod confirm;
mod confirm_transfer;
mod deal;
mod error;
mod find_accounts;
mod listing;
mod operation;
mod post;
mod quote;
mod store;
mod transfer;
mod typed;
mod voucher;

pub use confirm::{Exchanged, confirm};
pub use confirm_transfer::{TransferDone, confirm_transfer};
pub use deal::{Deal, Fixed, Priced};
pub use error::ExchangeError;
pub use listing::{find_operation, list_operations, list_operations_after};
pub use operation::{Moved, Operation, OperationKind};
pub use quote::{Quote, Quoted, QuotedAccount, WhyAgain, quote};
pub use store::OperationFilter;
pub use transfer::{TransferAsked, TransferQuote, WantedTransfer, ask_transfer};
pub use typed::{AmountOf, Unread, Wanted, read};
pub use voucher::Voucher;

use crate::coded_enum;

coded_enum! {
    /// From the client's point of view.
    pub enum Side {
        Buy => "compra",
        Sell => "venta",
    }
}
