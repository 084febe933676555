//! Achievements of apps: registering, counting towards, and reading them.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::auth::Calling;
use super::body::{Fields, Segment, number, parse_user, user_id_schema};
use super::error::{ApiError, Code, achievement_refused};
use super::idempotency::{Repeatable, RepeatableAsked};
use super::openapi::{Always, Conflicts, NotThere, NotYours, Unreadable};
use super::page::{Page, PageAsked, cursor};
use super::show;
use super::state::Api;
use crate::db::{DbError, retrying};
use crate::domain::games::apps::achievements::{
    self, Achievement, Advance, COUNT_MAX, DESCRIPTION_MAX_CHARS, GRAPHIC_BYTES_MAX, GRAPHIC_SIDE_MAX, Graphic,
    NAME_MAX_CHARS, NewAchievement, Progress,
};
use crate::domain::games::apps::events;
use crate::domain::games::apps::keys::Caller;
use crate::domain::kernel::money::{Currency, Money};
use crate::ids::{AchievementId, DiscordUserId};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(register))
        .routes(routes!(advance))
        .routes(routes!(graphic))
        .routes(routes!(list))
        .routes(routes!(of_user))
}

/// The body of a request. It is read field by field ([`Fields`]); this type only describes it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
struct AchievementAsked {
    /// On one line; no two of an app have the same name.
    #[schema(example = "Card shark", min_length = 1, max_length = 60)]
    name: String,
    /// On one line.
    #[schema(example = "Win 10 rounds", min_length = 1, max_length = 200, pattern = "^[!-~]+$")]
    description: String,
    #[schema(example = 10, minimum = 1, maximum = 1_000_000_000_000_i64)]
    target_value: i64,
    /// In coins, paid once to everybody who completes it.
    #[schema(example = 100, minimum = 0, maximum = 1_000_000_000_000_i64)]
    reward: i64,
    /// A PNG as base64, at most 32 KiB and 512 pixels each way.
    #[schema(example = json!(null))]
    graphic: Option<String>,
}

/// The body of a request. It is read field by field ([`Fields`]); this type only describes it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
struct AdvanceAsked {
    #[schema(schema_with = user_id_schema)]
    user_id: i64,
    /// How much to add to the user's count.
    #[schema(example = 1, minimum = 1, maximum = 1_000_000_000_000_i64)]
    value: i64,
}

/// The answer to a registration.
#[derive(Debug, Serialize, ToSchema)]
struct AchievementMade {
    #[schema(example = 1)]
    achievement_id: i64,
}

/// An achievement.
#[derive(Debug, Serialize, ToSchema)]
struct AchievementShown {
    #[schema(example = 1)]
    achievement_id: i64,
    #[schema(example = "Card shark")]
    name: String,
    #[schema(example = "Win 10 rounds")]
    description: String,
    #[schema(example = 10)]
    target_value: i64,
    #[schema(example = 100)]
    reward: i64,
    /// The path of its picture.
    #[schema(example = "/achievement/1/graphic")]
    graphic: Option<String>,
}

/// A user's progress towards an achievement.
#[derive(Debug, Serialize, ToSchema)]
struct ProgressShown {
    #[schema(example = 1)]
    achievement_id: i64,
    #[schema(example = "Card shark")]
    name: String,
    #[schema(example = 4)]
    value: i64,
    #[schema(example = 10)]
    target_value: i64,
    /// When it was completed.
    #[schema(example = json!(null))]
    completed_at: Option<String>,
}

/// A user's progress after a step.
#[derive(Debug, Serialize, ToSchema)]
struct AdvanceShown {
    #[schema(example = 1)]
    achievement_id: i64,
    #[schema(example = "169015299834642432")]
    user_id: String,
    #[schema(example = 10)]
    value: i64,
    #[schema(example = 10)]
    target_value: i64,
    #[schema(example = "2026-11-20T12:00:00.000Z")]
    completed_at: Option<String>,
    /// The coins that this step earned.
    #[schema(example = 100)]
    rewarded: i64,
}

/// A page of achievements.
#[derive(Debug, Serialize, ToSchema)]
struct AchievementsShown {
    achievements: Vec<AchievementShown>,
    /// The `cursor` of the next page; null on the last one.
    #[schema(example = json!(null))]
    next: Option<String>,
}

/// A page of a user's progress.
#[derive(Debug, Serialize, ToSchema)]
struct ProgressPage {
    user_id: String,
    achievements: Vec<ProgressShown>,
    /// The `cursor` of the next page; null on the last one.
    #[schema(example = json!(null))]
    next: Option<String>,
}

impl From<&Achievement> for AchievementShown {
    fn from(achievement: &Achievement) -> Self {
        let id = achievement.id;
        Self {
            achievement_id: id.get(),
            name: achievement.name.clone(),
            description: achievement.description.clone(),
            target_value: achievement.target,
            reward: achievement.reward.minor(),
            graphic: achievement.has_graphic.then(|| format!("/achievement/{id}/graphic")),
        }
    }
}

fn achievement_id(text: &str) -> Result<AchievementId, ApiError> {
    let id = number(text).map(AchievementId::new);
    id.ok_or_else(|| ApiError::new(Code::AchievementNotFound))
}

fn read(fields: &Fields) -> Result<NewAchievement, ApiError> {
    let expected =
        format!("a PNG as base64, at most {GRAPHIC_BYTES_MAX} bytes and {GRAPHIC_SIDE_MAX} pixels each way, or null");
    let graphic = fields.optional("graphic", &expected, |text| {
        Graphic::read(STANDARD.decode(text).ok()?).ok()
    })?;
    Ok(NewAchievement {
        name: fields.text("name", NAME_MAX_CHARS)?,
        description: fields.text("description", DESCRIPTION_MAX_CHARS)?,
        target: fields.whole("target_value", 1..=COUNT_MAX)?,
        reward: Money::from_minor(fields.whole("reward", 0..=COUNT_MAX)?, Currency::COIN),
        graphic,
    })
}

/// Registers an achievement of this app. It cannot be changed afterwards.
#[utoipa::path(
    post, path = "/achievement/register", tag = "achievements", security(("key" = [])),
    params(RepeatableAsked),
    request_body = AchievementAsked,
    responses((status = 201, description = "It is there", body = AchievementMade), Always, Conflicts, Unreadable)
)]
async fn register(
    State(api): State<Api>,
    Calling(caller): Calling,
    Repeatable(request): Repeatable,
    fields: Fields,
) -> Result<(StatusCode, Json<AchievementMade>), ApiError> {
    let typed = read(&fields)?;
    let made = retrying(|| achievements::register(&api.desk, &caller, &request, &typed)).await;
    let made = made.map_err(achievement_refused("achievements.register"))?;
    let shown = AchievementMade {
        achievement_id: made.get(),
    };
    Ok((StatusCode::CREATED, Json(shown)))
}

/// Adds to a user's count. The step that reaches the target completes the achievement and pays its reward, once.
#[utoipa::path(
    post, path = "/achievement/{achievement_id}", tag = "achievements", security(("key" = [])),
    params(
        ("achievement_id" = i64, Path, description = "As its registration answered it"),
        RepeatableAsked
    ),
    request_body = AdvanceAsked,
    responses((status = 200, description = "How far the user is now", body = AdvanceShown), Always, NotYours, NotThere, Conflicts, Unreadable)
)]
async fn advance(
    State(api): State<Api>,
    Calling(caller): Calling,
    Repeatable(request): Repeatable,
    Segment(id): Segment,
    fields: Fields,
) -> Result<Json<AdvanceShown>, ApiError> {
    let typed = Advance {
        achievement: achievement_id(&id)?,
        user: fields.user("user_id")?,
        step: fields.whole("value", 1..=COUNT_MAX)?,
    };
    let advanced = retrying(|| achievements::advance(&api.desk, &caller, &request, &typed)).await;
    let advanced = advanced.map_err(achievement_refused("achievements.advance"))?;
    Ok(Json(AdvanceShown {
        achievement_id: advanced.achievement.get(),
        user_id: advanced.user.to_string(),
        value: advanced.value,
        target_value: advanced.target,
        completed_at: advanced.completed_at.map(show::moment),
        rewarded: advanced.rewarded.minor(),
    }))
}

/// The picture of an achievement.
#[utoipa::path(
    get, path = "/achievement/{achievement_id}/graphic", tag = "achievements", security(("key" = [])),
    params(("achievement_id" = i64, Path, description = "As its registration answered it")),
    responses((status = 200, description = "A PNG", body = Vec<u8>, content_type = "image/png"), Always, NotYours, NotThere)
)]
async fn graphic(State(api): State<Api>, Calling(caller): Calling, Segment(id): Segment) -> Result<Response, ApiError> {
    let id = achievement_id(&id)?;
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        achievements::show_graphic(&mut reader, &caller, id).await
    };
    let bytes = read.await.map_err(achievement_refused("achievements.graphic"))?;
    let bytes = bytes.ok_or_else(|| ApiError::new(Code::NotFound))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/png")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    Ok((headers, bytes).into_response())
}

/// The achievements of this app.
#[utoipa::path(
    get, path = "/achievement", tag = "achievements", security(("key" = [])),
    params(PageAsked),
    responses((status = 200, description = "A page of them", body = AchievementsShown), Always, Unreadable)
)]
async fn list(
    State(api): State<Api>,
    Calling(caller): Calling,
    page: Page,
) -> Result<Json<AchievementsShown>, ApiError> {
    let after = page.after::<1>()?.map_or(0, |[after]| after);
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        let after = AchievementId::new(after);
        achievements::list_achievements(&mut reader, &caller, after, page.limit + 1).await
    };
    let found: Result<Vec<Achievement>, DbError> = read.await;
    let mut found = found.map_err(|fault| ApiError::fault("achievements.list", &fault))?;
    let more = page.cut(&mut found);
    let last = found.last().filter(|_| more);
    Ok(Json(AchievementsShown {
        next: last.map(|last| cursor([last.id.get()])),
        achievements: found.iter().map(AchievementShown::from).collect(),
    }))
}

/// A user's progress towards the achievements of this app.
#[utoipa::path(
    get, path = "/achievement/user/{user_id}", tag = "achievements", security(("key" = [])),
    params(("user_id" = String, Path, description = "A Discord id"), PageAsked),
    responses((status = 200, description = "A page of it", body = ProgressPage), Always, NotThere, Unreadable)
)]
async fn of_user(
    State(api): State<Api>,
    Calling(caller): Calling,
    Segment(id): Segment,
    page: Page,
) -> Result<Json<ProgressPage>, ApiError> {
    let not_there = || ApiError::new(Code::UserNotFound);
    let user = parse_user(&id).ok_or_else(not_there)?;
    let after = AchievementId::new(page.after::<1>()?.map_or(0, |[after]| after));
    let found = list_progress(&api, &caller, user, after, page.limit + 1).await;
    let found = found.map_err(|fault| ApiError::fault("achievements.of_user", &fault))?;
    let mut found = found.ok_or_else(not_there)?;
    let more = page.cut(&mut found);
    let last = found.last().filter(|_| more);
    let shown = |progress: &Progress| ProgressShown {
        achievement_id: progress.achievement.id.get(),
        name: progress.achievement.name.clone(),
        value: progress.value,
        target_value: progress.achievement.target,
        completed_at: progress.completed_at.map(show::moment),
    };
    Ok(Json(ProgressPage {
        user_id: user.to_string(),
        next: last.map(|last| cursor([last.achievement.id.get()])),
        achievements: found.iter().map(shown).collect(),
    }))
}

async fn list_progress(
    api: &Api,
    caller: &Caller,
    user: DiscordUserId,
    after: AchievementId,
    achievements_max: i64,
) -> Result<Option<Vec<Progress>>, DbError> {
    let mut reader = api.desk.db.reader().await?;
    let Some(funds) = events::find_funds(&mut reader, user).await? else {
        return Ok(None);
    };
    let found = achievements::list_progress(&mut reader, caller, funds.member, after, achievements_max).await?;
    Ok(Some(found))
}
