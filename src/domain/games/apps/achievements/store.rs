//! Achievements, and people's progress.

use super::{Achievement, Badge, COUNT_MAX, Completed, Progress};
use crate::clock::Moment;
use crate::db::{DbError, Place, Source, Tx};
use crate::domain::games::apps::keys::Caller;
use crate::domain::kernel::money::{Currency, Money};
use crate::ids::{AchievementId, AppId, DiscordUserId, JournalId, MemberId};

/// The value at which counting stops: far above every target.
const VALUE_MAX: i64 = 1_000 * COUNT_MAX;

#[derive(sqlx::FromRow)]
struct AchievementRow {
    id: AchievementId,
    app_id: AppId,
    name: String,
    description: String,
    target: i64,
    reward_minor: i64,
    has_graphic: i64,
    created_at_ms: Moment,
}

impl From<AchievementRow> for Achievement {
    fn from(row: AchievementRow) -> Self {
        Self {
            id: row.id,
            app: row.app_id,
            name: row.name,
            description: row.description,
            target: row.target,
            reward: Money::from_minor(row.reward_minor, Currency::COIN),
            has_graphic: row.has_graphic != 0,
            created_at: row.created_at_ms,
        }
    }
}

/// The columns of an achievement, in one place; `$rest` says which ones.
macro_rules! select_achievements {
    ($rest:expr) => {
        concat!(
            "select a.id, a.app_id, a.name, a.description, a.target, a.reward_minor,
                    cast(case when a.graphic is null then 0 else 1 end as bigint) as has_graphic, a.created_at_ms",
            $rest
        )
    };
}

pub async fn find_achievement(source: &mut impl Source, id: AchievementId) -> Result<Option<Achievement>, DbError> {
    let row: Option<AchievementRow> = sqlx::query_as(select_achievements!(" from achievements a where a.id = $1"))
        .bind(id)
        .fetch_optional(source.conn())
        .await?;
    Ok(row.map(Achievement::from))
}

/// The picture of an achievement; `None` when it has none.
pub async fn find_graphic(source: &mut impl Source, id: AchievementId) -> Result<Option<Vec<u8>>, DbError> {
    let row: Option<(Vec<u8>,)> =
        sqlx::query_as("select graphic from achievements where id = $1 and graphic is not null")
            .bind(id)
            .fetch_optional(source.conn())
            .await?;
    Ok(row.map(|(bytes,)| bytes))
}

/// The caller's achievements in the order in which they were made, after `after`.
pub async fn list_achievements(
    source: &mut impl Source,
    caller: &Caller,
    after: AchievementId,
    achievements_max: i64,
) -> Result<Vec<Achievement>, DbError> {
    let rows: Vec<AchievementRow> = sqlx::query_as(select_achievements!(
        " from achievements a where a.app_id = $1 and $2 < a.id order by a.id limit $3"
    ))
    .bind(caller.app)
    .bind(after)
    .bind(achievements_max)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(Achievement::from).collect())
}

#[derive(sqlx::FromRow)]
struct ProgressRow {
    #[sqlx(flatten)]
    achievement: AchievementRow,
    value: i64,
    completed_at_ms: Option<Moment>,
}

impl From<ProgressRow> for Progress {
    fn from(row: ProgressRow) -> Self {
        Self {
            achievement: row.achievement.into(),
            value: row.value,
            completed_at: row.completed_at_ms,
        }
    }
}

/// Somebody's progress with each of the caller's achievements, in their order, after `after`.
pub async fn list_progress(
    source: &mut impl Source,
    caller: &Caller,
    member: MemberId,
    after: AchievementId,
    achievements_max: i64,
) -> Result<Vec<Progress>, DbError> {
    let rows: Vec<ProgressRow> = sqlx::query_as(select_achievements!(
        ", coalesce(p.value, 0) as value, p.completed_at_ms
           from achievements a
           left join achievement_progress p on p.achievement_id = a.id and p.member_id = $2
          where a.app_id = $1 and $3 < a.id order by a.id limit $4"
    ))
    .bind(caller.app)
    .bind(member)
    .bind(after)
    .bind(achievements_max)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(Progress::from).collect())
}

#[derive(sqlx::FromRow)]
struct BadgeRow {
    app_name: String,
    #[sqlx(flatten)]
    progress: ProgressRow,
}

/// The sort key of a badge among those of one person: completed ones first, the newest of them first, then by number.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
struct Rank {
    /// Zero while it is not completed.
    completed_at_ms: i64,
    achievement_id: i64,
}

const TOP: Rank = Rank {
    completed_at_ms: i64::MAX,
    achievement_id: 0,
};

async fn find_rank(source: &mut impl Source, member: MemberId, achievement: i64) -> Result<Option<Rank>, DbError> {
    let row = sqlx::query_as(
        "select coalesce(completed_at_ms, 0) as completed_at_ms, achievement_id
           from achievement_progress where member_id = $1 and achievement_id = $2",
    );
    Ok(row.bind(member).bind(achievement).fetch_optional(source.conn()).await?)
}

/// A page of what somebody has begun or completed in any app, in the order of [`Rank`]. The key of a row is its
/// achievement.
pub async fn list_badges(
    source: &mut impl Source,
    member: MemberId,
    place: Place,
    badges_max: i64,
) -> Result<Vec<Badge>, DbError> {
    let (text, key) = match place {
        Place::First => (BADGES_BELOW, None),
        Place::After(key) => (BADGES_BELOW, Some(key)),
        Place::Before(key) => (BADGES_ABOVE, Some(key)),
    };
    let beside = match key {
        None => Some(TOP),
        Some(key) => find_rank(source, member, key).await?,
    };
    let Some(beside) = beside else { return Ok(Vec::new()) };
    let rows: Vec<BadgeRow> = sqlx::query_as(text)
        .bind(member)
        .bind(beside.completed_at_ms)
        .bind(beside.achievement_id)
        .bind(badges_max)
        .fetch_all(source.conn())
        .await?;
    let badge = |row: BadgeRow| Badge {
        app: row.app_name,
        progress: row.progress.into(),
    };
    let mut badges: Vec<Badge> = rows.into_iter().map(badge).collect();
    if text == BADGES_ABOVE {
        badges.reverse();
    }
    Ok(badges)
}

/// The badges of one person; `$rest` says which of them.
macro_rules! select_badges {
    ($rest:literal) => {
        select_achievements!(concat!(
            ", p.value, p.completed_at_ms, g.name as app_name
               from achievement_progress p
               join achievements a on a.id = p.achievement_id
               join apps g on g.id = a.app_id
              where p.member_id = $1 ",
            $rest
        ))
    };
}

const BADGES_BELOW: &str = select_badges!(
    "and (coalesce(p.completed_at_ms, 0) < $2 or (coalesce(p.completed_at_ms, 0) = $2 and $3 < a.id))
      order by coalesce(p.completed_at_ms, 0) desc, a.id limit $4"
);
const BADGES_ABOVE: &str = select_badges!(
    "and ($2 < coalesce(p.completed_at_ms, 0) or (coalesce(p.completed_at_ms, 0) = $2 and a.id < $3))
      order by coalesce(p.completed_at_ms, 0), a.id desc limit $4"
);

/// How many badges somebody has in all, and how many of them come before this one.
pub async fn count_badges(
    source: &mut impl Source,
    member: MemberId,
    before: Option<AchievementId>,
) -> Result<(i64, i64), DbError> {
    let before = match before {
        None => None,
        Some(achievement) => find_rank(source, member, achievement.get()).await?,
    };
    let before = before.unwrap_or(TOP);
    Ok(sqlx::query_as(
        "select count(*), cast(coalesce(sum(case
                when $2 < coalesce(completed_at_ms, 0) then 1
                when coalesce(completed_at_ms, 0) = $2 and achievement_id < $3 then 1
                else 0 end), 0) as bigint)
           from achievement_progress where member_id = $1",
    )
    .bind(member)
    .bind(before.completed_at_ms)
    .bind(before.achievement_id)
    .fetch_one(source.conn())
    .await?)
}

/// Adds a step and returns the new value. The row stays locked until the unit ends.
pub(super) async fn add(
    tx: &mut Tx,
    achievement: &Achievement,
    member: MemberId,
    step: i64,
    at: Moment,
) -> Result<i64, DbError> {
    let (value,): (i64,) = sqlx::query_as(
        "insert into achievement_progress (achievement_id, member_id, value) values ($1, $2, $3)
         on conflict (achievement_id, member_id) do update set value =
             case when $4 - excluded.value < achievement_progress.value then $4
                  else achievement_progress.value + excluded.value end
         returning value",
    )
    .bind(achievement.id)
    .bind(member)
    .bind(step)
    .bind(VALUE_MAX)
    .fetch_one(tx.conn())
    .await?;
    sqlx::query(
        "insert into achievement_backlog (achievement_id, member_id, added, value, at_ms) values ($1, $2, $3, $4, $5)",
    )
    .bind(achievement.id)
    .bind(member)
    .bind(step)
    .bind(value)
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(value)
}

/// Marks the achievement as completed; returns whether it was not completed before.
pub(super) async fn complete(
    tx: &mut Tx,
    achievement: &Achievement,
    member: MemberId,
    at: Moment,
) -> Result<bool, DbError> {
    let touched = sqlx::query(
        "update achievement_progress set completed_at_ms = $3
          where achievement_id = $1 and member_id = $2 and completed_at_ms is null",
    )
    .bind(achievement.id)
    .bind(member)
    .bind(at)
    .execute(tx.conn())
    .await?
    .rows_affected();
    Ok(touched == 1)
}

pub(super) async fn set_journal(
    tx: &mut Tx,
    achievement: &Achievement,
    member: MemberId,
    journal: JournalId,
) -> Result<(), DbError> {
    let paid = "update achievement_progress set journal_id = $3
                 where achievement_id = $1 and member_id = $2 and journal_id is null";
    let touched = sqlx::query(paid)
        .bind(achievement.id)
        .bind(member)
        .bind(journal)
        .execute(tx.conn())
        .await?
        .rows_affected();
    match touched {
        1 => Ok(()),
        _ => Err(DbError::Corrupt(format!(
            "achievement {} was paid to {member} before",
            achievement.id
        ))),
    }
}

pub(super) async fn find_completion(
    tx: &mut Tx,
    achievement: &Achievement,
    member: MemberId,
) -> Result<Option<Moment>, DbError> {
    let row: Option<(Option<Moment>,)> =
        sqlx::query_as("select completed_at_ms from achievement_progress where achievement_id = $1 and member_id = $2")
            .bind(achievement.id)
            .bind(member)
            .fetch_optional(tx.conn())
            .await?;
    Ok(row.and_then(|(at,)| at))
}

#[derive(sqlx::FromRow)]
struct CompletedRow {
    #[sqlx(flatten)]
    achievement: AchievementRow,
    discord_user_id: DiscordUserId,
    completed_at_ms: Moment,
}

/// An achievement that somebody completed; `None` while they have not.
pub async fn find_completed(
    source: &mut impl Source,
    achievement: AchievementId,
    member: MemberId,
) -> Result<Option<Completed>, DbError> {
    let row: Option<CompletedRow> = sqlx::query_as(select_achievements!(
        ", cast(i.value as bigint) as discord_user_id, p.completed_at_ms
           from achievement_progress p
           join achievements a on a.id = p.achievement_id
           join member_identities i on i.member_id = p.member_id and i.kind = 'discord'
          where p.achievement_id = $1 and p.member_id = $2 and p.completed_at_ms is not null"
    ))
    .bind(achievement)
    .bind(member)
    .fetch_optional(source.conn())
    .await?;
    Ok(row.map(|row| Completed {
        achievement: row.achievement.into(),
        user: row.discord_user_id,
        completed_at: row.completed_at_ms,
    }))
}
