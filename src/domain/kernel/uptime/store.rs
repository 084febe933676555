//! The last heartbeat, and the outages.

use super::Outage;
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};

pub(super) async fn find_beat(source: &mut impl Source) -> Result<Option<Moment>, DbError> {
    let row: Option<(Moment,)> = sqlx::query_as("select beat_at_ms from heartbeat where id = 1")
        .fetch_optional(source.conn())
        .await?;
    Ok(row.map(|(at,)| at))
}

pub(super) async fn upsert_beat(tx: &mut Tx, at: Moment) -> Result<(), DbError> {
    sqlx::query(
        "insert into heartbeat (id, beat_at_ms) values (1, $1)
         on conflict (id) do update set beat_at_ms = excluded.beat_at_ms
          where heartbeat.beat_at_ms < excluded.beat_at_ms",
    )
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Moves the last heartbeat if it still is the one of `from`; false for the second of two units that try.
pub(super) async fn move_beat(tx: &mut Tx, from: Moment, to: Moment) -> Result<bool, DbError> {
    let moved = sqlx::query("update heartbeat set beat_at_ms = $2 where id = 1 and beat_at_ms = $1")
        .bind(from)
        .bind(to)
        .execute(tx.conn())
        .await?
        .rows_affected();
    Ok(moved == 1)
}

pub(super) async fn insert_outage(tx: &mut Tx, outage: Outage) -> Result<(), DbError> {
    sqlx::query("insert into outages (from_ms, to_ms) values ($1, $2)")
        .bind(outage.from)
        .bind(outage.to)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The outages that reach beyond `from`, newest first, and the current gap when it is longer than `silence_max_ms`. An
/// outage that ends more than `skew_max_ms` after `now` is left out. One statement, so that a heartbeat that turns the
/// gap into an outage in the meantime cannot hide both.
pub(super) async fn list_outages(
    source: &mut impl Source,
    from: Moment,
    now: Moment,
    silence_max_ms: i64,
    skew_max_ms: i64,
) -> Result<Vec<Outage>, DbError> {
    Ok(sqlx::query_as(
        "select from_ms, to_ms from outages where $1 < to_ms and from_ms < $2 and to_ms <= cast($2 as bigint) + cast($4 as bigint)
          union all
         select beat_at_ms, cast($2 as bigint) from heartbeat where beat_at_ms < cast($2 as bigint) - cast($3 as bigint)
          order by 1 desc limit 10000",
    )
    .bind(from)
    .bind(now)
    .bind(silence_max_ms)
    .bind(skew_max_ms)
    .fetch_all(source.conn())
    .await?)
}
