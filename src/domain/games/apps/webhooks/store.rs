//! Addresses of apps, and deliveries.

use sqlx::AssertSqlSafe;

use super::{Delivery, DeliveryState, News, NewsKind, SigningSecret, UNDER_WAY_MAX, Webhook};
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx, placeholders};
use crate::domain::games::apps::keys::Caller;
use crate::ids::{AchievementId, AppEventId, AppId, MemberId, WebhookDeliveryId};

/// The address of an app.
pub async fn find_webhook(source: &mut impl Source, app: AppId) -> Result<Option<Webhook>, DbError> {
    let row: Option<(String, String, Moment)> =
        sqlx::query_as("select url, secret, registered_at_ms from app_webhooks where app_id = $1")
            .bind(app)
            .fetch_optional(source.conn())
            .await?;
    Ok(row.map(|(url, secret, registered_at)| Webhook {
        app,
        url,
        secret: SigningSecret::stored(secret),
        registered_at,
    }))
}

pub(super) async fn upsert_webhook(tx: &mut Tx, webhook: &Webhook) -> Result<(), DbError> {
    sqlx::query(
        "insert into app_webhooks (app_id, url, secret, registered_at_ms) values ($1, $2, $3, $4)
         on conflict (app_id) do update set url = excluded.url, secret = excluded.secret,
                                            registered_at_ms = excluded.registered_at_ms",
    )
    .bind(webhook.app)
    .bind(webhook.url.clone())
    .bind(webhook.secret.reveal().to_owned())
    .bind(webhook.registered_at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn delete_webhook(tx: &mut Tx, app: AppId) -> Result<(), DbError> {
    sqlx::query("delete from app_webhooks where app_id = $1")
        .bind(app)
        .execute(tx.conn())
        .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct DeliveryRow {
    id: WebhookDeliveryId,
    app_id: AppId,
    kind: NewsKind,
    event_id: Option<AppEventId>,
    achievement_id: Option<AchievementId>,
    member_id: Option<MemberId>,
    created_at_ms: Moment,
    state: DeliveryState,
    attempts: i64,
    due_at_ms: Moment,
    last_error: Option<String>,
    ended_at_ms: Option<Moment>,
    claimed_until_ms: Moment,
}

impl TryFrom<DeliveryRow> for Delivery {
    type Error = DbError;

    fn try_from(row: DeliveryRow) -> Result<Self, DbError> {
        let news = match (row.kind, row.event_id, row.achievement_id, row.member_id) {
            (NewsKind::EventClosed, Some(event), None, None) => News::EventClosed(event),
            (NewsKind::EventExpired, Some(event), None, None) => News::EventExpired(event),
            (NewsKind::AchievementCompleted, None, Some(achievement), Some(member)) => {
                News::AchievementCompleted { achievement, member }
            }
            (NewsKind::Test, None, None, None) => News::Test,
            (kind, ..) => return Err(DbError::Corrupt(format!("delivery {} of {kind}", row.id))),
        };
        Ok(Self {
            id: row.id,
            app: row.app_id,
            news,
            created_at: row.created_at_ms,
            state: row.state,
            attempts: row.attempts,
            due_at: row.due_at_ms,
            last_error: row.last_error,
            ended_at: row.ended_at_ms,
            claimed_until: row.claimed_until_ms,
        })
    }
}

/// The columns of a delivery, in one place.
macro_rules! columns {
    () => {
        "id, app_id, kind, event_id, achievement_id, member_id, created_at_ms, state, attempts, due_at_ms, last_error, ended_at_ms, claimed_until_ms"
    };
}

fn deliveries(rows: Vec<DeliveryRow>) -> Result<Vec<Delivery>, DbError> {
    rows.into_iter().map(Delivery::try_from).collect()
}

pub(super) async fn find_delivery(
    source: &mut impl Source,
    id: WebhookDeliveryId,
) -> Result<Option<Delivery>, DbError> {
    let row: Option<DeliveryRow> =
        sqlx::query_as(concat!("select ", columns!(), " from webhook_deliveries where id = $1"))
            .bind(id)
            .fetch_optional(source.conn())
            .await?;
    row.map(Delivery::try_from).transpose()
}

/// The caller's deliveries, newest first, before `before`.
pub async fn list_deliveries(
    source: &mut impl Source,
    caller: &Caller,
    before: WebhookDeliveryId,
    deliveries_max: i64,
) -> Result<Vec<Delivery>, DbError> {
    let sql = concat!(
        "select ",
        columns!(),
        " from webhook_deliveries where app_id = $1 and id < $2 order by id desc limit $3"
    );
    let rows = sqlx::query_as(sql)
        .bind(caller.app)
        .bind(before)
        .bind(deliveries_max)
        .fetch_all(source.conn())
        .await?;
    deliveries(rows)
}

pub async fn count_waiting(source: &mut impl Source) -> Result<i64, DbError> {
    let (count,): (i64,) = sqlx::query_as("select count(*) from webhook_deliveries where state = 'waiting'")
        .fetch_one(source.conn())
        .await?;
    Ok(count)
}

/// How many deliveries are due, claimed or not.
pub async fn count_due(source: &mut impl Source, now: Moment) -> Result<i64, DbError> {
    let (count,): (i64,) =
        sqlx::query_as("select count(*) from webhook_deliveries where state = 'waiting' and due_at_ms <= $1")
            .bind(now)
            .fetch_one(source.conn())
            .await?;
    Ok(count)
}

pub(super) async fn insert_delivery(
    tx: &mut Tx,
    app: AppId,
    news: News,
    at: Moment,
) -> Result<WebhookDeliveryId, DbError> {
    let (event, achievement, member) = match news {
        News::EventClosed(event) | News::EventExpired(event) => (Some(event), None, None),
        News::AchievementCompleted { achievement, member } => (None, Some(achievement), Some(member)),
        News::Test => (None, None, None),
    };
    let (id,): (WebhookDeliveryId,) = sqlx::query_as(
        "insert into webhook_deliveries (app_id, kind, event_id, achievement_id, member_id, created_at_ms, due_at_ms)
         values ($1, $2, $3, $4, $5, $6, $6) returning id",
    )
    .bind(app)
    .bind(news.kind())
    .bind(event)
    .bind(achievement)
    .bind(member)
    .bind(at)
    .fetch_one(tx.conn())
    .await?;
    Ok(id)
}

/// Gives up a delivery that was never tried.
pub(super) async fn refuse(tx: &mut Tx, id: WebhookDeliveryId, why: &str, at: Moment) -> Result<(), DbError> {
    sqlx::query(
        "update webhook_deliveries set state = 'given_up', last_error = $2, ended_at_ms = $3 where id = $1 and state = 'waiting'",
    )
    .bind(id)
    .bind(why.to_owned())
    .bind(at)
    .execute(tx.conn())
    .await?;
    insert_backlog(tx, id, "given_up", Some(why), at).await
}

/// The deliveries that may be claimed now. Of each app only a few may be under way at once: its claimed deliveries are
/// ranked first, and only the first [`UNDER_WAY_MAX`] in rank may go. The first of every app goes before the second of
/// any.
pub(super) async fn list_claimable(
    source: &mut impl Source,
    now: Moment,
    deliveries_max: i64,
) -> Result<Vec<WebhookDeliveryId>, DbError> {
    let rows: Vec<(WebhookDeliveryId,)> = sqlx::query_as(
        "select w.id from (
             select id, claimed_until_ms, row_number() over (
                        partition by app_id
                        order by case when $1 < claimed_until_ms then 0 else 1 end, id) as place
               from webhook_deliveries
              where state = 'waiting' and due_at_ms <= $1) w
          where w.place <= $2 and w.claimed_until_ms <= $1
          order by w.place, w.id limit $3",
    )
    .bind(now)
    .bind(UNDER_WAY_MAX)
    .bind(deliveries_max)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Claims those of `ids` that nobody else has claimed in the meantime.
pub(super) async fn claim(
    tx: &mut Tx,
    ids: &[WebhookDeliveryId],
    now: Moment,
    until: Moment,
) -> Result<Vec<Delivery>, DbError> {
    // Safe: only placeholders are put in.
    let sql = AssertSqlSafe(format!(
        "update webhook_deliveries set claimed_until_ms = $2
          where state = 'waiting' and due_at_ms <= $1 and claimed_until_ms <= $1 and id in ({})
      returning {}",
        placeholders(3, ids.len()),
        columns!()
    ));
    let statement = sqlx::query_as(sql).bind(now).bind(until);
    let statement = ids.iter().fold(statement, |statement, id| statement.bind(*id));
    deliveries(statement.fetch_all(tx.conn()).await?)
}

/// When the next delivery is due or the next claim expires; `None` when nothing waits.
pub(super) async fn next_due(source: &mut impl Source) -> Result<Option<Moment>, DbError> {
    let (due, claimed): (Option<i64>, Option<i64>) = sqlx::query_as(
        "select (select min(due_at_ms) from webhook_deliveries where state = 'waiting' and claimed_until_ms = 0),
                (select min(claimed_until_ms) from webhook_deliveries where state = 'waiting' and 0 < claimed_until_ms)",
    )
    .fetch_one(source.conn())
    .await?;
    Ok(due.into_iter().chain(claimed).min().map(Moment::from_ms))
}

/// How many deliveries of an app wait, counted up to `deliveries_max`.
pub(super) async fn count_waiting_of(
    source: &mut impl Source,
    app: AppId,
    deliveries_max: i64,
) -> Result<i64, DbError> {
    let (count,): (i64,) = sqlx::query_as(
        "select count(*) from (select id from webhook_deliveries where app_id = $1 and state = 'waiting' limit $2) w",
    )
    .bind(app)
    .bind(deliveries_max)
    .fetch_one(source.conn())
    .await?;
    Ok(count)
}

/// Marks a delivery as delivered, whoever has claimed it in the meantime; returns whether it was still waiting.
pub(super) async fn mark_delivered(tx: &mut Tx, id: WebhookDeliveryId, at: Moment) -> Result<bool, DbError> {
    let ended = sqlx::query(
        "update webhook_deliveries
            set state = 'delivered', last_error = null, ended_at_ms = $2, attempts = attempts + 1, claimed_until_ms = 0
          where id = $1 and state = 'waiting'",
    )
    .bind(id)
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(ended.rows_affected() == 1)
}

/// Gives a delivery up; returns whether the claim under which it was tried was still valid.
pub(super) async fn give_up(tx: &mut Tx, delivery: &Delivery, why: &str, at: Moment) -> Result<bool, DbError> {
    let ended = sqlx::query(
        "update webhook_deliveries
            set state = 'given_up', last_error = $3, ended_at_ms = $4, attempts = attempts + 1, claimed_until_ms = 0
          where id = $1 and state = 'waiting' and claimed_until_ms = $2",
    )
    .bind(delivery.id)
    .bind(delivery.claimed_until)
    .bind(why.to_owned())
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(ended.rows_affected() == 1)
}

/// Puts a delivery off; returns whether the claim under which it was tried was still valid.
pub(super) async fn put_off(tx: &mut Tx, delivery: &Delivery, until: Moment, why: &str) -> Result<bool, DbError> {
    let waits = sqlx::query(
        "update webhook_deliveries set attempts = attempts + 1, due_at_ms = $3, claimed_until_ms = 0, last_error = $4
          where id = $1 and state = 'waiting' and claimed_until_ms = $2",
    )
    .bind(delivery.id)
    .bind(delivery.claimed_until)
    .bind(until)
    .bind(why.to_owned())
    .execute(tx.conn())
    .await?;
    Ok(waits.rows_affected() == 1)
}

/// Makes a delivery wait again if it was given up; returns whether it was.
pub(super) async fn begin_again(tx: &mut Tx, id: WebhookDeliveryId, at: Moment) -> Result<bool, DbError> {
    let waits = sqlx::query(
        "update webhook_deliveries set state = 'waiting', attempts = 0, due_at_ms = $2, ended_at_ms = null
          where id = $1 and state = 'given_up'",
    )
    .bind(id)
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(waits.rows_affected() == 1)
}

pub(super) async fn insert_backlog(
    tx: &mut Tx,
    id: WebhookDeliveryId,
    event: &'static str,
    details: Option<&str>,
    at: Moment,
) -> Result<(), DbError> {
    sqlx::query("insert into webhook_delivery_backlog (delivery_id, event, details, at_ms) values ($1, $2, $3, $4)")
        .bind(id)
        .bind(event)
        .bind(details.map(str::to_owned))
        .bind(at)
        .execute(tx.conn())
        .await?;
    Ok(())
}
