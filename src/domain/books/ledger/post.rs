//! Writing a journal row.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::store;
use super::unit::{Account, EntryRow, JournalRow, Unit};
use super::{AccountKey, LedgerError};
use crate::clock::Moment;
use crate::db::{DbError, Sequence, Tx};
use crate::domain::kernel::money::{Currency, Money, MoneyError};
use crate::ids::{EntryId, JournalId, MemberId, RequestId};

/// One side of a posting: `amount` is added to the account (negative takes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    pub account: AccountKey,
    pub amount: Money,
}

impl Line {
    pub fn add(account: AccountKey, amount: Money) -> Self {
        Self { account, amount }
    }

    /// # Errors
    /// [`LedgerError::Money`] when the amount has no negative.
    pub fn take(account: AccountKey, amount: Money) -> Result<Self, LedgerError> {
        Ok(Self {
            account,
            amount: amount.checked_neg()?,
        })
    }
}

/// What is to be posted: lines that sum to zero in every currency.
#[derive(Debug, Clone)]
pub struct Posting {
    /// What happened: a kind of docs/BOOKS.md (`order.completed`).
    pub kind: &'static str,
    pub request: RequestId,
    pub actor: Option<MemberId>,
    pub at: Moment,
    /// What it is about, for whoever reads the journal: `{"order": 12}`.
    pub details: serde_json::Value,
    pub lines: Vec<Line>,
}

/// Posts a journal row. The commit of the unit writes it, and seals it on SQLite; on PostgreSQL the sealer seals it a
/// moment later.
///
/// # Errors
/// [`LedgerError::InsufficientFunds`] when an account would fall below its floor, [`LedgerError::Unbalanced`],
/// [`LedgerError::Empty`], [`LedgerError::WrongCurrency`]: nothing was posted, and the unit may go on. A fault: drop
/// the unit.
pub async fn post(tx: &mut Tx, posting: Posting) -> Result<JournalId, LedgerError> {
    check_lines(&posting)?;
    let lines: Vec<(String, i64)> = posting
        .lines
        .iter()
        .map(|line| (line.account.code(), line.amount.minor()))
        .collect();
    let keys: Vec<AccountKey> = posting.lines.iter().map(|line| line.account).collect();
    store::load_accounts(tx, &keys, posting.at).await?;
    let row = Row {
        kind: posting.kind,
        request: posting.request,
        actor: posting.actor,
        at: posting.at,
    };
    write(tx, row, posting.details, None, &lines).await
}

/// Posts many rows at once, in order: what [`post`] does one by one with a round trip for each.
///
/// # Errors
/// As [`post`]; some of the rows may have been posted then, so the caller drops the unit.
pub async fn post_all(tx: &mut Tx, postings: Vec<Posting>) -> Result<(), LedgerError> {
    let Some(first) = postings.first() else { return Ok(()) };
    let lines = postings.iter().flat_map(|posting| &posting.lines);
    let keys: Vec<AccountKey> = lines.map(|line| line.account).collect();
    store::load_accounts(tx, &keys, first.at).await?;
    let mut journal_ids = tx.next_ids(Sequence::Journal, postings.len()).await?.into_iter();
    let entry_ids = tx.next_ids(Sequence::Entries, keys.len()).await?;
    let mut entry_ids = entry_ids.as_slice();
    let unit = tx.deferred::<Unit>();
    let mut parts: BTreeMap<String, i64> = BTreeMap::new();
    for earlier in &unit.journal {
        *parts.entry(earlier.request.clone()).or_default() += 1;
    }
    for posting in postings {
        check_lines(&posting)?;
        let lines: Vec<(String, i64)> = posting
            .lines
            .iter()
            .map(|line| (line.account.code(), line.amount.minor()))
            .collect();
        let (ids, others) = entry_ids.split_at(lines.len());
        entry_ids = others;
        let entries = enter(unit, &lines, ids)?;
        let part = parts.entry(posting.request.as_str().to_owned()).or_default();
        unit.journal.push(JournalRow {
            id: JournalId::new(one(journal_ids.by_ref().take(1).collect())?),
            kind: posting.kind.to_owned(),
            request: posting.request.as_str().to_owned(),
            part: *part,
            actor: posting.actor,
            posted_at: posting.at,
            details: posting.details.to_string(),
            reverses: None,
            entries,
        });
        *part += 1;
    }
    Ok(())
}

/// The head of a journal row, without its details and entries.
pub(super) struct Row {
    pub(super) kind: &'static str,
    pub(super) request: RequestId,
    pub(super) actor: Option<MemberId>,
    pub(super) at: Moment,
}

/// Appends a row over accounts that are already loaded. `lines`: account code, and amount in minor units.
pub(super) async fn write(
    tx: &mut Tx,
    row: Row,
    details: serde_json::Value,
    reverses: Option<JournalId>,
    lines: &[(String, i64)],
) -> Result<JournalId, LedgerError> {
    let journal_id = one(tx.next_ids(Sequence::Journal, 1).await?)?;
    let entry_ids = if lines.is_empty() {
        Vec::new()
    } else {
        tx.next_ids(Sequence::Entries, lines.len()).await?
    };
    let unit = tx.deferred::<Unit>();
    let entries = enter(unit, lines, &entry_ids)?;
    let part = unit
        .journal
        .iter()
        .filter(|earlier| earlier.request == row.request.as_str())
        .count();
    let id = JournalId::new(journal_id);
    unit.journal.push(JournalRow {
        id,
        kind: row.kind.to_owned(),
        request: row.request.as_str().to_owned(),
        part: i64::try_from(part).unwrap_or(i64::MAX),
        actor: row.actor,
        posted_at: row.at,
        details: details.to_string(),
        reverses,
        entries,
    });
    Ok(id)
}

fn one(ids: Vec<i64>) -> Result<i64, DbError> {
    ids.first()
        .copied()
        .ok_or_else(|| DbError::Corrupt("a sequence gave no id".into()))
}

/// Applies the lines to the accounts in memory. Changes nothing when it refuses because an account would fall below its
/// floor.
fn enter(unit: &mut Unit, lines: &[(String, i64)], ids: &[i64]) -> Result<Vec<EntryRow>, LedgerError> {
    let mut moved: BTreeMap<&str, Account> = BTreeMap::new();
    let mut entries = Vec::with_capacity(lines.len());
    for ((code, amount_minor), id) in lines.iter().zip(ids) {
        let account = match moved.entry(code) {
            Entry::Occupied(account) => account.into_mut(),
            Entry::Vacant(slot) => slot.insert(unit.account(code)?.clone()),
        };
        let previous_minor = account.balance_minor;
        let overflow = LedgerError::Money(MoneyError::Overflow);
        let current_minor = previous_minor.checked_add(*amount_minor).ok_or(overflow)?;
        entries.push(EntryRow {
            id: EntryId::new(*id),
            account: account.id,
            account_code: code.clone(),
            amount_minor: *amount_minor,
            previous_minor,
            current_minor,
            previous_entry: account.last_entry_id,
        });
        account.balance_minor = current_minor;
        account.last_entry_id = Some(EntryId::new(*id));
        account.changed = true;
    }
    for (code, after) in &moved {
        refuse_below_floor(unit.account(code)?, after)?;
    }
    for after in moved.into_values() {
        unit.accounts.insert(after.code.clone(), after);
    }
    Ok(entries)
}

fn refuse_below_floor(before: &Account, after: &Account) -> Result<(), LedgerError> {
    let Some(floor) = after.floor_minor else { return Ok(()) };
    let (had, has) = (before.available_minor(), after.available_minor());
    if floor <= has || had <= has {
        return Ok(());
    }
    Err(LedgerError::InsufficientFunds {
        account: after.code.clone(),
        asked: Money::from_minor(had.saturating_sub(has), after.currency),
        available: before.available(),
    })
}

/// Checks that there are lines, that none is zero, that each is in its account's currency, and that each currency sums
/// to zero.
fn check_lines(posting: &Posting) -> Result<(), LedgerError> {
    let mut sums: BTreeMap<Currency, i128> = BTreeMap::new();
    if posting.lines.is_empty() {
        return Err(LedgerError::Empty(posting.kind));
    }
    for line in &posting.lines {
        if line.amount.is_zero() {
            return Err(LedgerError::Empty(posting.kind));
        }
        if line.amount.currency() != line.account.currency() {
            return Err(LedgerError::WrongCurrency {
                account: line.account.code(),
                amount: line.amount,
            });
        }
        *sums.entry(line.amount.currency()).or_default() += i128::from(line.amount.minor());
    }
    match sums.into_iter().find(|(_, sum)| *sum != 0) {
        Some((currency, _)) => Err(LedgerError::Unbalanced {
            kind: posting.kind,
            currency: currency.to_string(),
        }),
        None => Ok(()),
    }
}
