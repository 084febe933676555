//! The records of one balance of specification 002, page by page: a prepaid account, a bank account, a central balance.

use super::ReadError;
use super::lists::Names;
use crate::clock::Moment;
use crate::db::{DbError, Reader};
use crate::domain::books::ledger::{self, AccountKey, Movement};
use crate::domain::flows::giros::{Record, RecordKind, record_of_bank, record_of_central, record_of_prepaid};
use crate::domain::kernel::money::Money;
use crate::domain::people::members::{Actor, Permission};
use crate::domain::treasury::accounts::{Account, AccountClass};
use crate::domain::treasury::banks::Bank;
use crate::ids::EntryId;

/// How many entries are read at once.
const READ_AT_ONCE: i64 = 200;
/// How many entries one page looks at. A filter that fits few of them gives a shorter page, and where to go on.
const LOOKED_AT_MAX: i64 = 5_000;

/// Whose records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BalanceOf<'b> {
    /// A prepaid account or a bank account.
    Account(&'b Account),
    /// The central balance.
    Bank(&'b Bank),
}

/// Which records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RecordFilter {
    pub kind: Option<RecordKind>,
    pub since: Option<Moment>,
}

/// Records, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Records {
    pub rows: Vec<Record>,
    /// After which entry the next page begins; `None` when nothing older fits.
    pub next: Option<EntryId>,
    pub names: Names,
}

impl BalanceOf<'_> {
    fn key(&self) -> AccountKey {
        match self {
            BalanceOf::Account(account) => account.key(),
            BalanceOf::Bank(bank) => bank.central(),
        }
    }

    fn record(&self, movement: Movement) -> Record {
        match self {
            BalanceOf::Bank(_) => record_of_central(movement),
            BalanceOf::Account(account) => match account.class {
                AccountClass::Bank => record_of_bank(movement),
                AccountClass::Member => record_of_prepaid(movement),
            },
        }
    }
}

/// The records of a balance that are older than the entry `after`, at most `rows_max`.
///
/// # Errors
/// [`ReadError::NotAllowed`] unless the account is the actor's own, or they are admin or superuser.
pub async fn records_after(
    reader: &mut Reader,
    actor: &Actor,
    of: &BalanceOf<'_>,
    filter: RecordFilter,
    (after, rows_max): (Option<EntryId>, usize),
) -> Result<Records, ReadError> {
    match of {
        BalanceOf::Account(account) if account.member == actor.member => actor.require(Permission::SeeOwn)?,
        BalanceOf::Account(_) | BalanceOf::Bank(_) => actor.require(Permission::SeeAccounts)?,
    }
    let (rows, next) = walk(reader, of, filter, (after, rows_max)).await?;
    let people = rows.iter().filter_map(|record| record.movement.actor);
    Ok(Records {
        names: Names::of(reader, people.collect()).await?,
        rows,
        next,
    })
}

/// How many records of a central balance are shown.
const CENTRAL_ROWS: usize = 8;

/// The central balance of a bank, and its last records, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CentralCard {
    pub bank: Bank,
    pub balance: Money,
    pub records: Records,
}

/// What the desk has at a bank apart from the accounts of its cashiers, and what moved there last.
///
/// # Errors
/// As [`records_after`].
pub async fn central_card(reader: &mut Reader, actor: &Actor, bank: Bank) -> Result<CentralCard, ReadError> {
    let page = (None, CENTRAL_ROWS);
    let records = records_after(reader, actor, &BalanceOf::Bank(&bank), RecordFilter::default(), page).await?;
    Ok(CentralCard {
        balance: ledger::find_balance(reader, bank.central()).await?.balance,
        records,
        bank,
    })
}

/// Follows the entries backwards until the page is full, and one more fits.
async fn walk(
    reader: &mut Reader,
    of: &BalanceOf<'_>,
    filter: RecordFilter,
    (after, rows_max): (Option<EntryId>, usize),
) -> Result<(Vec<Record>, Option<EntryId>), DbError> {
    let key = of.key();
    let mut rows: Vec<Record> = Vec::new();
    let (mut from, mut skip) = match after {
        Some(entry) => (Some(entry), 1),
        None => (ledger::find_newest_entry(reader, key).await?, 0),
    };
    let mut looked_at = 0;
    while let Some(begin) = from {
        let moved = ledger::list_movements(reader, key, begin, skip, READ_AT_ONCE).await?;
        looked_at += READ_AT_ONCE;
        from = moved.last().map(|movement| movement.entry);
        skip = 1;
        for movement in moved {
            if filter.since.is_some_and(|since| movement.at < since) {
                return Ok((rows, None));
            }
            let record = of.record(movement);
            if filter.kind.is_some_and(|kind| kind != record.kind) {
                continue;
            }
            if rows.len() == rows_max {
                let last = rows.last().map(|record| record.movement.entry);
                return Ok((rows, last));
            }
            rows.push(record);
        }
        if LOOKED_AT_MAX <= looked_at {
            return Ok((rows, from));
        }
    }
    Ok((rows, None))
}
