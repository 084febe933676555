//! The body of a webhook.

use serde_json::{Value, json};

use crate::db::{DbError, Source};
use crate::domain::games::apps::webhooks::{Delivery, News};
use crate::domain::games::apps::{achievements, events};
use crate::http::show;
use crate::ids::{AchievementId, AppEventId, MemberId};

/// The body of a delivery: its type, its time and the facts. The facts never change, so every attempt sends the same
/// body.
pub(super) async fn body(source: &mut impl Source, delivery: &Delivery) -> Result<String, DbError> {
    let facts = match delivery.news {
        News::EventClosed(event) | News::EventExpired(event) => event_facts(source, event).await?,
        News::AchievementCompleted { achievement, member } => achievement_facts(source, achievement, member).await?,
        News::Test => json!({}),
    };
    let body = json!({
        "type": delivery.news.kind(),
        "timestamp": show::moment(delivery.created_at),
        "data": facts,
    });
    Ok(body.to_string())
}

async fn event_facts(source: &mut impl Source, id: AppEventId) -> Result<Value, DbError> {
    let event = events::find_event(source, id).await?;
    let event = event.ok_or_else(|| DbError::Corrupt(format!("a delivery tells of event {id}")))?;
    let totals = events::total_event(source, id).await?;
    Ok(json!({
        "event_id": event.id,
        "state": event.state,
        "transactions": event.transactions,
        "credited": totals.credited.minor(),
        "debited": totals.debited.minor(),
        "ended_at": event.ended_at.map(show::moment),
    }))
}

async fn achievement_facts(
    source: &mut impl Source,
    achievement: AchievementId,
    member: MemberId,
) -> Result<Value, DbError> {
    let completion = achievements::find_completed(source, achievement, member).await?;
    let completion =
        completion.ok_or_else(|| DbError::Corrupt(format!("a delivery tells of achievement {achievement}")))?;
    Ok(json!({
        "achievement_id": completion.achievement.id,
        "name": completion.achievement.name,
        "user_id": completion.user.to_string(),
        "reward": completion.achievement.reward.minor(),
        "completed_at": show::moment(completion.completed_at),
    }))
}
