//! The calls with which an app registers its webhook and reads its deliveries.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::db::{DbError, retrying};
use crate::domain::games::apps::keys::Caller;
use crate::domain::games::apps::webhooks::{self, Delivery, DeliveryState, Endpoint, News, Webhook};
use crate::http::auth::Calling;
use crate::http::body::{Fields, Segment, number};
use crate::http::error::{ApiError, Code, webhook_refused};
use crate::http::idempotency::{Repeatable, RepeatableAsked, once};
use crate::http::openapi::{Always, Conflicts, NotThere, NotYours, Unreadable};
use crate::http::page::{Page, PageAsked, cursor};
use crate::http::show;
use crate::http::state::Api;
use crate::ids::WebhookDeliveryId;

const EXPECTED_URL: &str =
    "an http:// or https:// address on the public internet, at most 2048 bytes, without user, password and #";

/// The body of a request. It is read field by field ([`Fields`]); this type only describes it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct WebhookAsked {
    /// http or https, on the public internet.
    #[schema(example = "https://game.example/cambista", min_length = 1, max_length = 2048)]
    url: String,
}

/// The answer to a registration. Not `Debug`, so that the secret cannot get into a log.
#[derive(Serialize, ToSchema)]
pub(super) struct WebhookMade {
    #[schema(example = "https://game.example/cambista")]
    url: String,
    /// The key for checking signatures. It is shown only here.
    #[schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=")]
    secret: String,
    #[schema(example = "2026-11-20T12:00:00.000Z")]
    registered_at: String,
}

/// The current webhook.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WebhookShown {
    #[schema(example = "https://game.example/cambista")]
    url: String,
    #[schema(example = "2026-11-20T12:00:00.000Z")]
    registered_at: String,
}

/// The answer to a new delivery.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DeliveryMade {
    #[schema(example = 7)]
    delivery_id: i64,
    /// The value of the delivery's header `webhook-id`.
    #[schema(example = "msg_7")]
    webhook_id: String,
}

/// A delivery to this app.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DeliveryShown {
    #[schema(example = 7)]
    delivery_id: i64,
    #[schema(example = "event.closed")]
    r#type: &'static str,
    /// `waiting`, `delivered` or `given_up`.
    #[schema(example = "delivered")]
    state: &'static str,
    /// The number of attempts.
    #[schema(example = 1)]
    attempts: i64,
    /// Why the last attempt failed.
    #[schema(example = json!(null))]
    last_error: Option<String>,
    /// The time of the next attempt.
    #[schema(example = json!(null))]
    next_attempt_at: Option<String>,
    /// The event it is about, if any.
    #[schema(example = 12)]
    event_id: Option<i64>,
    /// The achievement it is about, if any.
    #[schema(example = json!(null))]
    achievement_id: Option<i64>,
    #[schema(example = "2026-11-20T12:00:30.000Z")]
    created_at: String,
    /// When it was delivered or given up.
    #[schema(example = "2026-11-20T12:00:31.000Z")]
    ended_at: Option<String>,
}

/// A page of deliveries.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DeliveriesShown {
    deliveries: Vec<DeliveryShown>,
    /// The `cursor` of the next page; null on the last one.
    #[schema(example = json!(null))]
    next: Option<String>,
}

impl From<&Delivery> for DeliveryShown {
    fn from(delivery: &Delivery) -> Self {
        let (event, achievement) = match delivery.news {
            News::EventClosed(event) | News::EventExpired(event) => (Some(event.get()), None),
            News::AchievementCompleted { achievement, .. } => (None, Some(achievement.get())),
            News::Test => (None, None),
        };
        let waits = delivery.state == DeliveryState::Waiting;
        Self {
            delivery_id: delivery.id.get(),
            r#type: delivery.news.kind().code(),
            state: delivery.state.code(),
            attempts: delivery.attempts,
            last_error: delivery.last_error.clone(),
            next_attempt_at: waits.then(|| show::moment(delivery.due_at)),
            event_id: event,
            achievement_id: achievement,
            created_at: show::moment(delivery.created_at),
            ended_at: delivery.ended_at.map(show::moment),
        }
    }
}

/// Registers the address of this app's webhook, in place of the one before. Each registration makes a new secret.
#[utoipa::path(
    post, path = "/webhook", tag = "webhooks", security(("key" = [])),
    params(RepeatableAsked),
    request_body = WebhookAsked,
    responses((status = 201, description = "It is registered", body = WebhookMade), Always, Conflicts, Unreadable)
)]
pub(super) async fn register(
    State(api): State<Api>,
    Calling(caller): Calling,
    Repeatable(request): Repeatable,
    fields: Fields,
) -> Result<(StatusCode, Json<WebhookMade>), ApiError> {
    let endpoint = fields.word("url", EXPECTED_URL, |text| Endpoint::parse(text, api.webhooks_reach))?;
    let made = retrying(|| webhooks::register_webhook(&api.desk, &caller, &request, &endpoint)).await;
    let made = made.map_err(webhook_refused("webhooks.register"))?;
    let shown = WebhookMade {
        url: made.url,
        secret: made.secret.reveal().to_owned(),
        registered_at: show::moment(made.registered_at),
    };
    Ok((StatusCode::CREATED, Json(shown)))
}

/// Shows the address of this app's webhook.
#[utoipa::path(
    get, path = "/webhook", tag = "webhooks", security(("key" = [])),
    responses((status = 200, description = "As it stands", body = WebhookShown), Always, NotThere)
)]
pub(super) async fn show(State(api): State<Api>, Calling(caller): Calling) -> Result<Json<WebhookShown>, ApiError> {
    let found = find(&api, &caller).await;
    let found = found.map_err(|fault| ApiError::fault("webhooks.show", &fault))?;
    let webhook = found.ok_or_else(|| ApiError::new(Code::WebhookNotFound))?;
    Ok(Json(WebhookShown {
        url: webhook.url,
        registered_at: show::moment(webhook.registered_at),
    }))
}

async fn find(api: &Api, caller: &Caller) -> Result<Option<Webhook>, DbError> {
    let mut reader = api.desk.db.reader().await?;
    webhooks::find_own_webhook(&mut reader, caller).await
}

/// Removes the webhook. Waiting deliveries are given up when they become due, unless a new address is registered by
/// then.
#[utoipa::path(
    delete, path = "/webhook", tag = "webhooks", security(("key" = [])),
    responses((status = 204, description = "Nothing is told any more"), Always, NotThere)
)]
pub(super) async fn remove(State(api): State<Api>, Calling(caller): Calling) -> Result<StatusCode, ApiError> {
    let request = once(&caller);
    let removed = retrying(|| webhooks::remove_webhook(&api.desk, &caller, &request)).await;
    removed.map_err(webhook_refused("webhooks.remove"))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sends a `webhook.test`, to check that deliveries arrive.
#[utoipa::path(
    post, path = "/webhook/test", tag = "webhooks", security(("key" = [])),
    params(RepeatableAsked),
    responses((status = 202, description = "It is on its way", body = DeliveryMade), Always, NotThere, Conflicts, Unreadable)
)]
pub(super) async fn try_out(
    State(api): State<Api>,
    Calling(caller): Calling,
    Repeatable(request): Repeatable,
) -> Result<(StatusCode, Json<DeliveryMade>), ApiError> {
    let made = retrying(|| webhooks::try_out(&api.desk, &caller, &request)).await;
    let made = made.map_err(webhook_refused("webhooks.try_out"))?;
    Ok((StatusCode::ACCEPTED, Json(delivery_made(made))))
}

fn delivery_made(id: WebhookDeliveryId) -> DeliveryMade {
    DeliveryMade {
        delivery_id: id.get(),
        webhook_id: show::webhook_id(id),
    }
}

/// The deliveries to this app, newest first.
#[utoipa::path(
    get, path = "/webhook/deliveries", tag = "webhooks", security(("key" = [])),
    params(PageAsked),
    responses((status = 200, description = "A page of it", body = DeliveriesShown), Always, Unreadable)
)]
pub(super) async fn deliveries(
    State(api): State<Api>,
    Calling(caller): Calling,
    page: Page,
) -> Result<Json<DeliveriesShown>, ApiError> {
    let before = page.after::<1>()?.map_or(i64::MAX, |[before]| before);
    let found = list(&api, &caller, WebhookDeliveryId::new(before), page.limit + 1).await;
    let mut found = found.map_err(|fault| ApiError::fault("webhooks.deliveries", &fault))?;
    let more = page.cut(&mut found);
    let last = found.last().filter(|_| more);
    Ok(Json(DeliveriesShown {
        next: last.map(|last| cursor([last.id.get()])),
        deliveries: found.iter().map(DeliveryShown::from).collect(),
    }))
}

async fn list(
    api: &Api,
    caller: &Caller,
    before: WebhookDeliveryId,
    deliveries_max: i64,
) -> Result<Vec<Delivery>, DbError> {
    let mut reader = api.desk.db.reader().await?;
    webhooks::list_deliveries(&mut reader, caller, before, deliveries_max).await
}

/// Tries a delivery again that was given up.
#[utoipa::path(
    post, path = "/webhook/deliveries/{delivery_id}/retry", tag = "webhooks", security(("key" = [])),
    params(
        ("delivery_id" = i64, Path, description = "As the list shows it"),
        RepeatableAsked
    ),
    responses((status = 202, description = "It is on its way", body = DeliveryMade), Always, NotYours, NotThere, Conflicts, Unreadable)
)]
pub(super) async fn ask_again(
    State(api): State<Api>,
    Calling(caller): Calling,
    Repeatable(request): Repeatable,
    Segment(id): Segment,
) -> Result<(StatusCode, Json<DeliveryMade>), ApiError> {
    let id = number(&id).map(WebhookDeliveryId::new);
    let id = id.ok_or_else(|| ApiError::new(Code::DeliveryNotFound))?;
    let asked = retrying(|| webhooks::ask_again(&api.desk, &caller, &request, id)).await;
    asked.map_err(webhook_refused("webhooks.ask_again"))?;
    Ok((StatusCode::ACCEPTED, Json(delivery_made(id))))
}
