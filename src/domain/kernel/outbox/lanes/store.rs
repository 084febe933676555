//! Lanes and their queues: what may be claimed, when.
//!
//! On PostgreSQL whoever changes a lane's queues holds the lane's row, so that `due_at_ms` of a lane is never later than it
//! should be; too early does no harm, since whoever looks sets it right.

use super::{Claim, Owed, Telling};
use crate::clock::Moment;
use crate::db::{DbError, Engine, Source, Tx};
use crate::domain::kernel::outbox::{Class, Lane};
use crate::ids::{NoticeId, TellingId};

/// When a queue or lane is due in which nothing is to be done until somebody says otherwise.
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

/// The lanes of a class that have waited longest.
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

/// The queues of a lane that have waited longest.
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

/// Any queue of a lane that nobody has claimed: all of it was told another way.
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

/// Holds a lane still; false when another courier has it and this one need not wait.
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

/// Holds a lane still.
pub(in crate::domain::kernel::outbox) async fn hold(tx: &mut Tx, lane: &str) -> Result<(), DbError> {
    if tx.engine() == Engine::Postgres {
        sqlx::query("select lane from telling_lanes where lane = $1 for update")
            .bind(lane.to_owned())
            .fetch_all(tx.conn())
            .await?;
    }
    Ok(())
}

/// Something is to be told in this lane.
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

/// Something is to be told in this queue. What is claimed or put off stays so.
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

/// Claims a queue if it is still due; gives how often telling its first failed. `NEVER` as `due_until`: whatever is unclaimed.
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

/// A closed lane is being tried: until that is settled nobody else does, and nothing of it goes another way.
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

/// A try of a closed lane is over: it is no longer held for that, and may be tried again at once.
pub(in crate::domain::kernel::outbox) async fn end_probe(tx: &mut Tx, lane: &str, now: Moment) -> Result<(), DbError> {
    sqlx::query("update telling_lanes set probe_at_ms = $2, held_until_ms = 0 where lane = $1 and closed is not null")
        .bind(lane.to_owned())
        .bind(now)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Works out when the lane is due next: not before it is let alone no longer, then with its first queue, or when it is tried
/// again.
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

/// Forgets a lane in which nothing is owed and of which nothing is known; false when there is a reason to keep it.
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

/// What a claimed queue owes, oldest first.
pub(in crate::domain::kernel::outbox) async fn list_tellings(
    source: &mut impl Source,
    lane: &str,
    subject: &str,
    tellings_max: i64,
) -> Result<Vec<Telling>, DbError> {
    let rows: Vec<(TellingId, NoticeId, String, String, String)> = sqlx::query_as(
        "select t.id, t.notice_id, t.place, t.state, o.notice from tellings t join outbox o on o.id = t.notice_id
          where t.lane = $1 and t.subject = $2 and t.state in ('waiting', 'detoured') order by t.id limit $3",
    )
    .bind(lane.to_owned())
    .bind(subject.to_owned())
    .bind(tellings_max)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(telling).collect())
}

/// The same, without what was told another way.
pub(in crate::domain::kernel::outbox) async fn list_waiting_tellings(
    source: &mut impl Source,
    lane: &str,
    subject: &str,
    tellings_max: i64,
) -> Result<Vec<Telling>, DbError> {
    let rows: Vec<(TellingId, NoticeId, String, String, String)> = sqlx::query_as(
        "select t.id, t.notice_id, t.place, t.state, o.notice from tellings t join outbox o on o.id = t.notice_id
          where t.lane = $1 and t.subject = $2 and t.state = 'waiting' order by t.id limit $3",
    )
    .bind(lane.to_owned())
    .bind(subject.to_owned())
    .bind(tellings_max)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(telling).collect())
}

fn telling((id, notice_id, place, state, notice): (TellingId, NoticeId, String, String, String)) -> Telling {
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
    }
}

/// Keeps a claim from running out while its telling lasts.
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

/// Ends every claim. Only for a courier that knows it is the only one: the others are then dead.
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

/// When a lane is due next; `None` when nothing waits.
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

/// Tries every closed lane at once: something about the server's channels or the bot's permissions changed. Gives how many.
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

/// Whether nobody can write in a lane, as far as is known.
pub async fn is_closed(source: &mut impl Source, lane: Lane) -> Result<bool, DbError> {
    let row: Option<(String,)> =
        sqlx::query_as("select lane from telling_lanes where lane = $1 and closed is not null")
            .bind(lane.code())
            .fetch_optional(source.conn())
            .await?;
    Ok(row.is_some())
}

/// Tries at once what Discord did not answer to: it is there again. The lanes first, as everybody holds them.
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

/// Tries one lane at once if it is closed.
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
