//! Reads and writes closes.

use chrono::NaiveDate;

use super::{ChainHead, Close, CloseFigures, CloseLength, NewClose};
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::domain::books::ledger::Period;
use crate::domain::kernel::days::{ClosingTime, DeskDays};
use crate::ids::CloseId;

macro_rules! select_closes {
    ($rest:literal) => {
        concat!(
            "select id, length, first_day, from_ms, until_ms, time_zone, closes_at, made_at_ms, head_seq, head_hash, figures \
             from closes ",
            $rest
        )
    };
}

#[derive(sqlx::FromRow)]
struct CloseRow {
    id: CloseId,
    length: CloseLength,
    first_day: String,
    from_ms: Moment,
    until_ms: Moment,
    time_zone: String,
    closes_at: String,
    made_at_ms: Moment,
    head_seq: i64,
    head_hash: String,
    figures: String,
}

impl TryFrom<CloseRow> for Close {
    type Error = DbError;

    fn try_from(row: CloseRow) -> Result<Close, DbError> {
        let corrupt = |what: String| DbError::Corrupt(format!("close {}: {what}", row.id));
        let first_day: NaiveDate = row.first_day.parse().map_err(|error| corrupt(format!("{error}")))?;
        let time_zone = row.time_zone.parse().map_err(|error| corrupt(format!("{error}")))?;
        let closes_at = ClosingTime::parse(&row.closes_at);
        let closes_at = closes_at.ok_or_else(|| corrupt(format!("{} is no time", row.closes_at)))?;
        let figures: CloseFigures =
            serde_json::from_str(&row.figures).map_err(|error| corrupt(format!("its figures: {error}")))?;
        Ok(Close {
            id: row.id,
            length: row.length,
            first_day,
            period: Period {
                from: row.from_ms,
                until: row.until_ms,
            },
            days: DeskDays { time_zone, closes_at },
            made_at: row.made_at_ms,
            head: ChainHead {
                seq: row.head_seq,
                hash: row.head_hash,
            },
            figures,
        })
    }
}

/// Writes a close; `None` when its day or month has one.
pub(super) async fn insert_close(tx: &mut Tx, new: &NewClose, at: Moment) -> Result<Option<CloseId>, DbError> {
    let figures = serde_json::to_string(&new.figures).expect("figures are plain data with text keys");
    let row: Option<(CloseId,)> = sqlx::query_as(
        "insert into closes (length, first_day, from_ms, until_ms, time_zone, closes_at, made_at_ms, head_seq, head_hash,
                             figures)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning id",
    )
    .bind(new.length)
    .bind(new.first_day.to_string())
    .bind(new.period.from)
    .bind(new.period.until)
    .bind(new.days.time_zone.name())
    .bind(new.days.closes_at.to_string())
    .bind(at)
    .bind(new.head.seq)
    .bind(new.head.hash.clone())
    .bind(figures)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|(id,)| id))
}

pub async fn find_close(source: &mut impl Source, id: CloseId) -> Result<Option<Close>, DbError> {
    let row: Option<CloseRow> = sqlx::query_as(select_closes!("where id = $1"))
        .bind(id)
        .fetch_optional(source.conn())
        .await?;
    row.map(Close::try_from).transpose()
}

/// The close of the day, or of the month that begins with the day.
pub async fn find_close_of(
    source: &mut impl Source,
    length: CloseLength,
    first_day: NaiveDate,
) -> Result<Option<Close>, DbError> {
    let row: Option<CloseRow> = sqlx::query_as(select_closes!("where length = $1 and first_day = $2"))
        .bind(length)
        .bind(first_day.to_string())
        .fetch_optional(source.conn())
        .await?;
    row.map(Close::try_from).transpose()
}

/// The latest day that is closed.
pub(super) async fn find_newest_day(source: &mut impl Source) -> Result<Option<NaiveDate>, DbError> {
    let row: (Option<String>,) = sqlx::query_as("select max(first_day) from closes where length = 'dia'")
        .fetch_one(source.conn())
        .await?;
    let read = |day: String| {
        day.parse()
            .map_err(|_| DbError::Corrupt(format!("{day:?} is no day of a close")))
    };
    row.0.map(read).transpose()
}

/// How many heads are read at once.
const HEADS_AT_ONCE: i64 = 500;

/// The heads of closes after this one, in the order in which they were written.
pub(super) async fn list_heads(source: &mut impl Source, after: i64) -> Result<Vec<(CloseId, ChainHead)>, DbError> {
    let rows: Vec<(CloseId, i64, String)> =
        sqlx::query_as("select id, head_seq, head_hash from closes where $1 < id order by id limit $2")
            .bind(after)
            .bind(HEADS_AT_ONCE)
            .fetch_all(source.conn())
            .await?;
    let head = |(id, seq, hash)| (id, ChainHead { seq, hash });
    Ok(rows.into_iter().map(head).collect())
}

/// The close with the latest day.
pub async fn find_newest_close(source: &mut impl Source, length: CloseLength) -> Result<Option<Close>, DbError> {
    let row: Option<CloseRow> = sqlx::query_as(select_closes!("where length = $1 order by first_day desc limit 1"))
        .bind(length)
        .fetch_optional(source.conn())
        .await?;
    row.map(Close::try_from).transpose()
}
