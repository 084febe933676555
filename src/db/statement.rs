//! Statements that are collected and written together at the end of a unit.
//!
//! A round trip to the database costs ten times what the statement itself does (docs/PERFORMANCE.md). On SQLite all
//! collected statements are sent as one text; PostgreSQL takes one statement at a time.

use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, AssertSqlSafe};

use super::sql::rows_of_placeholders_from;
use super::{DbError, Engine};

/// The highest number of values sent at once to PostgreSQL, which takes 65 535.
const VALUES_MAX: usize = 16_000;
/// The same for SQLite, which takes 32 766 and looks each `$n` up in a list of all before it: 16 000 values of one text take
/// more than a second (`findings/sqlite-many-placeholders.sh`), as many in texts of 500 some milliseconds.
const VALUES_MAX_SQLITE: usize = 500;

/// One value of a row.
#[derive(Debug, Clone)]
pub enum Value {
    Integer(Option<i64>),
    Text(String),
    OptionalText(Option<String>),
    Bytes(Vec<u8>),
}

/// Rows that one statement writes: `before ($1, $2), ($3, $4), … after`. It must affect as many rows as it is given.
#[derive(Debug)]
pub struct Statement {
    before: &'static str,
    after: &'static str,
    columns: usize,
    values: Vec<Value>,
}

impl Statement {
    /// `insert into … (…) values`, for rows of `columns` values.
    pub fn insert(before: &'static str, columns: usize) -> Self {
        Self {
            before,
            after: "",
            columns,
            values: Vec::new(),
        }
    }

    /// `update … from (values`, rows of `columns` values, `) as v where …`.
    pub fn update(before: &'static str, columns: usize, after: &'static str) -> Self {
        Self {
            before,
            after,
            columns,
            values: Vec::new(),
        }
    }

    pub fn row<const COLUMNS: usize>(&mut self, values: [Value; COLUMNS]) {
        debug_assert_eq!(COLUMNS, self.columns, "{}", self.before);
        self.values.extend(values);
    }
}

/// The text of one or more statements, with its values.
#[derive(Default)]
struct Parcel {
    sql: String,
    values: Vec<Value>,
    rows: u64,
}

impl Parcel {
    fn add(&mut self, statement: &Statement, values: &[Value]) {
        if !self.sql.is_empty() {
            self.sql.push_str("; ");
        }
        let rows = values.len() / statement.columns;
        self.sql.push_str(statement.before);
        self.sql.push(' ');
        self.sql.push_str(&rows_of_placeholders_from(
            self.values.len() + 1,
            rows,
            statement.columns,
        ));
        self.sql.push_str(statement.after);
        self.values.extend_from_slice(values);
        self.rows += rows as u64;
    }

    async fn send(&mut self, connection: &mut AnyConnection) -> Result<(), DbError> {
        if self.values.is_empty() {
            return Ok(());
        }
        let Parcel { sql, values, rows } = std::mem::take(self);
        // Safe: the text consists of constants and placeholders.
        let query = values.into_iter().fold(sqlx::query(AssertSqlSafe(sql)), bind);
        let touched = query.execute(connection).await?.rows_affected();
        if touched == rows {
            Ok(())
        } else {
            Err(DbError::Corrupt(format!("{rows} rows to write, {touched} touched")))
        }
    }
}

fn bind(query: Query<'_, Any, AnyArguments>, value: Value) -> Query<'_, Any, AnyArguments> {
    match value {
        Value::Integer(number) => query.bind(number),
        Value::Text(text) => query.bind(text),
        Value::OptionalText(text) => query.bind(text),
        Value::Bytes(bytes) => query.bind(bytes),
    }
}

/// Executes all statements in order, with as few round trips as the engine allows.
pub(super) async fn write_all(
    connection: &mut AnyConnection,
    engine: Engine,
    statements: Vec<Statement>,
) -> Result<(), DbError> {
    let values_max = match engine {
        Engine::Sqlite => VALUES_MAX_SQLITE,
        Engine::Postgres => VALUES_MAX,
    };
    let mut parcel = Parcel::default();
    for statement in &statements {
        let rows_max = values_max / statement.columns;
        for values in statement.values.chunks(rows_max * statement.columns) {
            if engine == Engine::Postgres || values_max < parcel.values.len() + values.len() {
                parcel.send(connection).await?;
            }
            parcel.add(statement, values);
        }
    }
    parcel.send(connection).await
}
