//! The audit: everything is recomputed from the journal and compared with what is stored.

mod floors;
mod links;
mod store;

pub use store::find_seal;

use std::collections::{BTreeMap, HashMap};

use super::chain::{self, Seal};
use super::seal::{LATE_ROWS_MAX, find_newest_sealed, read_rows, read_seals, read_unsealed};
use super::unit::JournalRow;
use crate::clock::Clock;
use crate::db::{Db, DbError, Engine, Reader};
use crate::ids::{EntryId, HoldId, JournalId, LedgerAccountId};
use floors::Floors;
use links::{Links, Tail};

/// Rows read at a time.
const ROWS_AT_ONCE: i64 = 500;

/// What an audit found right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clean {
    pub journal_rows: u64,
    pub entries: u64,
    pub accounts: u64,
    pub open_holds: i64,
    /// The last seal: its number and hash, the whole past in 32 bytes. `(0, [])` before the first posting.
    pub head_seq: i64,
    pub head_hash: Vec<u8>,
    /// Committed rows that wait for the sealer (PostgreSQL, for about a second).
    pub unsealed: u64,
}

impl Clean {
    /// `NUMBER:HASH` of the last seal, as the alerts channel shows it.
    pub fn head(&self) -> String {
        format!("{}:{}", self.head_seq, hex::encode(&self.head_hash))
    }
}

/// The first thing that is not as it must be, with the row where it was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Difference {
    #[error("seal {found}: seal {expected} should stand here; one is missing or was renumbered")]
    SealGap { found: i64, expected: i64 },
    #[error("journal row {journal} (seal {seq}): its content, its entries or its seal was changed")]
    BrokenSeal { seq: i64, journal: JournalId },
    #[error("seal {0} is not the one that was announced: the past was rewritten")]
    AnnouncedSeal(i64),
    #[error("journal row {0} has no seal")]
    Unsealed(JournalId),
    #[error("seal {seq} names journal row {journal}, which is not there")]
    SealedRowMissing { seq: i64, journal: JournalId },
    #[error("journal row {journal}: its entries sum to {sum_minor} in {currency}, not to zero")]
    NotZero {
        journal: JournalId,
        currency: String,
        sum_minor: i128,
    },
    #[error("journal row {0} has no entries")]
    NoEntries(JournalId),
    #[error("journal row {0} changes a floor, but does not say which, or moves something")]
    NotAFloor(JournalId),
    #[error("entry {entry} of journal row {journal}: its {field} is {stored}, the books say {computed}")]
    Entry {
        entry: EntryId,
        journal: JournalId,
        field: &'static str,
        stored: i64,
        computed: i64,
    },
    #[error("journal row {journal} reverses row {reversed} but is not its mirror")]
    NotAMirror { journal: JournalId, reversed: JournalId },
    #[error("account {code}: its {field} is {stored}, the books say {computed}")]
    Account {
        code: String,
        field: &'static str,
        stored: i64,
        computed: i64,
    },
    #[error("account {code} is kept in {currency}")]
    AccountCurrency { code: String, currency: String },
    #[error("account {code}: {available_minor} available is below its floor {floor_minor}")]
    BelowFloor {
        code: String,
        available_minor: i64,
        floor_minor: i64,
    },
    #[error("hold {0}: its state does not agree with its backlog or its posting")]
    Hold(HoldId),
    #[error("entry {0} belongs to no journal row")]
    StrayEntry(EntryId),
}

/// Why an audit did not end clean.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    #[error(transparent)]
    Difference(#[from] Difference),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Checks the whole of the books on a snapshot ([`Db::snapshot`]).
///
/// # Errors
/// [`AuditError::Difference`] with the first difference, or a fault.
pub async fn audit(snapshot: &mut Reader, engine: Engine) -> Result<Clean, AuditError> {
    Audit::new(engine, None).run(snapshot).await
}

/// Checks only what was written since the last clean audit, and records how far this one came. For the start of a
/// process.
///
/// # Errors
/// As [`audit`].
pub async fn audit_since_last_mark(db: &Db, clock: &Clock) -> Result<Clean, AuditError> {
    let mut snapshot = db.snapshot().await?;
    let mark = store::find_mark(&mut snapshot).await?;
    let seal = store::find_seal(&mut snapshot, mark).await?;
    if 0 < mark && seal.is_none() {
        return Err(Difference::SealGap {
            found: 0,
            expected: mark,
        }
        .into());
    }
    let clean = Audit::new(db.engine(), seal).run(&mut snapshot).await?;
    drop(snapshot);
    if mark < clean.head_seq {
        let mut tx = db.begin().await?;
        store::insert_mark(&mut tx, clean.head_seq, clock.now()).await?;
        tx.commit().await?;
    }
    Ok(clean)
}

/// An audit in progress.
struct Audit {
    engine: Engine,
    /// Seals up to this one were audited earlier and are not read again.
    from_seq: i64,
    /// Rows up to this id are sealed; unsealed ones are looked for only after it.
    from_journal: i64,
    links: Links,
    floors: Floors,
    clean: Clean,
}

impl Audit {
    /// Continues after the seal `from`, or starts at the beginning.
    fn new(engine: Engine, from: Option<Seal>) -> Self {
        let (from_seq, from_journal, hash) = from.map_or((0, 0, Vec::new()), |s| (s.seq, s.journal.get(), s.hash));
        let clean = Clean {
            journal_rows: 0,
            entries: 0,
            accounts: 0,
            open_holds: 0,
            head_seq: from_seq,
            head_hash: hash,
            unsealed: 0,
        };
        Self {
            engine,
            from_seq,
            from_journal: match engine {
                Engine::Sqlite => from_journal,
                Engine::Postgres => from_journal.saturating_sub(LATE_ROWS_MAX),
            },
            links: Links::default(),
            floors: Floors::default(),
            clean,
        }
    }

    async fn run(mut self, reader: &mut Reader) -> Result<Clean, AuditError> {
        self.follow_chain(reader).await?;
        self.read_unsealed_rows(reader).await?;
        self.close_links(reader).await?;
        self.compare_accounts(reader).await?;
        if let Some(hold) = store::find_odd_hold(reader).await? {
            return Err(Difference::Hold(hold).into());
        }
        if self.from_seq == 0
            && let Some(entry) = store::find_stray_entry(reader).await?
        {
            return Err(Difference::StrayEntry(entry).into());
        }
        self.clean.open_holds = store::count_open_holds(reader).await?;
        Ok(self.clean)
    }

    async fn follow_chain(&mut self, reader: &mut Reader) -> Result<(), AuditError> {
        loop {
            let seals = read_seals(reader, self.clean.head_seq, ROWS_AT_ONCE).await?;
            if seals.is_empty() {
                return Ok(());
            }
            let ids: Vec<JournalId> = seals.iter().map(|seal| seal.journal).collect();
            let mut rows = read_rows(reader, &ids).await?.into_iter().peekable();
            for seal in seals {
                let expected = self.clean.head_seq + 1;
                if seal.seq != expected {
                    return Err(Difference::SealGap {
                        found: seal.seq,
                        expected,
                    }
                    .into());
                }
                let row = rows.next_if(|row| row.id == seal.journal);
                let row = row.ok_or(Difference::SealedRowMissing {
                    seq: seal.seq,
                    journal: seal.journal,
                })?;
                if chain::hash(&self.clean.head_hash, &row) != seal.hash {
                    return Err(Difference::BrokenSeal {
                        seq: seal.seq,
                        journal: seal.journal,
                    }
                    .into());
                }
                self.clean.head_seq = seal.seq;
                self.clean.head_hash = seal.hash;
                self.check_row(reader, &row).await?;
            }
        }
    }

    async fn read_unsealed_rows(&mut self, reader: &mut Reader) -> Result<(), AuditError> {
        let mut after = self.from_journal;
        // The sealer does not look further back than this: such a row would stay unsealed for ever.
        let forgotten = find_newest_sealed(reader).await?.saturating_sub(LATE_ROWS_MAX);
        loop {
            let ids = read_unsealed(reader, after, ROWS_AT_ONCE).await?;
            let Some(last) = ids.last() else { return Ok(()) };
            after = last.get();
            if self.engine == Engine::Sqlite || ids[0].get() <= forgotten {
                return Err(Difference::Unsealed(ids[0]).into());
            }
            for row in read_rows(reader, &ids).await? {
                self.clean.unsealed += 1;
                self.check_row(reader, &row).await?;
            }
        }
    }

    async fn check_row(&mut self, reader: &mut Reader, row: &JournalRow) -> Result<(), AuditError> {
        if self.floors.note(row)? {
            self.clean.journal_rows += 1;
            return Ok(());
        }
        if row.entries.is_empty() {
            return Err(Difference::NoEntries(row.id).into());
        }
        let mut sums: BTreeMap<&str, i128> = BTreeMap::new();
        for entry in &row.entries {
            // An account's code ends in its currency (docs/BOOKS.md), and the code is part of what is sealed.
            let currency = entry.account_code.rsplit(':').next().unwrap_or_default();
            *sums.entry(currency).or_default() += i128::from(entry.amount_minor);
            self.links.add(row.id, entry)?;
        }
        if let Some((currency, sum_minor)) = sums.into_iter().find(|(_, sum)| *sum != 0) {
            return Err(Difference::NotZero {
                journal: row.id,
                currency: currency.to_owned(),
                sum_minor,
            }
            .into());
        }
        if let Some(reversed) = row.reverses {
            let original = read_rows(reader, &[reversed]).await?;
            if !original.first().is_some_and(|original| mirrors(row, original)) {
                return Err(Difference::NotAMirror {
                    journal: row.id,
                    reversed,
                }
                .into());
            }
        }
        self.clean.journal_rows += 1;
        self.clean.entries += row.entries.len() as u64;
        Ok(())
    }

    /// Compares entries whose predecessor was audited earlier with that predecessor as it is stored.
    async fn close_links(&mut self, reader: &mut Reader) -> Result<(), AuditError> {
        let mut waiting: Vec<_> = std::mem::take(&mut self.links.waiting).into_iter().collect();
        waiting.sort_by_key(|(previous, _)| *previous);
        for (previous, follower) in waiting {
            let found = if self.from_seq == 0 {
                None
            } else {
                store::find_entry(reader, previous).await?
            };
            match found {
                Some((account, current_minor)) => follower.follows(Tail { account, current_minor })?,
                None => {
                    let (entry, journal) = (follower.entry, follower.journal);
                    let (field, stored) = ("entry before", previous.get());
                    return Err(Difference::Entry {
                        entry,
                        journal,
                        field,
                        stored,
                        computed: 0,
                    }
                    .into());
                }
            }
        }
        Ok(())
    }

    async fn compare_accounts(&mut self, reader: &mut Reader) -> Result<(), AuditError> {
        let mut ends: HashMap<LedgerAccountId, (EntryId, i64)> = HashMap::new();
        for (entry, tail) in &self.links.tails {
            if let Some((other, _)) = ends.insert(tail.account, (*entry, tail.current_minor)) {
                // Two entries of one account have no follower: the later one does not continue the earlier.
                return Err(Difference::StrayEntry(other.max(*entry)).into());
            }
        }
        let mut after = 0;
        loop {
            let accounts = store::read_accounts(reader, after, ROWS_AT_ONCE).await?;
            let Some(last) = accounts.last() else { return Ok(()) };
            after = last.id.get();
            for account in &accounts {
                let end = ends.get(&account.id).copied();
                compare(account, end, self.from_seq == 0)?;
                self.floors.compare(account, self.from_seq == 0)?;
                self.clean.accounts += 1;
            }
        }
    }
}

/// Compares an account with `end`, its last entry in the journal and the balance after it. When the `whole` journal was
/// read, an account without entries must be empty.
fn compare(account: &store::AccountRow, end: Option<(EntryId, i64)>, whole: bool) -> Result<(), Difference> {
    let (last, balance_minor) = match end {
        Some((entry, current_minor)) => (Some(entry), current_minor),
        None if whole => (None, 0),
        None => (account.last_entry_id, account.shown_minor),
    };
    let code = || account.code.clone();
    let number = |entry: Option<EntryId>| entry.map_or(0, EntryId::get);
    let differs = |field, stored, computed| {
        Err(Difference::Account {
            code: code(),
            field,
            stored,
            computed,
        })
    };
    if account.code.rsplit(':').next() != Some(account.currency.as_str()) {
        return Err(Difference::AccountCurrency {
            code: code(),
            currency: account.currency.clone(),
        });
    }
    if account.balance_minor != balance_minor {
        return differs("balance", account.balance_minor, balance_minor);
    }
    if account.last_entry_id != last {
        return differs("last entry", number(account.last_entry_id), number(last));
    }
    if account.held_minor != account.open_holds_minor {
        return differs("held amount", account.held_minor, account.open_holds_minor);
    }
    let available_minor = account.balance_minor.saturating_sub(account.held_minor);
    match account.floor_minor {
        Some(floor_minor) if available_minor < floor_minor => Err(Difference::BelowFloor {
            code: code(),
            available_minor,
            floor_minor,
        }),
        _ => Ok(()),
    }
}

fn mirrors(row: &JournalRow, original: &JournalRow) -> bool {
    let lines = |row: &JournalRow, sign: i128| -> BTreeMap<LedgerAccountId, i128> {
        let mut sums = BTreeMap::new();
        for entry in &row.entries {
            *sums.entry(entry.account).or_default() += sign * i128::from(entry.amount_minor);
        }
        sums
    };
    row.entries.len() == original.entries.len() && lines(row, 1) == lines(original, -1)
}
