//! The rows of accounts of an older book, and what they hold.

use sqlx::AssertSqlSafe;

use super::bring_in::Numbered;
use super::{AccountClass, AccountNumber};
use crate::db::{DbError, Source, Statement, Value, placeholders};
use crate::domain::people::members::By;
use crate::ids::AccountId;

pub(super) fn rows(ids: &[AccountId], brought: &[Numbered<'_>], by: By) -> Vec<Statement> {
    let mut accounts = Statement::insert(
        "insert into accounts (id, number, member_id, currency, class, type, state, opened_by, opened_at_ms, closed_at_ms) values",
        10,
    );
    let mut backlog = Statement::insert(
        "insert into account_backlog (account_id, event, details, actor_id, at_ms) values",
        5,
    );
    let class = AccountClass::Member;
    for (id, Numbered { account, number }) in ids.iter().zip(brought) {
        let (state, closed_at) = match account.is_closed {
            true => ("closed", Some(by.at.ms())),
            false => ("active", None),
        };
        accounts.row([
            Value::Integer(Some(id.get())),
            Value::Text(number.digits().to_owned()),
            Value::Integer(Some(account.member.get())),
            Value::Text(account.currency.as_str().to_owned()),
            Value::Text(class.code().to_owned()),
            Value::Text(account.account_type.code().to_owned()),
            Value::Text(state.to_owned()),
            Value::Integer(Some(by.actor.get())),
            Value::Integer(Some(account.opened_at.ms())),
            Value::Integer(closed_at),
        ]);
        let details = serde_json::json!({ "number": number, "class": class, "state": state, "imported": true });
        backlog.row([
            Value::Integer(Some(id.get())),
            Value::Text("opened".to_owned()),
            Value::Text(details.to_string()),
            Value::Integer(Some(by.actor.get())),
            Value::Integer(Some(by.at.ms())),
        ]);
    }
    vec![accounts, backlog]
}

/// How many numbers are looked for by one statement.
const NUMBERS_AT_ONCE: usize = 500;

/// Whether one of these numbers belongs to an account.
pub(super) async fn is_any_taken(source: &mut impl Source, numbers: &[AccountNumber]) -> Result<bool, DbError> {
    for numbers in numbers.chunks(NUMBERS_AT_ONCE) {
        let sql = format!(
            "select number from accounts where number in ({}) limit 1",
            placeholders(1, numbers.len())
        );
        // Safe: names and placeholders only.
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for number in numbers {
            query = query.bind(number.clone());
        }
        if query.fetch_optional(source.conn()).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What accounts hold as the database has it, in minor units, in the order of ids.
pub(crate) async fn list_stored_balances(
    source: &mut impl Source,
    accounts: &[AccountId],
) -> Result<Vec<(AccountId, i64)>, DbError> {
    let sql = format!(
        "select a.id, cast(coalesce(l.balance_minor, 0) as bigint)
           from accounts a
           left join ledger_accounts l on l.code = 'account:' || cast(a.id as text) || ':' || a.currency
          where a.id in ({}) order by a.id",
        placeholders(1, accounts.len())
    );
    // Safe: names and placeholders only.
    let mut query = sqlx::query_as(AssertSqlSafe(sql));
    for account in accounts {
        query = query.bind(*account);
    }
    Ok(query.fetch_all(source.conn()).await?)
}
