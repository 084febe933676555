//! Copies all rows of SQLite books into an empty PostgreSQL database, in one transaction.
//!
//! The rows are taken as they are stored: triggers and foreign keys are switched off in that transaction and on again
//! before its end, when PostgreSQL checks every key. Then each table is read back and compared.

use futures::TryStreamExt;
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::address::{Address, Server};
use super::{DbError, Durability, Reader, Source};

/// Rows sent to PostgreSQL in one statement.
const ROWS_AT_ONCE: usize = 500;

/// Why no books were copied. The target is as before.
#[derive(Debug, thiserror::Error)]
pub enum TransplantError {
    /// A table has rows that new books do not have.
    #[error("table {table} of {place} has {rows} rows, new books have {expected}")]
    NotEmpty {
        place: String,
        table: String,
        rows: i64,
        expected: i64,
    },
    #[error("table {0} has other columns in PostgreSQL than in SQLite")]
    OtherColumns(String),
    #[error("table {0} was read back from PostgreSQL with other content")]
    Differs(String),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<sqlx::Error> for TransplantError {
    fn from(error: sqlx::Error) -> Self {
        TransplantError::Db(error.into())
    }
}

/// How many tables and rows were copied.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Copied {
    pub tables: usize,
    pub rows: u64,
}

/// Books that are copied and compared, and not committed yet: dropping this keeps nothing of them.
pub struct Transplant {
    reader: Reader,
    pub copied: Copied,
}

#[derive(Debug)]
struct Table {
    name: String,
    columns: Vec<Column>,
}

#[derive(Debug, sqlx::FromRow)]
struct Column {
    name: String,
    data_type: String,
    is_identity: String,
}

/// What a table contains, whatever the order of its rows.
#[derive(Debug, Default, PartialEq, Eq)]
struct Content {
    rows: u64,
    sum: [u64; 4],
}

impl Content {
    fn add(&mut self, row: &Value) {
        let hash = Sha256::digest(row.to_string());
        for (sum, bytes) in self.sum.iter_mut().zip(hash.chunks_exact(8)) {
            let part = u64::from_le_bytes(bytes.try_into().expect("eight bytes"));
            *sum = sum.wrapping_add(part);
        }
        self.rows += 1;
    }
}

impl Transplant {
    /// Copies `source` to the server at `target`, whose schema is that of this binary. `new_books` are empty SQLite books:
    /// the target must have no more rows than they have.
    ///
    /// # Errors
    /// [`TransplantError`].
    pub async fn copy(
        source: &mut Reader,
        new_books: &mut Reader,
        target: &str,
    ) -> Result<Transplant, TransplantError> {
        let Address::Postgres(server) = Address::read(target)? else {
            return Err(TransplantError::Db(DbError::BadUrl {
                address: target.to_owned(),
                why: "the books move to postgres://…".to_owned(),
            }));
        };
        let mut to = server.connect(Durability::Required).await?;
        sqlx::raw_sql("begin").execute(&mut to).await?;
        let tables = list_tables(new_books, &mut to).await?;
        let names: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
        let names = names.join(", ");
        execute(&mut to, format!("lock table {names} in access exclusive mode")).await?;
        refuse_rows(&tables, new_books, &mut to, &server).await?;
        let keys = drop_keys(&mut to, &tables).await?;
        for table in &tables {
            execute(&mut to, format!("alter table {} disable trigger user", table.name)).await?;
        }
        execute(&mut to, format!("truncate {names}")).await?;
        let mut copied = Copied::default();
        for table in &tables {
            let content = copy_table(source, &mut to, table).await?;
            if content != read_back(&mut to, table).await? {
                return Err(TransplantError::Differs(table.name.clone()));
            }
            copied.tables += 1;
            copied.rows += content.rows;
        }
        for table in &tables {
            go_on_counting(&mut to, table).await?;
            execute(&mut to, format!("alter table {} enable trigger user", table.name)).await?;
        }
        for key in keys {
            execute(&mut to, key).await?;
        }
        Ok(Transplant {
            reader: Reader::own(to),
            copied,
        })
    }

    /// The copied books, before they are committed.
    pub fn reader(&mut self) -> &mut Reader {
        &mut self.reader
    }

    /// Commits them.
    ///
    /// # Errors
    /// A fault: nothing was kept, unless it is [`DbError::OutcomeUnknown`].
    pub async fn keep(mut self) -> Result<Copied, DbError> {
        let done = sqlx::raw_sql("commit").execute(self.reader.conn()).await;
        done.map_err(|error| DbError::OutcomeUnknown(error.to_string()))?;
        Ok(self.copied)
    }
}

/// Safe to assert: every text is made of names that the schema itself gives, which need no quotes.
async fn execute(to: &mut AnyConnection, sql: String) -> Result<(), DbError> {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(to).await?;
    Ok(())
}

/// The tables of new books, with the columns that are not computed.
async fn list_tables(new_books: &mut Reader, to: &mut AnyConnection) -> Result<Vec<Table>, TransplantError> {
    let names: Vec<(String,)> = sqlx::query_as(
        "select name from sqlite_master where type = 'table' and name not like 'sqlite~_%' escape '~'
            and name <> '_sqlx_migrations' order by name",
    )
    .fetch_all(new_books.conn())
    .await?;
    let mut tables = Vec::new();
    for (name,) in names {
        let columns: Vec<Column> = sqlx::query_as(
            "select cast(column_name as text) as name, cast(data_type as text) as data_type,
                    cast(is_identity as text) as is_identity
               from information_schema.columns
              where table_schema = current_schema() and table_name = $1 and is_generated = 'NEVER'
              order by 1",
        )
        .bind(name.clone())
        .fetch_all(&mut *to)
        .await?;
        let here: Vec<(String,)> =
            sqlx::query_as("select name from pragma_table_xinfo($1) where hidden = 0 order by 1")
                .bind(name.clone())
                .fetch_all(new_books.conn())
                .await?;
        let mut there: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        there.sort_unstable();
        if !there.iter().eq(here.iter().map(|(name,)| name)) {
            return Err(TransplantError::OtherColumns(name));
        }
        tables.push(Table { name, columns });
    }
    Ok(tables)
}

async fn refuse_rows(
    tables: &[Table],
    new_books: &mut Reader,
    to: &mut AnyConnection,
    server: &Server,
) -> Result<(), TransplantError> {
    for table in tables {
        let count = format!("select count(*) from {}", table.name);
        // Safe: names of the schema.
        let (rows,): (i64,) = sqlx::query_as(AssertSqlSafe(count.clone())).fetch_one(&mut *to).await?;
        let (expected,): (i64,) = sqlx::query_as(AssertSqlSafe(count)).fetch_one(new_books.conn()).await?;
        if rows != expected {
            return Err(TransplantError::NotEmpty {
                place: server.place.clone(),
                table: table.name.clone(),
                rows,
                expected,
            });
        }
    }
    Ok(())
}

/// Drops all foreign keys of the tables, and returns the statements that make them again.
async fn drop_keys(to: &mut AnyConnection, tables: &[Table]) -> Result<Vec<String>, DbError> {
    let found: Vec<(String, String, String)> = sqlx::query_as(
        "select cast(t.relname as text), cast(c.conname as text), pg_get_constraintdef(c.oid)
           from pg_constraint c join pg_class t on t.oid = c.conrelid
          where c.contype = 'f' and t.relnamespace = cast(current_schema() as regnamespace) order by 1, 2",
    )
    .fetch_all(&mut *to)
    .await?;
    let mut again = Vec::new();
    for (table, key, definition) in found {
        if tables.iter().any(|known| known.name == table) {
            execute(to, format!("alter table {table} drop constraint {key}")).await?;
            again.push(format!("alter table {table} add constraint {key} {definition}"));
        }
    }
    Ok(again)
}

/// Copies the rows of a table as JSON objects, which PostgreSQL reads by the types of its columns.
async fn copy_table(source: &mut Reader, to: &mut AnyConnection, table: &Table) -> Result<Content, TransplantError> {
    let Table { name, columns } = table;
    let members: Vec<String> = columns
        .iter()
        .map(|Column { name, data_type, .. }| match data_type.as_str() {
            "bytea" => format!("'{name}', '\\x' || lower(hex({name}))"),
            _ => format!("'{name}', {name}"),
        })
        .collect();
    let listed: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let listed = listed.join(", ");
    // Safe: names of the schema.
    let select = AssertSqlSafe(format!("select json_object({}) from {name}", members.join(", ")));
    let insert = format!(
        "insert into {name} ({listed}) overriding system value
         select {listed} from json_populate_recordset(null::{name}, cast($1 as json))"
    );
    let mut content = Content::default();
    let rows = sqlx::query_as(select).fetch(source.conn());
    let mut chunks = rows.try_chunks(ROWS_AT_ONCE);
    while let Some(chunk) = chunks.try_next().await.map_err(|error| error.1)? {
        let chunk: Vec<(String,)> = chunk;
        let mut texts = Vec::new();
        for (row,) in chunk {
            content.add(&parsed(name, &row)?);
            texts.push(row);
        }
        let inserted = sqlx::query(AssertSqlSafe(insert.clone()))
            .bind(format!("[{}]", texts.join(",")))
            .execute(&mut *to)
            .await?;
        if inserted.rows_affected() != texts.len() as u64 {
            return Err(TransplantError::Differs(name.clone()));
        }
    }
    Ok(content)
}

async fn read_back(to: &mut AnyConnection, table: &Table) -> Result<Content, TransplantError> {
    let listed: Vec<String> = table
        .columns
        .iter()
        .map(|Column { name, data_type, .. }| match data_type.as_str() {
            "bytea" => format!("'\\x' || encode({name}, 'hex') as {name}"),
            _ => name.clone(),
        })
        .collect();
    let sql = format!(
        "select cast(row_to_json(r) as text) from (select {} from {}) r",
        listed.join(", "),
        table.name
    );
    let mut content = Content::default();
    // Safe: names of the schema.
    let mut rows = sqlx::query_as(AssertSqlSafe(sql)).fetch(to);
    while let Some(row) = rows.try_next().await? {
        let (row,): (String,) = row;
        content.add(&parsed(&table.name, &row)?);
    }
    Ok(content)
}

fn parsed(table: &str, row: &str) -> Result<Value, DbError> {
    serde_json::from_str(row).map_err(|error| DbError::Corrupt(format!("{table}: {error}")))
}

/// Lets PostgreSQL go on with the id after the highest; numbers that `older_books` leaves out stay left out.
async fn go_on_counting(to: &mut AnyConnection, table: &Table) -> Result<(), DbError> {
    let above = match table.name.as_str() {
        "batches" => "coalesce((select max(batches_above) from older_books), 0)",
        "orders" => "coalesce((select max(orders_above) from older_books), 0)",
        "requests" => "coalesce((select max(requests_above) from older_books), 0)",
        _ => "0",
    };
    let name = &table.name;
    for column in table.columns.iter().filter(|column| column.is_identity == "YES") {
        let column = &column.name;
        let highest = format!("greatest(coalesce((select max({column}) from {name}), 0), {above})");
        let set = format!(
            "select setval(pg_get_serial_sequence('{name}', '{column}'), greatest({highest}, 1), 0 < {highest})"
        );
        execute(to, set).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Content;

    fn content(rows: &[serde_json::Value]) -> Content {
        let mut content = Content::default();
        for row in rows {
            content.add(row);
        }
        content
    }

    #[test]
    fn content_is_the_same_in_any_order_and_another_when_one_value_is() {
        let (first, second) = (json!({ "id": 1, "name": "ana" }), json!({ "id": 2, "name": null }));
        let both = content(&[first.clone(), second.clone()]);
        assert_eq!(both, content(&[second.clone(), first.clone()]));
        let changed = json!({ "id": 2, "name": "" });
        for other in [
            vec![first.clone()],
            vec![first.clone(), first.clone()],
            vec![first.clone(), changed],
            vec![first, second.clone(), second],
        ] {
            assert_ne!(both, content(&other));
        }
    }
}
