//! Reads what alarms are about, and writes which are open.

use super::alarm::{Alarm, AlarmEvent, AlarmKind, AlarmSubject, NotedAlarm};
use super::decide::Endings;
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::ids::{MemberId, OrderId, PlayerAlarmId};

/// More than a desk ever has at once; what is beyond it is looked at when others have ended.
const ROWS_MAX: i64 = 5_000;

/// Notes that an alarm began or ended; `None` when it is so already.
pub(super) async fn note(tx: &mut Tx, noted: &NotedAlarm, at: Moment) -> Result<Option<PlayerAlarmId>, DbError> {
    let sql = match noted.event {
        AlarmEvent::Began => {
            "insert into player_alarms (kind, subject_id, open, at_ms) values ($1, $2, 1, $3)
             on conflict (kind, subject_id) do update set open = 1, at_ms = excluded.at_ms where player_alarms.open = 0"
        }
        AlarmEvent::Ended => {
            "update player_alarms set open = 0, at_ms = $3 where kind = $1 and subject_id = $2 and open = 1"
        }
    };
    let Alarm { subject, facts } = noted.alarm;
    let changed = sqlx::query(sql)
        .bind(subject.kind())
        .bind(subject.id())
        .bind(at)
        .execute(tx.conn())
        .await?
        .rows_affected();
    if changed == 0 {
        return Ok(None);
    }
    let (id,): (PlayerAlarmId,) = sqlx::query_as(
        "insert into player_alarm_backlog (kind, subject_id, event, facts, at_ms) values ($1, $2, $3, $4, $5) returning id",
    )
    .bind(subject.kind())
    .bind(subject.id())
    .bind(noted.event)
    .bind(serde_json::to_string(&facts).expect("figures are plain data with text keys"))
    .bind(at)
    .fetch_one(tx.conn())
    .await?;
    Ok(Some(id))
}

/// The open alarms.
pub(super) async fn list_open_alarms(source: &mut impl Source) -> Result<Vec<AlarmSubject>, DbError> {
    let rows: Vec<(AlarmKind, i64)> =
        sqlx::query_as("select kind, subject_id from player_alarms where open = 1 order by kind, subject_id limit $1")
            .bind(ROWS_MAX)
            .fetch_all(source.conn())
            .await?;
    Ok(rows
        .into_iter()
        .map(|(kind, id)| AlarmSubject::read(kind, id))
        .collect())
}

/// How many alarms of each kind are open.
pub async fn count_open_alarms(source: &mut impl Source) -> Result<Vec<(AlarmKind, i64)>, DbError> {
    let rows: Vec<(AlarmKind, i64)> =
        sqlx::query_as("select kind, count(*) from player_alarms where open = 1 group by kind")
            .fetch_all(source.conn())
            .await?;
    let of = |kind: AlarmKind| rows.iter().find(|(of, _)| *of == kind).map_or(0, |(_, count)| *count);
    Ok(AlarmKind::ALL.iter().map(|kind| (*kind, of(*kind))).collect())
}

/// Whether an alarm is still open.
pub async fn is_alarm_open(source: &mut impl Source, subject: AlarmSubject) -> Result<bool, DbError> {
    let (count,): (i64,) =
        sqlx::query_as("select count(*) from player_alarms where kind = $1 and subject_id = $2 and open = 1")
            .bind(subject.kind())
            .bind(subject.id())
            .fetch_one(source.conn())
            .await?;
    Ok(0 < count)
}

/// One change of an alarm.
///
/// # Errors
/// [`DbError::Corrupt`] when there is none with this id.
pub async fn get_alarm(source: &mut impl Source, id: PlayerAlarmId) -> Result<NotedAlarm, DbError> {
    let row: Option<(AlarmKind, i64, AlarmEvent, String)> =
        sqlx::query_as("select kind, subject_id, event, facts from player_alarm_backlog where id = $1")
            .bind(id)
            .fetch_optional(source.conn())
            .await?;
    let corrupt = |why: String| DbError::Corrupt(format!("alarm {id}: {why}"));
    let (kind, subject, event, facts) = row.ok_or_else(|| corrupt("it is not there".to_owned()))?;
    Ok(NotedAlarm {
        alarm: Alarm {
            subject: AlarmSubject::read(kind, subject),
            facts: serde_json::from_str(&facts).map_err(|error| corrupt(error.to_string()))?,
        },
        event,
    })
}

/// Deposits and withdrawals that have not ended, oldest first, and when each was asked for. The states stand there word
/// for word as in the index of open orders.
pub(super) async fn list_open_requests(source: &mut impl Source) -> Result<Vec<(OrderId, Moment)>, DbError> {
    let rows = sqlx::query_as(
        "select o.id, o.created_at_ms from orders o join cash_orders c on c.order_id = o.id
          where o.state in ('pending', 'assigned', 'processing') order by o.id limit $1",
    )
    .bind(ROWS_MAX)
    .fetch_all(source.conn())
    .await?;
    Ok(rows)
}

/// Players of whom at least `failures_min` transactions failed after `since`, and how many.
pub(super) async fn list_failing(
    source: &mut impl Source,
    since: Moment,
    failures_min: i64,
) -> Result<Vec<(MemberId, i64)>, DbError> {
    let rows = sqlx::query_as(
        "select member_id, count(*) from player_transactions where state = 'fallida' and $1 < created_at_ms
          group by member_id having $2 <= count(*) order by member_id limit $3",
    )
    .bind(since)
    .bind(failures_min)
    .bind(ROWS_MAX)
    .fetch_all(source.conn())
    .await?;
    Ok(rows)
}

/// How many transactions of one player failed after `since`.
pub(super) async fn count_failed(source: &mut impl Source, player: MemberId, since: Moment) -> Result<i64, DbError> {
    let (count,): (i64,) = sqlx::query_as(
        "select count(*) from player_transactions where state = 'fallida' and $1 < created_at_ms and member_id = $2",
    )
    .bind(since)
    .bind(player)
    .fetch_one(source.conn())
    .await?;
    Ok(count)
}

/// What each cashier has confirmed and rejected after `since`: deposits and withdrawals that they had themselves.
pub(super) async fn list_endings(source: &mut impl Source, since: Moment) -> Result<Vec<Endings>, DbError> {
    let rows: Vec<(MemberId, i64, i64)> = sqlx::query_as(
        "select b.cashier_id, cast(sum(case b.to_state when 'completed' then 1 else 0 end) as bigint),
                cast(sum(case b.to_state when 'rejected' then 1 else 0 end) as bigint)
           from order_backlog b join cash_orders c on c.order_id = b.order_id
          where b.to_state in ('completed', 'rejected') and $1 < b.at_ms and b.actor_id = b.cashier_id
          group by b.cashier_id order by b.cashier_id limit $2",
    )
    .bind(since)
    .bind(ROWS_MAX)
    .fetch_all(source.conn())
    .await?;
    let of = |(cashier, confirmed, rejected)| Endings {
        cashier,
        confirmed,
        rejected,
    };
    Ok(rows.into_iter().map(of).collect())
}
