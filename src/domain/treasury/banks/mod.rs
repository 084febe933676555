//! Banks, and which cashiers pay to each (specification 002).
//!
//! A bank is a row. Every change of an assignment is one row of `bank_assignment_backlog`.

mod assign;
mod assignments_store;
mod bank;
mod error;
mod named;
mod store;

pub use assign::{AssignBank, AssignmentSet, ChangeAssignment, assign_bank, change_assignment};
pub use assignments_store::{BankAssignment, list_assigned, list_assignments};
pub use bank::{Bank, recognise, words_of_name};
pub use error::BankError;
pub use named::{BankName, named};
pub use store::{find_bank, list_banks};
