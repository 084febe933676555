//! Books of another program: an SQLite file or a PostgreSQL database that is only read, at one moment.
//!
//! Its columns hold what their program put there, whatever they were declared as, so a value is handed on with the type it
//! is stored with. Only here binary floats are met: they leave as text.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection, PgRow};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, ConnectOptions, Decode, Row, Sqlite, TypeInfo, ValueRef};

use super::address::{Address, Server};
use super::{DbError, Engine};

/// How long a program that writes to the file at this moment is waited for.
const BUSY_MAX: Duration = Duration::from_secs(10);
/// PostgreSQL's types of binary floats.
const FLOAT_TYPES: [&str; 2] = ["double precision", "real"];

/// A stored value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Null,
    Integer(i64),
    /// A binary float.
    Real {
        /// Rounded to 4 decimals as C's `%.4f` rounds the binary value.
        four_decimals: String,
        /// The shortest decimal that is read back as the same float.
        shortest: String,
    },
    Text(String),
    /// Bytes that are no text, in hexadecimal digits.
    Bytes(String),
}

/// A row by its id, with the cells of the columns that were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignRow {
    pub id: i64,
    pub cells: Vec<Cell>,
}

/// A column as the database declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignColumn {
    pub name: String,
    declared: String,
}

/// A database of another program, at one moment.
pub struct ForeignBook {
    connection: Connection,
    /// For people: a path, or a server with its database; never a password.
    place: String,
}

enum Connection {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl ForeignBook {
    /// Opens a file, or what a `sqlite:` or `postgres:` address names, for reading only. All later reads see one moment.
    ///
    /// # Errors
    /// [`DbError::BadUrl`]; [`DbError::File`] when there is no such file or it is no database; [`DbError::Unreachable`].
    pub async fn open(source: &str) -> Result<ForeignBook, DbError> {
        let has_scheme = ["sqlite:", "postgres:", "postgresql:"]
            .iter()
            .any(|scheme| source.starts_with(scheme));
        if !has_scheme {
            return ForeignBook::open_file(Path::new(source)).await;
        }
        match Address::read(source)? {
            Address::Sqlite(path) => ForeignBook::open_file(&path).await,
            Address::Postgres(server) => ForeignBook::open_server(server).await,
        }
    }

    async fn open_file(path: &Path) -> Result<ForeignBook, DbError> {
        let place = path.display().to_string();
        let real: PathBuf = path.canonicalize().map_err(|error| file_fault(&place, error))?;
        let options = SqliteConnectOptions::new()
            .filename(&real)
            .read_only(true)
            .create_if_missing(false)
            .busy_timeout(BUSY_MAX);
        let mut connection = options.connect().await.map_err(|error| file_fault(&place, error))?;
        sqlx::raw_sql("begin")
            .execute(&mut connection)
            .await
            .map_err(|error| file_fault(&place, error))?;
        Ok(ForeignBook {
            connection: Connection::Sqlite(connection),
            place,
        })
    }

    async fn open_server(server: Server) -> Result<ForeignBook, DbError> {
        let unreachable = |error: sqlx::Error| DbError::Unreachable {
            server: server.name.clone(),
            cause: error.to_string(),
        };
        let options = PgConnectOptions::from_str(&server.url).map_err(unreachable)?;
        let mut connection = options.connect().await.map_err(unreachable)?;
        sqlx::raw_sql("begin isolation level repeatable read read only")
            .execute(&mut connection)
            .await?;
        Ok(ForeignBook {
            connection: Connection::Postgres(connection),
            place: server.place,
        })
    }

    pub fn engine(&self) -> Engine {
        match self.connection {
            Connection::Sqlite(_) => Engine::Sqlite,
            Connection::Postgres(_) => Engine::Postgres,
        }
    }

    /// Where it is, for people.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// The columns of a table, by name; none when there is no such table.
    pub async fn columns(&mut self, table: &'static str) -> Result<Vec<ForeignColumn>, DbError> {
        let rows: Vec<(String, String)> = match &mut self.connection {
            Connection::Sqlite(connection) => {
                sqlx::query_as("select name, type from pragma_table_info($1) order by name")
                    .bind(table)
                    .fetch_all(connection)
                    .await
                    .map_err(|error| file_fault(&self.place, error))?
            }
            Connection::Postgres(connection) => {
                sqlx::query_as(
                    "select cast(column_name as text), cast(data_type as text) from information_schema.columns
                      where table_schema = current_schema() and table_name = $1 order by 1",
                )
                .bind(table)
                .fetch_all(connection)
                .await?
            }
        };
        let column = |(name, declared): (String, String)| ForeignColumn { name, declared };
        Ok(rows.into_iter().map(column).collect())
    }

    /// Counts the rows of a table that exists.
    pub async fn count(&mut self, table: &'static str) -> Result<u64, DbError> {
        // Safe: the table's name is a constant.
        let sql = AssertSqlSafe(format!("select count(*) from \"{table}\""));
        let (rows,): (i64,) = match &mut self.connection {
            Connection::Sqlite(connection) => sqlx::query_as(sql).fetch_one(connection).await?,
            Connection::Postgres(connection) => sqlx::query_as(sql).fetch_one(connection).await?,
        };
        Ok(rows.unsigned_abs())
    }

    /// Rows with an id above `after`, lowest first. `columns` are of [`ForeignBook::columns`].
    pub async fn rows(
        &mut self,
        table: &'static str,
        columns: &[ForeignColumn],
        after: i64,
        rows_max: i64,
    ) -> Result<Vec<ForeignRow>, DbError> {
        match &mut self.connection {
            Connection::Sqlite(connection) => {
                let listed: String = columns
                    .iter()
                    .map(|column| format!(", {}", quoted(&column.name)))
                    .collect();
                let sql = format!("select id{listed} from \"{table}\" where $1 < id order by id limit $2");
                // Safe: a constant, and names that the database has itself, quoted.
                let rows = sqlx::query(AssertSqlSafe(sql))
                    .bind(after)
                    .bind(rows_max)
                    .fetch_all(connection)
                    .await?;
                rows.iter().map(sqlite_row).collect()
            }
            Connection::Postgres(connection) => {
                let listed: String = columns
                    .iter()
                    .map(|column| format!(", cast({} as text)", quoted(&column.name)))
                    .collect();
                let sql =
                    format!("select cast(id as bigint){listed} from \"{table}\" where $1 < id order by id limit $2");
                // Safe: as above.
                let rows = sqlx::query(AssertSqlSafe(sql))
                    .bind(after)
                    .bind(rows_max)
                    .fetch_all(connection)
                    .await?;
                rows.iter().map(|row| postgres_row(row, columns)).collect()
            }
        }
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn file_fault(path: &str, cause: impl ToString) -> DbError {
    DbError::File {
        path: path.to_owned(),
        cause: cause.to_string(),
    }
}

fn sqlite_row(row: &SqliteRow) -> Result<ForeignRow, DbError> {
    let cells = (1..row.columns().len()).map(|index| sqlite_cell(row, index));
    Ok(ForeignRow {
        id: row.try_get(0)?,
        cells: cells.collect::<Result<_, _>>()?,
    })
}

fn sqlite_cell(row: &SqliteRow, index: usize) -> Result<Cell, DbError> {
    let value = row.try_get_raw(index)?;
    if value.is_null() {
        return Ok(Cell::Null);
    }
    let broken = |error: sqlx::error::BoxDynError| DbError::from(sqlx::Error::Decode(error));
    // The type of the value, not the one that the column was declared with.
    let stored_as = value.type_info().name().to_owned();
    match stored_as.as_str() {
        "INTEGER" => Ok(Cell::Integer(<i64 as Decode<Sqlite>>::decode(value).map_err(broken)?)),
        "REAL" => Ok(real(<f64 as Decode<Sqlite>>::decode(value).map_err(broken)?)),
        _ => {
            let bytes = <Vec<u8> as Decode<Sqlite>>::decode(value).map_err(broken)?;
            Ok(match (stored_as.as_str(), String::from_utf8(bytes)) {
                ("TEXT", Ok(text)) => Cell::Text(text),
                (_, Ok(text)) => Cell::Bytes(hex::encode(text)),
                (_, Err(error)) => Cell::Bytes(hex::encode(error.into_bytes())),
            })
        }
    }
}

fn postgres_row(row: &PgRow, columns: &[ForeignColumn]) -> Result<ForeignRow, DbError> {
    let mut cells = Vec::with_capacity(columns.len());
    for (index, column) in columns.iter().enumerate() {
        let text: Option<String> = row.try_get(index + 1)?;
        cells.push(match text {
            None => Cell::Null,
            Some(text) if FLOAT_TYPES.contains(&column.declared.as_str()) => match text.parse() {
                Ok(float) => real(float),
                Err(_) => Cell::Text(text),
            },
            Some(text) => Cell::Text(text),
        });
    }
    Ok(ForeignRow {
        id: row.try_get(0)?,
        cells,
    })
}

/// Rust rounds the exact binary value, halves to even, as C's `printf` does.
fn real(value: f64) -> Cell {
    Cell::Real {
        four_decimals: format!("{value:.4}"),
        shortest: format!("{value}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, real};

    fn seen(value: f64) -> String {
        match real(value) {
            Cell::Real { four_decimals, .. } => four_decimals,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_float_is_rounded_as_the_old_application_showed_it() {
        for (stored, shown) in [
            (0.00015, "0.0001"),
            (2.00005, "2.0000"),
            (1.00005, "1.0001"),
            (0.1 + 0.2, "0.3000"),
            (1.005, "1.0050"),
            (0.03125, "0.0312"),
            (99_999_999_999.999_9, "99999999999.9999"),
            (-12.34, "-12.3400"),
            (1e15, "1000000000000000.0000"),
        ] {
            assert_eq!(seen(stored), shown);
        }
    }
}
