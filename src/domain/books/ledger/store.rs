//! The statements of the books. Those whose length depends on the number of rows contain only names and placeholders.

use std::collections::{BTreeSet, HashMap};

use sqlx::AssertSqlSafe;

use super::chain::Seal;
use super::unit::{Account, Head, JournalRow, Unit};
use super::{AccountKey, Balance, LedgerError};
use crate::clock::Moment;
use crate::db::{DbError, Engine, Source, Statement, Tx, Value, placeholders, rows_of_placeholders};
use crate::domain::kernel::money::{Currency, Money};
use crate::ids::{EntryId, HoldId, JournalId, LedgerAccountId, MemberId, RequestId};

/// The SQL that locks accounts until the unit ends. SQLite has one writer and needs none.
fn for_update(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "",
        Engine::Postgres => " for update",
    }
}

/// Loads the accounts of `keys` into the unit, and opens those that do not exist yet.
pub(super) async fn load_accounts(tx: &mut Tx, keys: &[AccountKey], at: Moment) -> Result<(), DbError> {
    let missing = load_known(tx, keys.iter().map(|key| key.code()).collect()).await?;
    if missing.is_empty() {
        return Ok(());
    }
    let unique: BTreeSet<AccountKey> = keys
        .iter()
        .copied()
        .filter(|key| missing.contains(&key.code()))
        .collect();
    let sql = format!(
        "insert into ledger_accounts (code, currency, floor_minor, opened_at_ms) values {} on conflict (code) do nothing",
        rows_of_placeholders(unique.len(), 4)
    );
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for key in &unique {
        query = query
            .bind(key.code())
            .bind(key.currency())
            .bind(key.floor_minor())
            .bind(at);
    }
    query.execute(tx.conn()).await?;
    match load_known(tx, missing).await?.first() {
        Some(code) => Err(DbError::Corrupt(format!("ledger account {code} could not be opened"))),
        None => Ok(()),
    }
}

/// Loads accounts that must exist into the unit.
pub(super) async fn load_existing_accounts(tx: &mut Tx, codes: &[String]) -> Result<(), DbError> {
    match load_known(tx, codes.iter().cloned().collect()).await?.first() {
        Some(code) => Err(DbError::Corrupt(format!("ledger account {code} is not there"))),
        None => Ok(()),
    }
}

type AccountRow = (
    LedgerAccountId,
    String,
    Currency,
    Option<i64>,
    i64,
    i64,
    Option<EntryId>,
    Option<i64>,
    Option<Vec<u8>>,
);

/// Loads (and on PostgreSQL locks, in id order) what the unit has not loaded yet; returns the codes not found.
async fn load_known(tx: &mut Tx, mut codes: BTreeSet<String>) -> Result<BTreeSet<String>, DbError> {
    let unit = tx.deferred::<Unit>();
    codes.retain(|code| !unit.accounts.contains_key(code));
    if codes.is_empty() {
        return Ok(codes);
    }
    let engine = tx.engine();
    let sql = match engine {
        // The chain's head is read with them: on SQLite nobody else can move it before this unit ends.
        Engine::Sqlite => format!(
            "select id, code, currency, floor_minor, balance_minor, held_minor, last_entry_id, \
             (select max(seq) from seals) as head_seq, (select hash from seals order by seq desc limit 1) as head_hash \
             from ledger_accounts where code in ({})",
            placeholders(1, codes.len())
        ),
        Engine::Postgres => format!(
            "select id, code, currency, floor_minor, balance_minor, held_minor, last_entry_id, \
             cast(null as bigint) as head_seq, cast(null as bytea) as head_hash \
             from ledger_accounts where code in ({}) order by id{}",
            placeholders(1, codes.len()),
            for_update(engine)
        ),
    };
    let mut query = sqlx::query_as(AssertSqlSafe(sql));
    for code in &codes {
        query = query.bind(code.clone());
    }
    let rows: Vec<AccountRow> = query.fetch_all(tx.conn()).await?;
    let unit = tx.deferred::<Unit>();
    for (id, code, currency, floor_minor, balance_minor, held_minor, last_entry_id, head_seq, head_hash) in rows {
        codes.remove(&code);
        unit.head.get_or_insert_with(|| Head {
            seq: head_seq.unwrap_or(0),
            hash: head_hash.unwrap_or_default(),
        });
        let account = Account {
            id,
            code,
            currency,
            floor_minor,
            balance_minor,
            held_minor,
            last_entry_id,
            changed: false,
        };
        unit.accounts.insert(account.code.clone(), account);
    }
    Ok(codes)
}

/// Writes journal rows and their entries.
pub(super) fn journal_rows(rows: &[JournalRow]) -> Vec<Statement> {
    let mut journal = Statement::insert(
        "insert into journal (id, kind, request_id, part, actor_id, posted_at_ms, details, reverses_id) values",
        8,
    );
    let mut entries = Statement::insert(
        "insert into entries (id, journal_id, account_id, amount_minor, previous_minor, current_minor, \
         previous_entry_id) values",
        7,
    );
    for row in rows {
        journal.row([
            Value::Integer(Some(row.id.get())),
            Value::Text(row.kind.clone()),
            Value::Text(row.request.clone()),
            Value::Integer(Some(row.part)),
            Value::Integer(row.actor.map(MemberId::get)),
            Value::Integer(Some(row.posted_at.ms())),
            Value::Text(row.details.clone()),
            Value::Integer(row.reverses.map(JournalId::get)),
        ]);
        for entry in &row.entries {
            entries.row([
                Value::Integer(Some(entry.id.get())),
                Value::Integer(Some(row.id.get())),
                Value::Integer(Some(entry.account.get())),
                Value::Integer(Some(entry.amount_minor)),
                Value::Integer(Some(entry.previous_minor)),
                Value::Integer(Some(entry.current_minor)),
                Value::Integer(entry.previous_entry.map(EntryId::get)),
            ]);
        }
    }
    vec![journal, entries]
}

/// Writes balances, held amounts and floors in one statement, because the table refuses an account below its floor.
pub(super) fn changed_accounts(accounts: &[&Account]) -> Statement {
    let mut statement = Statement::update(
        "update ledger_accounts set balance_minor = v.column2, held_minor = v.column3, last_entry_id = v.column4, \
         floor_minor = v.column5 from (values",
        5,
        ") as v where ledger_accounts.id = v.column1",
    );
    for account in accounts {
        statement.row([
            Value::Integer(Some(account.id.get())),
            Value::Integer(Some(account.balance_minor)),
            Value::Integer(Some(account.held_minor)),
            Value::Integer(account.last_entry_id.map(EntryId::get)),
            Value::Integer(account.floor_minor),
        ]);
    }
    statement
}

/// Writes seals.
pub(super) fn seals(seals: &[Seal]) -> Statement {
    let mut statement = Statement::insert("insert into seals (seq, journal_id, hash) values", 3);
    for seal in seals {
        let (seq, journal) = (seal.seq, seal.journal.get());
        statement.row([
            Value::Integer(Some(seq)),
            Value::Integer(Some(journal)),
            Value::Bytes(seal.hash.clone()),
        ]);
    }
    statement
}

/// The lines of a row that may be reversed; `None` when it is unknown, reversed already, or a reversal itself.
pub(super) async fn lines_to_reverse(tx: &mut Tx, journal: JournalId) -> Result<Option<Vec<(String, i64)>>, DbError> {
    if tx
        .deferred::<Unit>()
        .journal
        .iter()
        .any(|row| row.id == journal || row.reverses == Some(journal))
    {
        return Ok(None);
    }
    let lines: Vec<(String, i64)> = sqlx::query_as(
        "select a.code, e.amount_minor
           from entries e join ledger_accounts a on a.id = e.account_id join journal j on j.id = e.journal_id
          where e.journal_id = $1 and j.reverses_id is null
            and not exists (select 1 from journal r where r.reverses_id = $1)
          order by e.id",
    )
    .bind(journal)
    .fetch_all(tx.conn())
    .await?;
    Ok(if lines.is_empty() { None } else { Some(lines) })
}

/// A hold that can still be ended.
pub(super) struct OpenHold {
    pub(super) code: String,
    pub(super) amount: Money,
}

pub(super) async fn find_open_hold(tx: &mut Tx, hold: HoldId) -> Result<Option<OpenHold>, DbError> {
    let row: Option<(String, Currency, i64)> = sqlx::query_as(
        "select a.code, a.currency, h.amount_minor
           from holds h join ledger_accounts a on a.id = h.account_id
          where h.id = $1 and h.state = 'open'",
    )
    .bind(hold)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|(code, currency, minor)| OpenHold {
        code,
        amount: Money::from_minor(minor, currency),
    }))
}

pub(super) async fn insert_hold(
    tx: &mut Tx,
    account: LedgerAccountId,
    amount: Money,
    request: &RequestId,
    at: Moment,
) -> Result<HoldId, DbError> {
    let (hold,): (HoldId,) = sqlx::query_as(
        "insert into holds (account_id, amount_minor, state, request_id, held_at_ms)
         values ($1, $2, 'open', $3, $4) returning id",
    )
    .bind(account)
    .bind(amount.minor())
    .bind(request.clone())
    .bind(at)
    .fetch_one(tx.conn())
    .await?;
    insert_hold_backlog(tx, hold, None, "open", 0, at).await?;
    Ok(hold)
}

/// How a hold ends.
pub(super) enum HoldEnd {
    Settled { journal: JournalId, amount: Money },
    Released,
}

pub(super) async fn end_hold(tx: &mut Tx, hold: HoldId, end: HoldEnd, at: Moment) -> Result<(), LedgerError> {
    let (state, journal, settled_minor) = match end {
        HoldEnd::Settled { journal, amount } => ("settled", Some(journal), amount.minor()),
        HoldEnd::Released => ("released", None, 0),
    };
    let touched =
        sqlx::query("update holds set state = $2, journal_id = $3, ended_at_ms = $4 where id = $1 and state = 'open'")
            .bind(hold)
            .bind(state)
            .bind(journal)
            .bind(at)
            .execute(tx.conn())
            .await?
            .rows_affected();
    if touched != 1 {
        return Err(LedgerError::HoldNotOpen(hold));
    }
    Ok(insert_hold_backlog(tx, hold, Some("open"), state, settled_minor, at).await?)
}

async fn insert_hold_backlog(
    tx: &mut Tx,
    hold: HoldId,
    from: Option<&'static str>,
    to: &'static str,
    settled_minor: i64,
    at: Moment,
) -> Result<(), DbError> {
    sqlx::query(
        "insert into hold_backlog (hold_id, from_state, to_state, settled_minor, at_ms) values ($1, $2, $3, $4, $5)",
    )
    .bind(hold)
    .bind(from)
    .bind(to)
    .bind(settled_minor)
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The balance of an account; zero when nothing was ever posted to it. Inside a unit its own postings are included.
pub async fn find_balance(source: &mut impl Source, key: AccountKey) -> Result<Balance, DbError> {
    let mut balances = list_balances(source, &[key]).await?;
    balances
        .pop()
        .ok_or_else(|| DbError::Corrupt("a balance was asked and none came".into()))
}

/// The same, locked until the unit ends, so that the unit can decide on it.
pub async fn find_balance_for_update(tx: &mut Tx, key: AccountKey, at: Moment) -> Result<Balance, DbError> {
    load_accounts(tx, &[key], at).await?;
    find_balance(tx, key).await
}

/// Several balances at once, in the order of `keys`. Inside a unit its own postings are included.
pub async fn list_balances(source: &mut impl Source, keys: &[AccountKey]) -> Result<Vec<Balance>, DbError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "select code, balance_minor, held_minor, floor_minor from ledger_accounts where code in ({})",
        placeholders(1, keys.len())
    );
    let mut query = sqlx::query_as(AssertSqlSafe(sql));
    for key in keys {
        query = query.bind(key.code());
    }
    let rows: Vec<(String, i64, i64, Option<i64>)> = query.fetch_all(source.conn()).await?;
    let mut stored: HashMap<String, (i64, i64, Option<i64>)> = rows
        .into_iter()
        .map(|(code, b, h, floor)| (code, (b, h, floor)))
        .collect();
    // What this unit decided is written only when it ends, but the unit itself must already see it.
    if let Some(unit) = source.unit().and_then(|tx| tx.find_deferred::<Unit>()) {
        let decided = unit.accounts.values();
        stored.extend(decided.map(|account| {
            let figures = (account.balance_minor, account.held_minor, account.floor_minor);
            (account.code.clone(), figures)
        }));
    }
    let balance_of = |key: &AccountKey| {
        let unused = (0, 0, key.floor_minor());
        let (balance, held, floor) = stored.get(&key.code()).copied().unwrap_or(unused);
        let currency = key.currency();
        Balance {
            balance: Money::from_minor(balance, currency),
            held: Money::from_minor(held, currency),
            floor: Money::from_minor(floor.unwrap_or(0), currency),
        }
    };
    Ok(keys.iter().map(balance_of).collect())
}
