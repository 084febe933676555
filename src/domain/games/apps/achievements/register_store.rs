//! Inserts achievements, and finds names that are taken.

use super::ACHIEVEMENTS_MAX;
use super::register::NewAchievement;
use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::domain::people::members;
use crate::ids::{AchievementId, AppId};

/// The achievement of an app whose name reads like this one.
pub(super) async fn find_like(tx: &mut Tx, app: AppId, name: &str) -> Result<Option<AchievementId>, DbError> {
    let rows: Vec<(AchievementId, String)> =
        sqlx::query_as("select id, name from achievements where app_id = $1 order by id limit $2")
            .bind(app)
            .bind(ACHIEVEMENTS_MAX)
            .fetch_all(tx.conn())
            .await?;
    let like = rows.into_iter().find(|(_, other)| members::reads_like(other, name));
    Ok(like.map(|(id, _)| id))
}

pub(super) async fn count_of(tx: &mut Tx, app: AppId) -> Result<i64, DbError> {
    let (count,): (i64,) = sqlx::query_as("select count(*) from achievements where app_id = $1")
        .bind(app)
        .fetch_one(tx.conn())
        .await?;
    Ok(count)
}

pub(super) async fn insert_achievement(
    tx: &mut Tx,
    app: AppId,
    new: &NewAchievement,
    at: Moment,
) -> Result<AchievementId, DbError> {
    let (id,): (AchievementId,) = sqlx::query_as(
        "insert into achievements (app_id, name, description, target, reward_minor, graphic, created_at_ms)
         values ($1, $2, $3, $4, $5, $6, $7) returning id",
    )
    .bind(app)
    .bind(new.name.clone())
    .bind(new.description.clone())
    .bind(new.target)
    .bind(new.reward.minor())
    .bind(new.graphic.as_ref().map(|graphic| graphic.bytes().to_vec()))
    .bind(at)
    .fetch_one(tx.conn())
    .await?;
    Ok(id)
}
