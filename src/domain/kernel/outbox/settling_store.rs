//! The rows of tellings, queues and lanes that change when a courier is done with a queue.

use super::settling::Ending;
use super::{Claim, Closing};
use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::domain::kernel::outbox::lanes_store::NEVER;
use crate::ids::TellingId;

pub(super) async fn end_telling(tx: &mut Tx, telling: TellingId, ending: &Ending, now: Moment) -> Result<(), DbError> {
    let (state, why, ended) = match ending {
        Ending::Told => ("told", None, Some(now)),
        Ending::Detoured => ("detoured", None, None),
        Ending::Untrue => ("untrue", None, Some(now)),
        Ending::SetAside(why) => ("set_aside", Some(why.clone()), Some(now)),
    };
    sqlx::query(
        "update tellings set state = $2, ended_at_ms = $3, last_error = coalesce($4, last_error)
          where id = $1 and state in ('waiting', 'detoured')",
    )
    .bind(telling)
    .bind(state)
    .bind(ended)
    .bind(why)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Records why the first telling of a queue failed.
pub(super) async fn note_error(tx: &mut Tx, claim: &Claim, error: &str) -> Result<(), DbError> {
    sqlx::query(
        "update tellings set last_error = $3 where id = (
             select min(id) from tellings
              where lane = $1 and subject = $2 and state in ('waiting', 'detoured'))",
    )
    .bind(claim.lane.code())
    .bind(claim.subject.clone())
    .bind(error.to_owned())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Records that the lane works; true when it was closed until now.
pub(super) async fn lane_works(tx: &mut Tx, lane: &str, held_until: Option<Moment>) -> Result<bool, DbError> {
    let held_until = held_until.unwrap_or(Moment::from_ms(0));
    let was_open = sqlx::query(
        "update telling_lanes set failures = 0,
             held_until_ms = case when held_until_ms < $2 then $2 else held_until_ms end
          where lane = $1 and closed is null",
    )
    .bind(lane.to_owned())
    .bind(held_until)
    .execute(tx.conn())
    .await?
    .rows_affected();
    if was_open == 1 {
        return Ok(false);
    }
    let opened = sqlx::query(
        "update telling_lanes set failures = 0, probes = 0, closed = null, held_until_ms = $2
          where lane = $1 and closed is not null",
    )
    .bind(lane.to_owned())
    .bind(held_until)
    .execute(tx.conn())
    .await?
    .rows_affected();
    Ok(opened == 1)
}

pub(super) async fn lane_reached(tx: &mut Tx, lane: &str, held_until: Option<Moment>) -> Result<(), DbError> {
    sqlx::query(
        "update telling_lanes set failures = 0,
             held_until_ms = case when held_until_ms < $2 then $2 else held_until_ms end where lane = $1",
    )
    .bind(lane.to_owned())
    .bind(held_until.unwrap_or(Moment::from_ms(0)))
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn hold_until(tx: &mut Tx, lane: &str, until: Moment, failures: i64) -> Result<(), DbError> {
    sqlx::query(
        "update telling_lanes set failures = failures + $3,
             held_until_ms = case when held_until_ms < $2 then $2 else held_until_ms end where lane = $1",
    )
    .bind(lane.to_owned())
    .bind(until)
    .bind(failures)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Closes the lane, or counts another failed try; true when it was open until now.
pub(super) async fn close_lane(tx: &mut Tx, lane: &str, why: Closing, probe_at: Moment) -> Result<bool, DbError> {
    let newly = sqlx::query(
        "update telling_lanes set closed = $2, probe_at_ms = $3, probes = 1 where lane = $1 and closed is null",
    )
    .bind(lane.to_owned())
    .bind(why)
    .bind(probe_at)
    .execute(tx.conn())
    .await?
    .rows_affected();
    if newly == 1 {
        return Ok(true);
    }
    sqlx::query("update telling_lanes set closed = $2, probe_at_ms = $3, probes = probes + 1 where lane = $1")
        .bind(lane.to_owned())
        .bind(why)
        .bind(probe_at)
        .execute(tx.conn())
        .await?;
    Ok(false)
}

/// Makes the unclaimed queues of a lane due, since it is open again: what was told another way is shown there too.
pub(super) async fn wake_queues(tx: &mut Tx, lane: &str, now: Moment) -> Result<(), DbError> {
    sqlx::query("update telling_queues set due_at_ms = $2 where lane = $1 and claim = 0 and $2 < due_at_ms")
        .bind(lane.to_owned())
        .bind(now)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Deletes a queue that owes nothing more; false when it still owes something, or when another courier has it now.
pub(super) async fn drop_told_queue(tx: &mut Tx, claim: &Claim) -> Result<bool, DbError> {
    let touched = sqlx::query(
        "delete from telling_queues where lane = $1 and subject = $2 and claim = $3
            and not exists (select 1 from tellings t where t.lane = $1 and t.subject = $2
                               and t.state in ('waiting', 'detoured'))",
    )
    .bind(claim.lane.code())
    .bind(claim.subject.clone())
    .bind(claim.token)
    .execute(tx.conn())
    .await?
    .rows_affected();
    Ok(touched == 1)
}

pub(super) async fn put_off_queue(tx: &mut Tx, claim: &Claim, due: Moment) -> Result<(), DbError> {
    sqlx::query(
        "update telling_queues set claim = 0, due_at_ms = $4, failures = failures + 1
          where lane = $1 and subject = $2 and claim = $3",
    )
    .bind(claim.lane.code())
    .bind(claim.subject.clone())
    .bind(claim.token)
    .bind(due)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Releases a queue. Its next telling is due at once or, in a closed lane where all of them were told another way, when
/// the lane opens.
pub(super) async fn release_queue(tx: &mut Tx, claim: &Claim, now: Moment) -> Result<(), DbError> {
    sqlx::query(
        "update telling_queues set claim = 0, failures = 0, due_at_ms = case
            when exists (select 1 from telling_lanes l where l.lane = $1 and l.closed is not null)
                 and not exists (select 1 from tellings t where t.lane = $1 and t.subject = $2 and t.state = 'waiting')
            then $5 else $4 end
          where lane = $1 and subject = $2 and claim = $3",
    )
    .bind(claim.lane.code())
    .bind(claim.subject.clone())
    .bind(claim.token)
    .bind(now)
    .bind(NEVER)
    .execute(tx.conn())
    .await?;
    Ok(())
}
