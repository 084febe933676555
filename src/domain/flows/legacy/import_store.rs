//! What was imported, kept as it was read.

use super::plan::{PlannedClient, PlannedRow};
use super::transactions::Kept;
use crate::clock::Moment;
use crate::db::{DbError, Source, Statement, Tx, Value};
use crate::ids::{AccountId, MemberId};

/// The import that a desk had.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ImportRow {
    pub fingerprint: String,
    pub source: String,
    #[sqlx(rename = "at_ms")]
    pub at: Moment,
}

/// The import that this desk had; `None` before.
pub async fn find_import(source: &mut impl Source) -> Result<Option<ImportRow>, DbError> {
    sqlx::query_as("select fingerprint, source, at_ms from legacy_imports")
        .fetch_optional(source.conn())
        .await
        .map_err(DbError::from)
}

/// What is written about an import.
pub(super) struct NewImport<'a> {
    pub(super) fingerprint: &'a str,
    pub(super) source: &'a str,
    pub(super) time_zone: &'a str,
    pub(super) decisions: Option<&'a str>,
    pub(super) summary: String,
}

pub(super) async fn insert_import(tx: &mut Tx, new: &NewImport<'_>, at: Moment) -> Result<(), DbError> {
    sqlx::query(
        "insert into legacy_imports (id, fingerprint, source, time_zone, decisions, summary, at_ms)
         values (1, $1, $2, $3, $4, $5, $6)",
    )
    .bind(new.fingerprint.to_owned())
    .bind(new.source.to_owned())
    .bind(new.time_zone.to_owned())
    .bind(new.decisions.map(str::to_owned))
    .bind(new.summary.clone())
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) fn client_rows(clients: &[PlannedClient], members: &[MemberId]) -> Statement {
    let mut statement = Statement::insert(
        "insert into legacy_clients (old_id, member_id, name, cedula, phone, email, born, referred_by, is_active) values",
        9,
    );
    for (client, member) in clients.iter().zip(members) {
        let stored = client.stored.clone();
        statement.row([
            Value::Integer(Some(client.old_id)),
            Value::Integer(Some(member.get())),
            Value::OptionalText(stored.name),
            Value::OptionalText(stored.cedula),
            Value::OptionalText(stored.phone),
            Value::OptionalText(stored.email),
            Value::OptionalText(stored.born),
            Value::OptionalText(stored.referred_by),
            Value::Integer(Some(i64::from(client.is_active))),
        ]);
    }
    statement
}

/// An old row in one currency.
pub(super) struct RowInCurrency<'a> {
    pub(super) row: &'a PlannedRow,
    pub(super) currency: &'a str,
    pub(super) account: AccountId,
    pub(super) amount_minor: i64,
}

pub(super) fn account_rows(rows: &[RowInCurrency<'_>]) -> Statement {
    let mut statement = Statement::insert(
        "insert into legacy_accounts (old_id, currency, account_id, amount_minor, number, old_state, created) values",
        7,
    );
    for one in rows {
        statement.row([
            Value::Integer(Some(one.row.old_id)),
            Value::Text(one.currency.to_owned()),
            Value::Integer(Some(one.account.get())),
            Value::Integer(Some(one.amount_minor)),
            Value::OptionalText(one.row.number.clone()),
            Value::OptionalText(one.row.state.clone()),
            Value::OptionalText(one.row.created.clone()),
        ]);
    }
    statement
}

pub(super) fn transaction_rows(all: Vec<Kept>, accounts: &[AccountId]) -> Statement {
    let mut statement = Statement::insert(
        "insert into legacy_transactions (old_id, source_id, target_id, old_source, old_target, kind, source_currency, \
         target_currency, source_amount, target_amount, rate, receipt, state, happened, happened_at_ms) values",
        15,
    );
    let account = |place: Option<usize>| Value::Integer(place.map(|place| accounts[place].get()));
    for one in all {
        statement.row([
            Value::Integer(Some(one.old_id)),
            account(one.source),
            account(one.target),
            Value::Integer(one.old_source),
            Value::Integer(one.old_target),
            Value::OptionalText(one.kind),
            Value::OptionalText(one.source_currency),
            Value::OptionalText(one.target_currency),
            Value::OptionalText(one.source_amount),
            Value::OptionalText(one.target_amount),
            Value::OptionalText(one.rate),
            Value::OptionalText(one.receipt),
            Value::OptionalText(one.state),
            Value::OptionalText(one.happened),
            Value::Integer(Some(one.at.ms())),
        ]);
    }
    statement
}

/// How many old transactions were written, before the commit as well.
pub(super) async fn count_transactions(tx: &mut Tx) -> Result<u64, DbError> {
    let (rows,): (i64,) = sqlx::query_as("select count(*) from legacy_transactions")
        .fetch_one(tx.conn())
        .await?;
    Ok(rows.unsigned_abs())
}
