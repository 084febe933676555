//! Schema migrations. The folders of both engines have the same numbers and names; only types and triggers differ.

use std::path::{Path, PathBuf};

use sqlx::AnyConnection;
use sqlx::migrate::{MigrateError, Migrator};

use super::{DbError, IfMissing, copies};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// The highest schema number this binary knows.
pub fn known_schema_version() -> i64 {
    SQLITE.iter().map(|migration| migration.version).max().unwrap_or(0)
}

/// Refuses a database without books, unless `if_missing` allows to create them. Refuses an SQLite file that contains
/// other tables. Writes nothing.
pub(super) async fn check_books(
    connection: &mut AnyConnection,
    place: &str,
    if_missing: IfMissing,
) -> Result<(), DbError> {
    if found_version(connection).await? != 0 {
        return Ok(());
    }
    if if_missing == IfMissing::Refuse {
        return Err(DbError::NoBooks(place.to_owned()));
    }
    if connection.backend_name() != "SQLite" {
        // A PostgreSQL schema may be shared with other programs on purpose.
        return Ok(());
    }
    let (tables,): (i64,) = sqlx::query_as("select count(*) from sqlite_master")
        .fetch_one(connection)
        .await?;
    if tables == 0 {
        return Ok(());
    }
    Err(DbError::File {
        path: place.to_owned(),
        cause: "it is the database of another program: name a file of its own".to_owned(),
    })
}

pub(super) async fn run_sqlite(connection: &mut AnyConnection, path: &Path) -> Result<(), DbError> {
    let found = found_version(connection).await?;
    refuse_newer(found)?;
    if 0 < found && found < known_schema_version() {
        back_up(connection, path, &(found + 1).to_string()).await?;
    }
    SQLITE.run(connection).await.map_err(migration_fault)
}

pub(super) async fn run_postgres(connection: &mut AnyConnection) -> Result<(), DbError> {
    refuse_newer(found_version(connection).await?)?;
    POSTGRES.run(connection).await.map_err(migration_fault)
}

/// Checks that the database's schema is exactly the one this binary knows.
pub(super) async fn check(connection: &mut AnyConnection) -> Result<(), DbError> {
    let found = found_version(connection).await?;
    refuse_newer(found)?;
    let known = known_schema_version();
    if found < known {
        Err(DbError::SchemaTooOld { found, known })
    } else {
        Ok(())
    }
}

fn refuse_newer(found: i64) -> Result<(), DbError> {
    let known = known_schema_version();
    if known < found {
        Err(DbError::SchemaTooNew { found, known })
    } else {
        Ok(())
    }
}

/// The highest migration number in the database; 0 for an empty one.
pub(super) async fn found_version(connection: &mut AnyConnection) -> Result<i64, DbError> {
    let kind = connection.backend_name().to_owned();
    let there = match kind.as_str() {
        "SQLite" => "select count(*) from sqlite_master where type = 'table' and name = '_sqlx_migrations'",
        _ => {
            "select count(*) from information_schema.tables where table_name = '_sqlx_migrations' \
              and table_schema = current_schema()"
        }
    };
    let (tables,): (i64,) = sqlx::query_as(there).fetch_one(&mut *connection).await?;
    if tables == 0 {
        return Ok(0);
    }
    let (version,): (i64,) = sqlx::query_as("select coalesce(max(version), 0) from _sqlx_migrations")
        .fetch_one(connection)
        .await?;
    Ok(version)
}

/// Copies the whole database to a file beside it, before something changes in it: `cambista.before-3.db`.
pub(super) async fn back_up(connection: &mut AnyConnection, path: &Path, what: &str) -> Result<PathBuf, DbError> {
    let copy = path.with_extension(format!("before-{what}.db"));
    // A copy from an earlier try is replaced: people may have worked with the older cambista in between.
    copies::copy_into(connection, &copy).await?;
    tracing::info!(copy = %copy.display(), "backed up the database");
    Ok(copy)
}

fn migration_fault(error: MigrateError) -> DbError {
    DbError::Migration(error.to_string())
}
