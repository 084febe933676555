//! Row locks for PostgreSQL. SQLite needs none: it has a single writer.

use sqlx::AnyConnection;

use super::DbError;

/// Tables whose rows a unit of work can lock while it decides. Ledger accounts are locked where they are loaded, in the
/// order of their ids.
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

/// Requests are locked by the hash of their id. Two requests with the same hash only wait for each other, which does no
/// harm. The seed separates these advisory locks from others.
const REQUESTS_SEED: i64 = 1;

pub(super) async fn lock_request(connection: &mut AnyConnection, request: &str) -> Result<(), DbError> {
    sqlx::query("select cast(pg_advisory_xact_lock(hashtextextended($1, $2)) as text)")
        .bind(request.to_owned())
        .bind(REQUESTS_SEED)
        .fetch_all(connection)
        .await?;
    Ok(())
}
