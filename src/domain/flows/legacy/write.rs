//! Writes a plan, in pieces of a thousand rows that leave the memory at once.

use std::collections::HashSet;

use super::analyse::Analysis;
use super::import_store::{self as store, RowInCurrency};
use super::plan::{Plan, PlannedRow};
use super::progress::{Progress, Stage};
use super::transactions;
use super::{CURRENCIES, ImportError};
use crate::db::{ForeignBook, Tx};
use crate::domain::books::ledger::{self, AccountKey, FloorChange, Line, Posting};
use crate::domain::kernel::money::Money;
use crate::domain::people::members::{self, By, IdentityKind, Newcomer};
use crate::domain::treasury::accounts::{self, BroughtAccount};
use crate::ids::{AccountId, MemberId, RequestId};

const PIECE_ROWS: usize = 1_000;
/// Rows whose ledger accounts are looked up by one statement: each has up to five, and SQLite is slow with thousands of
/// placeholders.
const POSTED_ROWS: usize = 100;

const CHECKED_ROWS: usize = 500;

/// What every step of writing needs.
pub(super) struct Writing<'a> {
    pub(super) plan: &'a Plan,
    pub(super) request: &'a RequestId,
    pub(super) by: By,
    pub(super) progress: &'a dyn Progress,
}

impl Writing<'_> {
    pub(super) async fn clients(&self, tx: &mut Tx) -> Result<Vec<MemberId>, ImportError> {
        let clients = &self.plan.clients;
        let mut ids = Vec::with_capacity(clients.len());
        for piece in clients.chunks(PIECE_ROWS) {
            let people: Vec<Newcomer<'_>> = piece
                .iter()
                .map(|client| Newcomer {
                    name: &client.name,
                    is_active: client.is_active,
                    identities: [
                        (IdentityKind::Cedula, client.cedula.as_deref()),
                        (IdentityKind::Phone, client.phone.as_deref()),
                    ]
                    .into_iter()
                    .filter_map(|(kind, value)| Some((kind, value?)))
                    .collect(),
                })
                .collect();
            let members = members::bring_in(tx, &people, self.by).await?;
            tx.write_now(vec![store::client_rows(piece, &members)]).await?;
            ids.extend(members);
            self.told(Stage::WriteClients, ids.len(), clients.len());
        }
        Ok(ids)
    }

    pub(super) async fn accounts(&self, tx: &mut Tx, members: &[MemberId]) -> Result<Vec<AccountId>, ImportError> {
        let planned = &self.plan.accounts;
        let (mut ids, mut drawn) = (Vec::with_capacity(planned.len()), HashSet::new());
        drawn.extend(planned.iter().filter_map(|account| account.number.clone()));
        for piece in planned.chunks(PIECE_ROWS) {
            let brought: Vec<BroughtAccount<'_>> = piece
                .iter()
                .map(|account| BroughtAccount {
                    member: members[account.client],
                    currency: account.currency,
                    number: account.number.as_ref(),
                    account_type: account.account_type,
                    opened_at: account.opened_at.unwrap_or(self.by.at),
                    is_closed: account.is_closed,
                })
                .collect();
            ids.extend(accounts::bring_in(tx, &brought, &mut drawn, self.by).await?);
            self.told(Stage::WriteAccounts, ids.len(), planned.len());
        }
        Ok(ids)
    }

    /// Posts what every old row held. What is owed needs an overdraft of its size, before it comes in.
    pub(super) async fn balances(&self, tx: &mut Tx, ids: &[AccountId]) -> Result<(), ImportError> {
        let owing: Vec<usize> = (0..ids.len())
            .filter(|place| self.plan.accounts[*place].negative < 0)
            .collect();
        for place in &owing {
            let account = &self.plan.accounts[*place];
            let change = FloorChange {
                account: self.key(ids, *place),
                floor: Money::from_minor(account.negative, account.currency),
                request: self.request.part("floors"),
                actor: self.by.actor,
                at: self.by.at,
            };
            ledger::set_floor(tx, change).await?;
        }
        tx.flush().await?;
        let mut done = 0;
        for (number, piece) in self.plan.rows.chunks(POSTED_ROWS).enumerate() {
            let request = self.request.part(&number.to_string());
            let mut postings = Vec::with_capacity(piece.len());
            for row in piece {
                postings.extend(self.postings(ids, row, &request)?);
            }
            ledger::post_all(tx, postings).await?;
            tx.flush().await?;
            let in_currencies: Vec<RowInCurrency<'_>> =
                piece.iter().flat_map(|row| self.in_currencies(ids, row)).collect();
            tx.write_now(vec![store::account_rows(&in_currencies)]).await?;
            done += piece.len();
            self.told(Stage::WriteBalances, done, self.plan.rows.len());
        }
        for place in &owing {
            let request = self.request.part("paid");
            ledger::keep_paid(tx, self.key(ids, *place), &request, self.by.actor, self.by.at).await?;
        }
        Ok(tx.flush().await?)
    }

    fn postings(&self, ids: &[AccountId], row: &PlannedRow, request: &RequestId) -> Result<Vec<Posting>, ImportError> {
        let posting = |kind, lines| Posting {
            kind,
            request: request.clone(),
            actor: Some(self.by.actor),
            at: self.by.at,
            details: serde_json::json!({ "old_account": row.old_id, "old_number": row.number }),
            lines,
        };
        let mut postings = Vec::new();
        let mut lines = Vec::new();
        for (place, minor) in &row.parts {
            let account = self.key(ids, *place);
            let amount = Money::from_minor(*minor, account.currency());
            lines.push(Line::take(AccountKey::World(account.currency()), amount)?);
            lines.push(Line::add(account, amount));
        }
        if !lines.is_empty() {
            postings.push(posting("account.imported", lines));
        }
        if let Some((target, minor)) = row.merged {
            let (from, to) = (self.key(ids, row.own), self.key(ids, target));
            let amount = Money::from_minor(minor, from.currency());
            postings.push(posting(
                "account.merged",
                vec![Line::take(from, amount)?, Line::add(to, amount)],
            ));
        }
        Ok(postings)
    }

    /// The account that stands for an old row in each currency that it held, and in its own.
    fn in_currencies<'r>(&'r self, ids: &[AccountId], row: &'r PlannedRow) -> Vec<RowInCurrency<'r>> {
        let mut places: Vec<(usize, i64)> = row.parts.clone();
        let own = &self.plan.accounts[row.own];
        // What was owed went straight to the open account, and stands in the old row's own currency there.
        let has_own = places
            .iter()
            .any(|(place, _)| self.plan.accounts[*place].currency == own.currency);
        if !has_own {
            places.push((row.own, 0));
        }
        places
            .into_iter()
            .map(|(place, amount_minor)| RowInCurrency {
                row,
                currency: self.plan.accounts[place].currency.as_str(),
                account: ids[place],
                amount_minor,
            })
            .collect()
    }

    pub(super) async fn transactions(
        &self,
        tx: &mut Tx,
        book: &mut ForeignBook,
        analysis: &Analysis,
        ids: &[AccountId],
    ) -> Result<(), ImportError> {
        let Some(table) = &analysis.transactions else {
            return Ok(());
        };
        let (mut after, mut done) = (i64::MIN, 0);
        loop {
            let rows = table.page(book, after).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = last.id;
            let kept = rows
                .iter()
                .map(|row| transactions::read(table, row, self.plan, analysis.zone));
            let kept: Vec<_> = kept.collect();
            done += kept.len();
            tx.write_now(vec![store::transaction_rows(kept, ids)]).await?;
            self.told(
                Stage::WriteTransactions,
                done,
                usize::try_from(table.rows).unwrap_or(done),
            );
        }
    }

    /// Reads what was written and compares it with the plan, account by account, and with the old book, currency by
    /// currency, to the last digit.
    pub(super) async fn check(&self, tx: &mut Tx, ids: &[AccountId]) -> Result<(), ImportError> {
        let mut sums = [0_i128; CURRENCIES.len()];
        let places: Vec<usize> = (0..ids.len()).collect();
        for piece in places.chunks(CHECKED_ROWS) {
            let asked: Vec<AccountId> = piece.iter().map(|place| ids[*place]).collect();
            let stored = accounts::list_stored_balances(tx, &asked).await?;
            let stored: std::collections::HashMap<AccountId, i64> = stored.into_iter().collect();
            for place in piece {
                let planned = &self.plan.accounts[*place];
                let found = stored.get(&ids[*place]).copied().unwrap_or(0);
                if found != planned.balance {
                    return Err(ImportError::Balance {
                        account: ids[*place].get(),
                        expected: planned.balance,
                        found,
                    });
                }
                if let Some(slot) = super::slot(planned.currency) {
                    sums[slot] += i128::from(found);
                }
            }
            self.told(Stage::CheckTotals, piece.last().map_or(0, |place| place + 1), ids.len());
        }
        for ((currency, totals), found) in CURRENCIES.into_iter().zip(self.plan.totals).zip(sums) {
            let expected = totals.before + totals.decided;
            if found != expected || totals.after != expected {
                return Err(ImportError::Totals {
                    currency,
                    expected,
                    found,
                });
            }
        }
        Ok(())
    }

    fn key(&self, ids: &[AccountId], place: usize) -> AccountKey {
        AccountKey::Account(ids[place], self.plan.accounts[place].currency)
    }

    fn told(&self, stage: Stage, done: usize, all: usize) {
        self.progress.at(stage, done as u64, all as u64);
    }
}
