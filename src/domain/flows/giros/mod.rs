//! Giros: orders that a reseller pays from a prepaid balance, and an admin from a cashier's account (specification 002).
//!
//! A reseller's giro takes the money at once (*DISCOUNT*); whoever ends it unpaid gives it back once. Postings:
//! `order.escrow_taken` when it is made; `giro.completed` `account (cashier's bank) −x, world +x; the same account −c,
//! fees +c; escrow −x, position +x` when it is executed, the last pair only for a reseller's.

mod ask;
mod choose;
mod confirm_asked;
mod error;
mod execute;
mod execution;
mod execution_store;
mod giro_kind;
mod give_back;
mod listing;
mod listing_store;
mod payee;
mod payees;
mod payees_store;
mod process;
mod records;
mod terms;
mod terms_store;
mod typed;

pub use ask::{AskGiro, Discount, GiroAsked, GiroOutcome, GiroPlaced, ask, ask_typed};
pub use confirm_asked::confirm_asked;
pub use error::GiroError;
pub use execute::{Execute, GiroExecuted, execute};
pub use execution::{Execution, ExecutionType};
pub use execution_store::list_executions;
pub use giro_kind::is_giro;
pub use give_back::give_back_unpaid;
pub use listing::{GiroFilter, list_giros, list_giros_after};
pub use listing_store::list_last_changes;
pub use payee::{Doubt, NAME_CHARS_MAX, Payee, PayeeMistake, PayeeTyped};
pub use payees::{SavedPayee, find_payee, hide_payee, list_payees};
pub use process::{GiroProcessing, start_processing};
pub use records::{
    Record, RecordKind, RecordOf, list_records_of_giro, list_records_of_posting, record_of_bank, record_of_central,
    record_of_prepaid,
};
pub use terms::GiroTerms;
pub use terms_store::{find_giro_terms, list_giro_terms};
pub use typed::{TypedMistake, read_typed};
