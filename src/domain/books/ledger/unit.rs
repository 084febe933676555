//! What one unit of work does to the books, decided in memory and written when the unit ends.

use std::any::Any;
use std::collections::BTreeMap;

use super::{chain, store};
use crate::clock::Moment;
use crate::db::{DbError, Deferred, Engine, Statement};
use crate::domain::kernel::money::{Currency, Money};
use crate::ids::{EntryId, JournalId, LedgerAccountId, MemberId};

/// An account as this unit leaves it.
#[derive(Debug, Clone)]
pub(super) struct Account {
    pub(super) id: LedgerAccountId,
    pub(super) code: String,
    pub(super) currency: Currency,
    pub(super) floor_minor: Option<i64>,
    pub(super) balance_minor: i64,
    pub(super) held_minor: i64,
    pub(super) last_entry_id: Option<EntryId>,
    pub(super) changed: bool,
}

impl Account {
    /// `balance − held`: what the floor is compared with.
    pub(super) fn available_minor(&self) -> i64 {
        self.balance_minor.saturating_sub(self.held_minor)
    }

    /// What can be spent: `balance − held − floor`.
    pub(super) fn available(&self) -> Money {
        let minor = self.available_minor().saturating_sub(self.floor_minor.unwrap_or(0));
        Money::from_minor(minor, self.currency)
    }
}

/// A journal row and its entries, as they are written and as they are sealed.
#[derive(Debug, Clone)]
pub struct JournalRow {
    pub id: JournalId,
    pub kind: String,
    pub request: String,
    pub part: i64,
    pub actor: Option<MemberId>,
    pub posted_at: Moment,
    /// JSON of what the row is about.
    pub details: String,
    pub reverses: Option<JournalId>,
    pub entries: Vec<EntryRow>,
}

/// One line of a journal row: *anterior, insertado, actual*.
#[derive(Debug, Clone)]
pub struct EntryRow {
    pub id: EntryId,
    pub account: LedgerAccountId,
    pub account_code: String,
    pub amount_minor: i64,
    pub previous_minor: i64,
    pub current_minor: i64,
    pub previous_entry: Option<EntryId>,
}

/// The end of the chain of seals.
#[derive(Debug, Clone, Default)]
pub(super) struct Head {
    pub(super) seq: i64,
    pub(super) hash: Vec<u8>,
}

/// What a unit had decided before its next decision.
pub(super) struct Checkpoint {
    accounts: BTreeMap<String, Account>,
    journal_rows: usize,
}

/// Collected by the [`crate::db::Tx`], written by its commit.
#[derive(Debug, Default)]
pub(super) struct Unit {
    pub(super) accounts: BTreeMap<String, Account>,
    pub(super) journal: Vec<JournalRow>,
    /// Read with the first accounts of the unit. Used on SQLite only, where nobody else can seal in the meantime.
    pub(super) head: Option<Head>,
}

impl Unit {
    pub(super) fn account(&mut self, code: &str) -> Result<&mut Account, DbError> {
        self.accounts
            .get_mut(code)
            .ok_or_else(|| DbError::Corrupt(format!("ledger account {code} was not loaded")))
    }

    /// Copies what this unit has decided so far, so that [`Unit::go_back`] can return to it when the next decision is
    /// refused.
    pub(super) fn checkpoint(&self) -> Checkpoint {
        Checkpoint {
            accounts: self.accounts.clone(),
            journal_rows: self.journal.len(),
        }
    }

    pub(super) fn go_back(&mut self, checkpoint: Checkpoint) {
        self.accounts = checkpoint.accounts;
        self.journal.truncate(checkpoint.journal_rows);
    }
}

impl Deferred for Unit {
    fn statements(self: Box<Self>, engine: Engine) -> Result<Vec<Statement>, DbError> {
        let changed: Vec<&Account> = self.accounts.values().filter(|account| account.changed).collect();
        let mut statements = store::journal_rows(&self.journal);
        statements.push(store::changed_accounts(&changed));
        // On PostgreSQL units commit side by side, so a single sealer seals them a moment later ([`super::seal`]).
        if engine == Engine::Sqlite && !self.journal.is_empty() {
            let head = self
                .head
                .ok_or_else(|| DbError::Corrupt("the chain's head was not read".into()))?;
            statements.push(store::seals(&chain::seal(&head, &self.journal)));
        }
        Ok(statements)
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}
