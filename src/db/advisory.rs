//! Advisory locks of PostgreSQL that a process holds for as long as a connection lasts.

use sqlx::AnyConnection;

use super::address::Server;
use super::{DbError, Durability};

/// A connection that holds locks and writes nothing. `timeout`: the statement that says how long it may wait for one.
pub(super) async fn connect(server: &Server, timeout: &'static str) -> Result<AnyConnection, DbError> {
    // Durability does not matter to what writes nothing.
    let mut connection = server.connect(Durability::Relaxed).await?;
    sqlx::raw_sql(timeout).execute(&mut connection).await?;
    Ok(connection)
}

/// Takes an advisory lock for itself, if nobody else has it. It lasts as long as the connection.
pub(super) async fn try_hold(connection: &mut AnyConnection, key: i64) -> Result<bool, DbError> {
    let (got,): (bool,) = sqlx::query_as("select pg_try_advisory_lock($1)")
        .bind(key)
        .fetch_one(connection)
        .await?;
    Ok(got)
}

/// Takes an advisory lock together with others; waits while somebody has it alone. It lasts as long as the connection.
pub(super) async fn share(connection: &mut AnyConnection, key: i64) -> Result<(), DbError> {
    sqlx::query("select cast(pg_advisory_lock_shared($1) as text)")
        .bind(key)
        .execute(connection)
        .await?;
    Ok(())
}
