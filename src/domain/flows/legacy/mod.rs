//! The book of the old web2py application (specification 004): clients, accounts that hold four currencies each, and
//! their transactions, imported once into an account for each currency (S4-17, Q-36).
//!
//! The old book is only read. [`analyse()`] reads all of it and makes a [`Plan`]: what each client had and will have, what was
//! noticed, and which problems nobody has answered. [`import()`] carries a plan without such problems out in one unit. Every
//! amount comes in by `account.imported` (`world −x, account +x`), one row for each old account; money of closed
//! accounts and of further accounts of one client goes on by `account.merged`. Transactions move nothing any more: they
//! are kept as they were, beside the accounts in their currencies.

mod analyse;
mod arrange;
mod book;
mod cells;
mod decisions;
mod error;
mod figures;
mod import;
mod import_store;
mod inquiry;
mod notes;
mod old_transactions;
mod old_transactions_store;
mod persons;
mod plan;
mod progress;
mod taken_store;
mod transactions;
mod write;

pub use analyse::{Analysis, analyse};
pub use cells::shown as shown_amount;
pub use decisions::{Decisions, DecisionsError};
pub use error::{ImportError, Missing};
pub use import::{Imported, import};
pub use import_store::{ImportRow, find_import};
pub use inquiry::{Problem, ProblemKind, Standing};
pub use notes::{Note, NoteKind};
pub use old_transactions::{OldPage, list_old_transactions};
pub use old_transactions_store::{OldTransaction, count_old_transactions};
pub use plan::{Plan, PlannedAccount, PlannedClient, Totals};
pub use progress::{Progress, Stage};
pub use taken_store::{Taken, read_taken};
pub use transactions::{RoundedValue, RoundedValues};

use crate::domain::kernel::money::Currency;

/// The currencies of an old account, in the order of its columns (S4-1).
pub const CURRENCIES: [Currency; 4] = [Currency::VES, Currency::USD, Currency::EUR, Currency::USDT];

/// The place of a currency among [`CURRENCIES`].
fn slot(currency: Currency) -> Option<usize> {
    CURRENCIES.iter().position(|one| *one == currency)
}
