//! Lanes and their queues: which of them may be claimed, and when.
//!
//! On PostgreSQL a unit that changes a lane's queues locks the lane's row, so that the lane's `due_at_ms` is never
//! later than it should be. Too early does no harm, because the courier that looks corrects it.

use super::lanes::{Claim, Mode, Owed, Telling};
use crate::clock::Moment;
use crate::db::{DbError, Engine, Source, Tx};
use crate::domain::kernel::outbox::{Class, Lane};
use crate::ids::{NoticeId, TellingId};

/// The due time of a queue or lane in which there is nothing to do until something changes.
pub(in crate::domain::kernel::outbox) const NEVER: Moment = Moment::from_ms(i64::MAX);

/// A lane in which something may be due.
#[derive(Debug, Clone)]
pub(in crate::domain::kernel::outbox) struct DueLane {
    pub(in crate::domain::kernel::outbox) code: String,
    pub(in crate::domain::kernel::outbox) closed: bool,
    pub(in crate::domain::kernel::outbox) probe_at: Moment,
    /// How often in a row Discord could not be reached, and how often trying the closed lane failed.
    pub(in crate::domain::kernel::outbox) failures: i64,
    pub(in crate::domain::kernel::outbox) probes: i64,
}

/// The due lanes of a class, longest waiting first.
pub(in crate::domain::kernel::outbox) async fn list_due_lanes(
    source: &mut impl Source,
    class: Class,
    now: Moment,
    lanes_max: i64,
) -> Result<Vec<DueLane>, DbError> {
    let rows: Vec<(String, Option<String>, Moment, i64, i64)> = sqlx::query_as(
        "select lane, closed, probe_at_ms, failures, probes from telling_lanes
          where class = $1 and due_at_ms <= $2 order by due_at_ms, lane limit $3",
    )
    .bind(class.rank())
    .bind(now)
    .bind(lanes_max)
    .fetch_all(source.conn())
    .await?;
    let due = |(code, closed, probe_at, failures, probes): (String, Option<String>, Moment, i64, i64)| DueLane {
        code,
        closed: closed.is_some(),
        probe_at,
        failures,
        probes,
    };
    Ok(rows.into_iter().map(due).collect())
}

/// The due queues of a lane, longest waiting first.
pub(in crate::domain::kernel::outbox) async fn list_due_queues(
    source: &mut impl Source,
    lane: &str,
    now: Moment,
    queues_max: i64,
) -> Result<Vec<String>, DbError> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "select subject from telling_queues where lane = $1 and due_at_ms <= $2 order by due_at_ms, subject limit $3",
    )
    .bind(lane.to_owned())
    .bind(now)
    .bind(queues_max)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(|(subject,)| subject).collect())
}

/// An unclaimed queue of a closed lane, to try the lane with: the one that is due first, even if that is [`NEVER`].
pub(in crate::domain::kernel::outbox) async fn find_detoured_queue(
    source: &mut impl Source,
    lane: &str,
) -> Result<Option<String>, DbError> {
    let row: Option<(String,)> = sqlx::query_as(
        "select subject from telling_queues where lane = $1 and claim = 0 order by due_at_ms, subject limit 1",
    )
    .bind(lane.to_owned())
    .fetch_optional(source.conn())
    .await?;
    Ok(row.map(|(subject,)| subject))
}

/// Locks a lane's row without waiting; false when another courier has locked it. Needed on PostgreSQL only.
pub(in crate::domain::kernel::outbox) async fn hold_or_skip(tx: &mut Tx, lane: &str) -> Result<bool, DbError> {
    if tx.engine() == Engine::Sqlite {
        return Ok(true);
    }
    let row: Option<(String,)> =
        sqlx::query_as("select lane from telling_lanes where lane = $1 for update skip locked")
            .bind(lane.to_owned())
            .fetch_optional(tx.conn())
            .await?;
    Ok(row.is_some())
}

/// Locks a lane's row. Needed on PostgreSQL only.
pub(in crate::domain::kernel::outbox) async fn hold(tx: &mut Tx, lane: &str) -> Result<(), DbError> {
    if tx.engine() == Engine::Postgres {
        sqlx::query("select lane from telling_lanes where lane = $1 for update")
            .bind(lane.to_owned())
            .fetch_all(tx.conn())
            .await?;
    }
    Ok(())
}

/// Makes a lane due by `at`, or when it is no longer held if that is later, and gives it the more urgent class.
pub(in crate::domain::kernel::outbox) async fn want_lane(
    tx: &mut Tx,
    lane: &str,
    class: Class,
    at: Moment,
) -> Result<(), DbError> {
    sqlx::query(
        "insert into telling_lanes (lane, class, due_at_ms) values ($1, $2, $3)
         on conflict (lane) do update set
            class = case when excluded.class < telling_lanes.class then excluded.class else telling_lanes.class end,
            due_at_ms = case
                when excluded.due_at_ms < telling_lanes.held_until_ms
                then case when telling_lanes.due_at_ms < telling_lanes.held_until_ms
                          then telling_lanes.due_at_ms else telling_lanes.held_until_ms end
                when excluded.due_at_ms < telling_lanes.due_at_ms then excluded.due_at_ms
                else telling_lanes.due_at_ms end",
    )
    .bind(lane.to_owned())
    .bind(class.rank())
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Makes a queue due by `at`. A queue that is claimed, or was put off after a failure, keeps its due time.
pub(in crate::domain::kernel::outbox) async fn want_queue(
    tx: &mut Tx,
    lane: &str,
    subject: &str,
    at: Moment,
) -> Result<(), DbError> {
    sqlx::query(
        "insert into telling_queues (lane, subject, due_at_ms) values ($1, $2, $3)
         on conflict (lane, subject) do update set due_at_ms = case
            when telling_queues.claim = 0 and telling_queues.failures = 0
                 and excluded.due_at_ms < telling_queues.due_at_ms
            then excluded.due_at_ms else telling_queues.due_at_ms end",
    )
    .bind(lane.to_owned())
    .bind(subject.to_owned())
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Claims a queue if it is due by `due_until`, and returns how often its first telling failed. An expired claim is due.
/// With [`NEVER`] as `due_until` any unclaimed queue is claimed.
pub(in crate::domain::kernel::outbox) async fn claim_queue(
    tx: &mut Tx,
    queue: (&str, &str),
    token: i64,
    due_until: Moment,
    until: Moment,
) -> Result<Option<i64>, DbError> {
    let row: Option<(i64,)> = sqlx::query_as(
        "update telling_queues set claim = $3, due_at_ms = $5
          where lane = $1 and subject = $2 and due_at_ms <= $4 and (claim = 0 or $4 < $6)
         returning failures",
    )
    .bind(queue.0.to_owned())
    .bind(queue.1.to_owned())
    .bind(token)
    .bind(due_until)
    .bind(until)
    .bind(NEVER)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|(failures,)| failures))
}

/// Records that a closed lane is being tried: until `until`, or until that is settled, nobody else tries it and nothing
/// of it is told another way.
pub(in crate::domain::kernel::outbox) async fn note_probe(
    tx: &mut Tx,
    lane: &str,
    until: Moment,
) -> Result<(), DbError> {
    sqlx::query("update telling_lanes set probe_at_ms = $2, held_until_ms = $2 where lane = $1 and closed is not null")
        .bind(lane.to_owned())
        .bind(until)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Records that the try of a closed lane is over: the lane is no longer held and may be tried again at once.
pub(in crate::domain::kernel::outbox) async fn end_probe(tx: &mut Tx, lane: &str, now: Moment) -> Result<(), DbError> {
    sqlx::query("update telling_lanes set probe_at_ms = $2, held_until_ms = 0 where lane = $1 and closed is not null")
        .bind(lane.to_owned())
        .bind(now)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Computes when the lane is due next: with its first queue or, if closed, with its next try; never while it is held.
pub(in crate::domain::kernel::outbox) async fn refresh_lane(tx: &mut Tx, lane: &str) -> Result<(), DbError> {
    sqlx::query(
        "update telling_lanes set due_at_ms = (
             select case when min(d.due) < telling_lanes.held_until_ms then telling_lanes.held_until_ms
                         else min(d.due) end
               from (select min(q.due_at_ms) as due from telling_queues q where q.lane = $1
                     union all
                     select l.probe_at_ms as due from telling_lanes l where l.lane = $1 and l.closed is not null
                         and exists (select 1 from telling_queues e where e.lane = $1)
                     union all
                     select cast($2 as bigint) as due) d)
          where lane = $1",
    )
    .bind(lane.to_owned())
    .bind(NEVER)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Deletes a lane that is open, not held and has no queue; false when the lane stays.
pub(in crate::domain::kernel::outbox) async fn drop_empty_lane(
    tx: &mut Tx,
    lane: &str,
    now: Moment,
) -> Result<bool, DbError> {
    let touched = sqlx::query(
        "delete from telling_lanes where lane = $1 and closed is null and held_until_ms <= $2
            and not exists (select 1 from telling_queues q where q.lane = $1)",
    )
    .bind(lane.to_owned())
    .bind(now)
    .execute(tx.conn())
    .await?
    .rows_affected();
    Ok(touched == 1)
}

type TellingRow = (TellingId, NoticeId, String, String, String, Option<String>);

/// Selects the tellings of lane `$1` and subject `$2` in these states, oldest first, at most `$3`.
macro_rules! select_tellings {
    ($states:literal) => {
        concat!(
            "select t.id, t.notice_id, t.place, t.state, o.notice, o.trace_id \
             from tellings t join outbox o on o.id = t.notice_id \
             where t.lane = $1 and t.subject = $2 and t.state ",
            $states,
            " order by t.id limit $3"
        )
    };
}

/// The tellings that a claimed queue still owes, oldest first; on a detour without those that went another way already.
pub(in crate::domain::kernel::outbox) async fn list_tellings(
    source: &mut impl Source,
    claim: &Claim,
    tellings_max: i64,
) -> Result<Vec<Telling>, DbError> {
    let sql = match claim.mode {
        Mode::Open | Mode::Probe => select_tellings!("in ('waiting', 'detoured')"),
        Mode::Detour => select_tellings!("= 'waiting'"),
    };
    let rows: Vec<TellingRow> = sqlx::query_as(sql)
        .bind(claim.lane.code())
        .bind(claim.subject.clone())
        .bind(tellings_max)
        .fetch_all(source.conn())
        .await?;
    Ok(rows.into_iter().map(telling).collect())
}

fn telling((id, notice_id, place, state, notice, trace): TellingRow) -> Telling {
    Telling {
        id,
        notice_id,
        place,
        owed: if state == "detoured" {
            Owed::Detoured
        } else {
            Owed::Untold
        },
        notice: serde_json::from_str(&notice).ok(),
        trace: trace.and_then(|trace| trace.parse().ok()),
    }
}

/// Extends a claim while its courier is still telling.
pub async fn renew_claim(tx: &mut Tx, claim: &Claim, until: Moment) -> Result<(), DbError> {
    sqlx::query("update telling_queues set due_at_ms = $4 where lane = $1 and subject = $2 and claim = $3")
        .bind(claim.lane.code())
        .bind(claim.subject.clone())
        .bind(claim.token)
        .bind(until)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Ends every claim. Only for a courier that knows that it is the only one: the claims are then left from dead
/// processes.
pub async fn release_claims(tx: &mut Tx, now: Moment) -> Result<(), DbError> {
    let lanes: Vec<(String,)> =
        sqlx::query_as("update telling_queues set claim = 0, due_at_ms = $1 where claim <> 0 returning lane")
            .bind(now)
            .fetch_all(tx.conn())
            .await?;
    let mut lanes: Vec<String> = lanes.into_iter().map(|(lane,)| lane).collect();
    lanes.sort();
    lanes.dedup();
    for lane in lanes {
        refresh_lane(tx, &lane).await?;
    }
    Ok(())
}

/// When the next lane is due; `None` when nothing waits.
pub async fn next_due(source: &mut impl Source) -> Result<Option<Moment>, DbError> {
    let mut first = NEVER;
    for class in Class::ALL {
        let (due,): (Option<i64>,) = sqlx::query_as("select min(due_at_ms) from telling_lanes where class = $1")
            .bind(class.rank())
            .fetch_one(source.conn())
            .await?;
        first = due.map_or(first, |due| first.min(Moment::from_ms(due)));
    }
    Ok((first != NEVER).then_some(first))
}

/// Makes every closed lane due for a try at once, because the server's channels or the bot's permissions changed.
/// Returns how many lanes that are.
pub async fn try_closed_again(tx: &mut Tx, now: Moment) -> Result<u64, DbError> {
    let tried = sqlx::query(
        "update telling_lanes set probe_at_ms = $1, due_at_ms = $1 where closed is not null and $1 < probe_at_ms",
    )
    .bind(now)
    .execute(tx.conn())
    .await?
    .rows_affected();
    tx.wake_when_kept();
    Ok(tried)
}

/// Whether a lane is recorded as closed.
pub async fn is_closed(source: &mut impl Source, lane: Lane) -> Result<bool, DbError> {
    let row: Option<(String,)> =
        sqlx::query_as("select lane from telling_lanes where lane = $1 and closed is not null")
            .bind(lane.code())
            .fetch_optional(source.conn())
            .await?;
    Ok(row.is_some())
}

/// Makes due at once what was put off because Discord did not answer: it does again. Changes the lanes before the
/// queues, in the order in which every unit locks them.
pub async fn try_unreached_again(tx: &mut Tx, now: Moment) -> Result<(), DbError> {
    sqlx::query(
        "update telling_lanes set due_at_ms = $1,
             held_until_ms = case when 0 < failures then $1 else held_until_ms end
          where closed is null and $1 < due_at_ms and due_at_ms < $2",
    )
    .bind(now)
    .bind(NEVER)
    .execute(tx.conn())
    .await?;
    sqlx::query(
        "update telling_queues set due_at_ms = $1
          where claim = 0 and 0 < failures and $1 < due_at_ms and due_at_ms < $2",
    )
    .bind(now)
    .bind(NEVER)
    .execute(tx.conn())
    .await?;
    tx.wake_when_kept();
    Ok(())
}

/// Makes one lane due for a try at once, if it is closed.
pub async fn try_lane_again(tx: &mut Tx, lane: Lane, now: Moment) -> Result<(), DbError> {
    sqlx::query(
        "update telling_lanes set probe_at_ms = $2, due_at_ms = $2
          where lane = $1 and closed is not null and $2 < probe_at_ms",
    )
    .bind(lane.code())
    .bind(now)
    .execute(tx.conn())
    .await?;
    tx.wake_when_kept();
    Ok(())
}
