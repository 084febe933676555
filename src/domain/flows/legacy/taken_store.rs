//! What the desk has already and the old book must not bring again.

use std::collections::HashSet;

use crate::db::{DbError, Source};
use crate::domain::people::members::IdentityKind;
use crate::domain::treasury::accounts::AccountNumber;

/// How many rows are read at once.
const PAGE_ROWS: i64 = 10_000;

/// Account numbers and identities of the desk.
#[derive(Debug, Clone, Default)]
pub struct Taken {
    numbers: HashSet<AccountNumber>,
    cedulas: HashSet<String>,
    phones: HashSet<String>,
}

impl Taken {
    pub(super) fn has_number(&self, number: &AccountNumber) -> bool {
        self.numbers.contains(number)
    }

    pub(super) fn has_cedula(&self, cedula: &str) -> bool {
        self.cedulas.contains(cedula)
    }

    pub(super) fn has_phone(&self, phone: &str) -> bool {
        self.phones.contains(phone)
    }
}

/// Reads the account numbers and identities of the desk.
pub async fn read_taken(source: &mut impl Source) -> Result<Taken, DbError> {
    let mut numbers = HashSet::new();
    let mut after = 0;
    loop {
        let rows: Vec<(i64, AccountNumber)> =
            sqlx::query_as("select id, number from accounts where $1 < id and number is not null order by id limit $2")
                .bind(after)
                .bind(PAGE_ROWS)
                .fetch_all(source.conn())
                .await?;
        let Some((last, _)) = rows.last() else { break };
        after = *last;
        numbers.extend(rows.into_iter().map(|(_, number)| number));
    }
    Ok(Taken {
        numbers,
        cedulas: read_identities(source, IdentityKind::Cedula).await?,
        phones: read_identities(source, IdentityKind::Phone).await?,
    })
}

async fn read_identities(source: &mut impl Source, kind: IdentityKind) -> Result<HashSet<String>, DbError> {
    let (mut values, mut after) = (HashSet::new(), String::new());
    loop {
        let rows: Vec<(String,)> = sqlx::query_as(
            "select value from member_identities where kind = $1 and $2 < value order by value limit $3",
        )
        .bind(kind)
        .bind(after.clone())
        .bind(PAGE_ROWS)
        .fetch_all(source.conn())
        .await?;
        let Some((last,)) = rows.last() else { return Ok(values) };
        after = last.clone();
        values.extend(rows.into_iter().map(|(value,)| value));
    }
}
