//! Row locks for PostgreSQL. SQLite never comes here: its one writer is the lock.

use sqlx::AnyConnection;

use super::DbError;

/// Tables whose rows a unit of work may hold still while it decides. Accounts of the books are locked where they are
/// loaded, in id order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lockable {
    Members,
    Accounts,
    Batches,
    Orders,
    Requests,
    Apps,
    AppEvents,
    CoinOffers,
    Corrections,
    Questions,
}

pub(super) async fn lock(connection: &mut AnyConnection, table: Lockable, id: i64) -> Result<(), DbError> {
    let sql = match table {
        Lockable::Members => "select id from members where id = $1 for update",
        Lockable::Accounts => "select id from accounts where id = $1 for update",
        Lockable::Batches => "select id from batches where id = $1 for update",
        Lockable::Requests => "select id from requests where id = $1 for update",
        Lockable::Apps => "select id from apps where id = $1 for update",
        Lockable::CoinOffers => "select id from coin_offers where id = $1 for update",
        Lockable::Corrections => "select id from corrections where id = $1 for update",
        Lockable::Questions => "select id from questions where id = $1 for update",
        Lockable::AppEvents => "select id from app_events where id = $1 for update",
        Lockable::Orders => "select id from orders where id = $1 for update",
    };
    sqlx::query(sql).bind(id).fetch_all(connection).await?;
    Ok(())
}

/// By the request's hash: two requests that share one only wait for each other. The seed keeps them apart from other locks.
const REQUESTS_SEED: i64 = 1;

pub(super) async fn lock_request(connection: &mut AnyConnection, request: &str) -> Result<(), DbError> {
    sqlx::query("select cast(pg_advisory_xact_lock(hashtextextended($1, $2)) as text)")
        .bind(request.to_owned())
        .bind(REQUESTS_SEED)
        .fetch_all(connection)
        .await?;
    Ok(())
}
