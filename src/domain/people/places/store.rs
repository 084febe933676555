//! Places, and what is wrong with them.

use super::{Finding, Noted, Place, Subject};
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::ids::{DiscordPlaceId, MemberId, PlaceFindingId};

/// Every place that was ever filled; `None` when its channel or role is gone.
pub async fn list_places(source: &mut impl Source) -> Result<Vec<(Place, Option<DiscordPlaceId>)>, DbError> {
    let rows = sqlx::query_as("select kind, discord_id from places order by kind limit 1000")
        .fetch_all(source.conn())
        .await?;
    Ok(rows)
}

/// What the desk uses this channel, category or role for.
pub async fn find_place_of(source: &mut impl Source, id: DiscordPlaceId) -> Result<Option<Place>, DbError> {
    let row: Option<(Place,)> = sqlx::query_as("select kind from places where discord_id = $1 order by kind limit 1")
        .bind(id)
        .fetch_optional(source.conn())
        .await?;
    Ok(row.map(|(place,)| place))
}

/// Fills a place that is empty, and says whether it was.
pub(super) async fn fill(tx: &mut Tx, place: Place, id: DiscordPlaceId, at: Moment) -> Result<bool, DbError> {
    let filled = sqlx::query(
        "insert into places (kind, discord_id, since_at_ms) values ($1, $2, $3)
         on conflict (kind) do update set discord_id = excluded.discord_id, since_at_ms = excluded.since_at_ms
          where places.discord_id is null",
    )
    .bind(place)
    .bind(id)
    .bind(at)
    .execute(tx.conn())
    .await?
    .rows_affected();
    Ok(filled == 1)
}

/// Empties a place that this filled, and says whether it did.
pub(super) async fn empty(tx: &mut Tx, place: Place, id: DiscordPlaceId, at: Moment) -> Result<bool, DbError> {
    let emptied =
        sqlx::query("update places set discord_id = null, since_at_ms = $3 where kind = $1 and discord_id = $2")
            .bind(place)
            .bind(id)
            .bind(at)
            .execute(tx.conn())
            .await?
            .rows_affected();
    Ok(emptied == 1)
}

/// What became of a place.
pub(super) struct Step {
    pub(super) place: Place,
    pub(super) event: &'static str,
    pub(super) id: DiscordPlaceId,
    pub(super) actor: MemberId,
}

pub(super) async fn insert_backlog(tx: &mut Tx, step: &Step, at: Moment) -> Result<(), DbError> {
    sqlx::query("insert into place_backlog (kind, event, discord_id, actor_id, at_ms) values ($1, $2, $3, $4, $5)")
        .bind(step.place)
        .bind(step.event)
        .bind(step.id)
        .bind(step.actor)
        .bind(at)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Locks a subject's row, which is inserted first when there is none, and returns what is known.
pub(super) async fn find_finding_for_update(tx: &mut Tx, subject: Subject) -> Result<Option<Finding>, DbError> {
    let (finding,): (Option<String>,) = sqlx::query_as(
        "insert into place_findings (subject, at_ms) values ($1, 0)
         on conflict (subject) do update set at_ms = place_findings.at_ms
         returning finding",
    )
    .bind(subject.to_string())
    .fetch_one(tx.conn())
    .await?;
    finding.as_deref().map(read).transpose()
}

/// Writes what was found now, with a row of the backlog.
pub(super) async fn insert_finding(
    tx: &mut Tx,
    subject: Subject,
    finding: Option<&Finding>,
    at: Moment,
) -> Result<PlaceFindingId, DbError> {
    let text = finding.map(|finding| serde_json::to_string(finding).expect("findings are plain data with text keys"));
    sqlx::query("update place_findings set finding = $2, at_ms = $3 where subject = $1")
        .bind(subject.to_string())
        .bind(text.clone())
        .bind(at)
        .execute(tx.conn())
        .await?;
    let (id,): (PlaceFindingId,) =
        sqlx::query_as("insert into place_finding_backlog (subject, finding, at_ms) values ($1, $2, $3) returning id")
            .bind(subject.to_string())
            .bind(text)
            .bind(at)
            .fetch_one(tx.conn())
            .await?;
    Ok(id)
}

/// The result of one check.
///
/// # Errors
/// [`DbError::Corrupt`] when there is no such row.
pub async fn get_noted(source: &mut impl Source, id: PlaceFindingId) -> Result<Noted, DbError> {
    let row: Option<(String, Option<String>)> =
        sqlx::query_as("select subject, finding from place_finding_backlog where id = $1")
            .bind(id)
            .fetch_optional(source.conn())
            .await?;
    let row = row.ok_or_else(|| DbError::Corrupt(format!("finding {id} is not there")))?;
    noted(row)
}

/// How often something was found wrong with this subject since then.
pub async fn count_found_since(source: &mut impl Source, subject: Subject, since: Moment) -> Result<i64, DbError> {
    let (count,): (i64,) = sqlx::query_as(
        "select count(*) from place_finding_backlog where subject = $1 and finding is not null and $2 <= at_ms",
    )
    .bind(subject.to_string())
    .bind(since)
    .fetch_one(source.conn())
    .await?;
    Ok(count)
}

/// The most findings that are read.
const FINDINGS_MAX: i64 = 1_000;

/// What is wrong at present.
pub async fn list_findings(source: &mut impl Source) -> Result<Vec<Noted>, DbError> {
    let rows: Vec<(String, Option<String>)> = sqlx::query_as(
        "select subject, finding from place_findings where finding is not null order by subject limit $1",
    )
    .bind(FINDINGS_MAX)
    .fetch_all(source.conn())
    .await?;
    rows.into_iter().map(noted).collect()
}

fn noted((subject, finding): (String, Option<String>)) -> Result<Noted, DbError> {
    Ok(Noted {
        subject: Subject::from_text(&subject).map_err(DbError::Corrupt)?,
        finding: finding.as_deref().map(read).transpose()?,
    })
}

fn read(finding: &str) -> Result<Finding, DbError> {
    serde_json::from_str(finding).map_err(|error| DbError::Corrupt(format!("a finding about a place: {error}")))
}
