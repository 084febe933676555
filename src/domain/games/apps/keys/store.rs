//! Apps, their keys, and the backlog of both.

use super::token::Token;
use super::{App, AppRole, KeyError, NewApp};
use crate::clock::Moment;
use crate::db::{DbError, Lockable, Source, Tx};
use crate::domain::people::members;
use crate::ids::{AppId, AppKeyId, MemberId};

/// How many names of apps a new one is compared with: more than a desk has.
const APPS_MAX: i64 = 10_000;

#[derive(sqlx::FromRow)]
struct AppRow {
    id: AppId,
    name: String,
    role: AppRole,
    created_at_ms: Moment,
    public_id: Option<String>,
    last_used_at_ms: Option<Moment>,
    webhook_url: Option<String>,
}

impl From<AppRow> for App {
    fn from(row: AppRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            role: row.role,
            created_at: row.created_at_ms,
            key: row.public_id,
            last_used_at: row.last_used_at_ms,
            webhook_url: row.webhook_url,
        }
    }
}

/// The columns of an app, in one place; `$tail` says which apps.
macro_rules! select_apps {
    ($tail:literal) => {
        concat!(
            "select a.id, a.name, a.role, a.created_at_ms,
                    (select k.public_id from app_keys k where k.app_id = a.id and k.revoked_at_ms is null) as public_id,
                    (select max(k.last_used_at_ms) from app_keys k where k.app_id = a.id) as last_used_at_ms,
                    (select w.url from app_webhooks w where w.app_id = a.id) as webhook_url
               from apps a ",
            $tail
        )
    };
}

/// Apps, sorted by name.
pub(super) async fn list_apps(source: &mut impl Source, apps_max: i64) -> Result<Vec<App>, DbError> {
    let rows: Vec<AppRow> = sqlx::query_as(select_apps!("order by lower(a.name) limit $1"))
        .bind(apps_max)
        .fetch_all(source.conn())
        .await?;
    Ok(rows.into_iter().map(App::from).collect())
}

/// The app whose name reads like this one.
pub(super) async fn find_app_like(tx: &mut Tx, name: &str) -> Result<Option<App>, DbError> {
    let apps = list_apps(tx, APPS_MAX).await?;
    Ok(apps.into_iter().find(|app| members::reads_like(&app.name, name)))
}

pub(super) async fn find_app_called(tx: &mut Tx, name: &str) -> Result<Option<App>, DbError> {
    let row: Option<AppRow> = sqlx::query_as(select_apps!("where lower(a.name) = lower($1)"))
        .bind(name.to_owned())
        .fetch_optional(tx.conn())
        .await?;
    Ok(row.map(App::from))
}

/// The app of this name, locked until the unit ends.
pub(super) async fn get_app_for_update(tx: &mut Tx, typed: &str) -> Result<App, KeyError> {
    let unknown = || KeyError::UnknownApp {
        typed: typed.trim().to_owned(),
    };
    let found = find_app_called(tx, typed.trim()).await?.ok_or_else(unknown)?;
    tx.lock(Lockable::Apps, found.id.get()).await?;
    // Read again: its key may have changed before the lock was taken.
    find_app_called(tx, typed.trim()).await?.ok_or_else(unknown)
}

pub(super) async fn insert_app(tx: &mut Tx, app: NewApp<'_>, by: MemberId, at: Moment) -> Result<AppId, DbError> {
    let (id,): (AppId,) =
        sqlx::query_as("insert into apps (name, role, created_by, created_at_ms) values ($1, $2, $3, $4) returning id")
            .bind(app.name.to_owned())
            .bind(app.role)
            .bind(by)
            .bind(at)
            .fetch_one(tx.conn())
            .await?;
    Ok(id)
}

pub(super) async fn insert_key(tx: &mut Tx, app: AppId, token: &Token, at: Moment) -> Result<(), DbError> {
    sqlx::query("insert into app_keys (app_id, public_id, sha256, created_at_ms) values ($1, $2, $3, $4)")
        .bind(app)
        .bind(token.public_id().to_owned())
        .bind(token.sha256())
        .bind(at)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Revokes an app's valid key; returns how many were revoked, one or none.
pub(super) async fn revoke_keys(tx: &mut Tx, app: AppId, at: Moment) -> Result<u64, DbError> {
    let ended = sqlx::query("update app_keys set revoked_at_ms = $2 where app_id = $1 and revoked_at_ms is null")
        .bind(app)
        .bind(at)
        .execute(tx.conn())
        .await?;
    Ok(ended.rows_affected())
}

/// The stored hashes of valid keys, newest first.
pub async fn list_valid_hashes(source: &mut impl Source, keys_max: i64) -> Result<Vec<String>, DbError> {
    let rows: Vec<(String,)> =
        sqlx::query_as("select sha256 from app_keys where revoked_at_ms is null order by id desc limit $1")
            .bind(keys_max)
            .fetch_all(source.conn())
            .await?;
    Ok(rows.into_iter().map(|(sha256,)| sha256).collect())
}

/// A valid key.
pub(super) struct ValidKey {
    pub(super) id: AppKeyId,
    pub(super) app: AppId,
    pub(super) name: String,
    pub(super) role: AppRole,
    pub(super) sha256: String,
    pub(super) last_used_at: Option<Moment>,
}

pub(super) async fn find_valid_key(source: &mut impl Source, public_id: &str) -> Result<Option<ValidKey>, DbError> {
    let row: Option<(AppKeyId, AppId, String, AppRole, String, Option<Moment>)> = sqlx::query_as(
        "select k.id, k.app_id, a.name, a.role, k.sha256, k.last_used_at_ms
           from app_keys k join apps a on a.id = k.app_id
          where k.public_id = $1 and k.revoked_at_ms is null",
    )
    .bind(public_id.to_owned())
    .fetch_optional(source.conn())
    .await?;
    Ok(row.map(|(id, app, name, role, sha256, last_used_at)| ValidKey {
        id,
        app,
        name,
        role,
        sha256,
        last_used_at,
    }))
}

/// An app with a valid key.
pub(super) struct Keyed {
    pub(super) name: String,
    pub(super) role: AppRole,
    /// When its valid key was made.
    pub(super) key_since: Moment,
}

/// The app, if it has a valid key.
pub(super) async fn find_keyed(source: &mut impl Source, app: AppId) -> Result<Option<Keyed>, DbError> {
    let row: Option<(String, AppRole, Moment)> = sqlx::query_as(
        "select a.name, a.role, k.created_at_ms
           from app_keys k join apps a on a.id = k.app_id
          where k.app_id = $1 and k.revoked_at_ms is null",
    )
    .bind(app)
    .fetch_optional(source.conn())
    .await?;
    Ok(row.map(|(name, role, key_since)| Keyed { name, role, key_since }))
}

/// Whether a key is still valid.
pub(in crate::domain::games::apps) async fn is_valid(source: &mut impl Source, key: AppKeyId) -> Result<bool, DbError> {
    let row: Option<(AppKeyId,)> = sqlx::query_as("select id from app_keys where id = $1 and revoked_at_ms is null")
        .bind(key)
        .fetch_optional(source.conn())
        .await?;
    Ok(row.is_some())
}

pub(super) async fn note_use(tx: &mut Tx, key: AppKeyId, at: Moment) -> Result<(), DbError> {
    sqlx::query(
        "update app_keys set last_used_at_ms = $2
          where id = $1 and (last_used_at_ms is null or last_used_at_ms < $2)",
    )
    .bind(key)
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn insert_backlog(
    tx: &mut Tx,
    app: AppId,
    event: &'static str,
    details: &str,
    actor: MemberId,
    at: Moment,
) -> Result<(), DbError> {
    sqlx::query("insert into app_backlog (app_id, event, details, actor_id, at_ms) values ($1, $2, $3, $4, $5)")
        .bind(app)
        .bind(event)
        .bind(details.to_owned())
        .bind(actor)
        .bind(at)
        .execute(tx.conn())
        .await?;
    Ok(())
}
