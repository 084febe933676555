//! Notices, and the places where they are told.

use super::lanes_store::{want_lane, want_queue};
use super::{Class, Lane, Notice};
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::ids::{NoticeId, TellingId};

pub(super) async fn insert_notice(
    tx: &mut Tx,
    subject: &str,
    notice: &str,
    class: Class,
    at: Moment,
) -> Result<(), DbError> {
    let trace = tx.trace().map(|trace| trace.to_string());
    sqlx::query("insert into outbox (subject, notice, class, created_at_ms, trace_id) values ($1, $2, $3, $4, $5)")
        .bind(subject.to_owned())
        .bind(notice.to_owned())
        .bind(class.rank())
        .bind(at)
        .bind(trace)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// A notice whose places are not worked out yet.
#[derive(Debug, Clone)]
pub struct Unaddressed {
    pub id: NoticeId,
    pub subject: String,
    /// `None` for a notice that only a newer version of cambista knows.
    pub notice: Option<Notice>,
}

/// The notices to address, the urgent class first, each class in the order in which it was written.
pub async fn list_unaddressed(source: &mut impl Source, notices_max: i64) -> Result<Vec<Unaddressed>, DbError> {
    let rows: Vec<(NoticeId, String, String)> =
        sqlx::query_as("select id, subject, notice from outbox where state = 'waiting' order by class, id limit $1")
            .bind(notices_max)
            .fetch_all(source.conn())
            .await?;
    let unaddressed = |(id, subject, notice): (NoticeId, String, String)| Unaddressed {
        id,
        subject,
        notice: serde_json::from_str(&notice).ok(),
    };
    Ok(rows.into_iter().map(unaddressed).collect())
}

/// A notice and where it is told.
#[derive(Debug, Clone)]
pub struct Addressed {
    pub notice: NoticeId,
    pub subject: String,
    pub class: Class,
    /// The lane and the name of each place. Empty when nobody needs to hear it.
    pub places: Vec<(Lane, String)>,
}

/// Records where notices are told. A notice that another courier addressed in the meantime is skipped.
///
/// Lanes are locked first and in one order, so that two couriers cannot deadlock.
pub async fn address(tx: &mut Tx, addressed: &[Addressed], at: Moment) -> Result<(), DbError> {
    let lanes_of = |one: &Addressed| {
        let class = one.class;
        let lane = move |(lane, _): &(Lane, String)| (lane.code(), class);
        one.places.iter().map(lane).collect::<Vec<_>>()
    };
    let mut lanes: Vec<(String, Class)> = addressed.iter().flat_map(lanes_of).collect();
    lanes.sort();
    lanes.dedup_by(|later, first| later.0 == first.0);
    for (lane, class) in &lanes {
        want_lane(tx, lane, *class, at).await?;
    }
    for one in addressed {
        let touched = sqlx::query("update outbox set state = 'addressed' where id = $1 and state = 'waiting'")
            .bind(one.notice)
            .execute(tx.conn())
            .await?
            .rows_affected();
        if touched != 1 {
            continue;
        }
        for (lane, place) in &one.places {
            let lane = lane.code();
            insert_telling(tx, one, &lane, place, at).await?;
            want_queue(tx, &lane, &one.subject, at).await?;
        }
    }
    tx.wake_when_kept();
    Ok(())
}

async fn insert_telling(tx: &mut Tx, of: &Addressed, lane: &str, place: &str, at: Moment) -> Result<(), DbError> {
    sqlx::query(
        "insert into tellings (notice_id, lane, subject, place, made_at_ms) values ($1, $2, $3, $4, $5)
         on conflict (notice_id, place) do nothing",
    )
    .bind(of.notice)
    .bind(lane.to_owned())
    .bind(of.subject.clone())
    .bind(place.to_owned())
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Sets a notice aside that this version cannot read; it stays in the outbox for a later version. False when it was not
/// waiting any more.
pub async fn set_notice_aside(tx: &mut Tx, notice: NoticeId, why: &str, at: Moment) -> Result<bool, DbError> {
    let touched = sqlx::query(
        "update outbox set state = 'set_aside', last_error = $2, ended_at_ms = $3 where id = $1 and state = 'waiting'",
    )
    .bind(notice)
    .bind(why.to_owned())
    .bind(at)
    .execute(tx.conn())
    .await?
    .rows_affected();
    Ok(touched == 1)
}

/// How many notices and tellings nobody has heard yet in any way.
pub async fn count_waiting(source: &mut impl Source) -> Result<i64, DbError> {
    let (count,): (i64,) = sqlx::query_as(
        "select (select count(*) from outbox where state = 'waiting')
              + (select count(*) from tellings where state = 'waiting')",
    )
    .fetch_one(source.conn())
    .await?;
    Ok(count)
}

/// Whether something about this subject is still to be told.
pub async fn is_waiting(source: &mut impl Source, subject: &str) -> Result<bool, DbError> {
    let (count,): (i64,) = sqlx::query_as(
        "select (select count(*) from outbox where state = 'waiting' and subject = $1)
              + (select count(*) from tellings where state = 'waiting' and subject = $1)",
    )
    .bind(subject.to_owned())
    .fetch_one(source.conn())
    .await?;
    Ok(0 < count)
}

/// How much a courier has to do now: unaddressed notices, claimed queues and due lanes.
pub async fn count_due(source: &mut impl Source, now: Moment) -> Result<i64, DbError> {
    let (count,): (i64,) = sqlx::query_as(
        "select (select count(*) from outbox where state = 'waiting')
              + (select count(*) from telling_queues where claim <> 0)
              + (select count(*) from telling_lanes where due_at_ms <= $1)",
    )
    .bind(now)
    .fetch_one(source.conn())
    .await?;
    Ok(count)
}

/// Something that was set aside, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    pub notice: NoticeId,
    /// `None` when the whole notice was set aside.
    pub telling: Option<TellingId>,
    pub kind: String,
    pub place: Option<String>,
    pub why: String,
}

/// The notices and tellings that were set aside, oldest first.
pub async fn list_set_aside(source: &mut impl Source, rows_max: i64) -> Result<Vec<SetAside>, DbError> {
    type Row = (NoticeId, Option<TellingId>, String, Option<String>, Option<String>);
    let rows: Vec<Row> = sqlx::query_as(
        "select o.id, null, o.notice, null, o.last_error from outbox o where o.state = 'set_aside'
         union all
         select t.notice_id, t.id, o.notice, t.place, t.last_error
           from tellings t join outbox o on o.id = t.notice_id where t.state = 'set_aside'
          order by 1, 2 limit $1",
    )
    .bind(rows_max)
    .fetch_all(source.conn())
    .await?;
    let set_aside = |(notice, telling, text, place, why): Row| SetAside {
        notice,
        telling,
        kind: kind_of(&text),
        place,
        why: why.unwrap_or_default(),
    };
    Ok(rows.into_iter().map(set_aside).collect())
}

pub async fn count_set_aside(source: &mut impl Source) -> Result<i64, DbError> {
    let (count,): (i64,) = sqlx::query_as(
        "select (select count(*) from outbox where state = 'set_aside')
              + (select count(*) from tellings where state = 'set_aside')",
    )
    .fetch_one(source.conn())
    .await?;
    Ok(count)
}

/// The kind of a stored notice, even when this version does not know it.
fn kind_of(notice: &str) -> String {
    let value: Option<serde_json::Value> = serde_json::from_str(notice).ok();
    let kind = value.as_ref().and_then(|value| value["kind"].as_str());
    kind.unwrap_or("?").to_owned()
}

/// Makes everything that was set aside due again. Returns how many notices and tellings that are.
pub async fn owe_again(tx: &mut Tx, at: Moment) -> Result<u64, DbError> {
    let notices = sqlx::query("update outbox set state = 'waiting', ended_at_ms = null where state = 'set_aside'")
        .execute(tx.conn())
        .await?
        .rows_affected();
    let tellings: Vec<(String, String)> = sqlx::query_as(
        "update tellings set state = 'waiting', ended_at_ms = null where state = 'set_aside' returning lane, subject",
    )
    .fetch_all(tx.conn())
    .await?;
    let mut queues = tellings.clone();
    queues.sort();
    queues.dedup();
    for (lane, subject) in &queues {
        want_lane(tx, lane, Class::Now, at).await?;
        want_queue(tx, lane, subject, at).await?;
    }
    tx.wake_when_kept();
    Ok(notices + u64::try_from(tellings.len()).unwrap_or(u64::MAX))
}

/// Makes those notices due again that were set aside because an older version could not read them, and that this one
/// can read. Returns how many that are.
pub async fn owe_readable_again(tx: &mut Tx, why: &str) -> Result<u64, DbError> {
    let rows: Vec<(NoticeId, String)> = sqlx::query_as(
        "select id, notice from outbox where state = 'set_aside' and last_error = $1 order by id limit 10000",
    )
    .bind(why.to_owned())
    .fetch_all(tx.conn())
    .await?;
    let mut owed = 0;
    for (notice, text) in rows {
        if serde_json::from_str::<Notice>(&text).is_err() {
            continue;
        }
        owed += sqlx::query(
            "update outbox set state = 'waiting', ended_at_ms = null where id = $1 and state = 'set_aside'",
        )
        .bind(notice)
        .execute(tx.conn())
        .await?
        .rows_affected();
    }
    tx.wake_when_kept();
    Ok(owed)
}
