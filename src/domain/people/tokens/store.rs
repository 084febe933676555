//! The keys that sign tokens, and whose tokens were ended.

use super::keyring::SigningKey;
use super::secret::TokenSecret;
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::ids::{MemberId, TokenKeyId};

/// How many keys may count at once: more than are made in an hour.
const KEYS_MAX: i64 = 100;

#[derive(sqlx::FromRow)]
struct KeyRow {
    id: TokenKeyId,
    kid: String,
    secret: String,
    replaced_at_ms: Option<Moment>,
}

impl TryFrom<KeyRow> for SigningKey {
    type Error = DbError;

    fn try_from(row: KeyRow) -> Result<Self, DbError> {
        let secret = TokenSecret::stored(&row.secret);
        let secret = secret.ok_or_else(|| DbError::Corrupt(format!("the secret of token key {}", row.id)))?;
        Ok(SigningKey {
            kid: row.kid,
            secret,
            replaced_at: row.replaced_at_ms,
        })
    }
}

/// The key that signs; `None` until the first token is issued.
pub(super) async fn find_signing_key(source: &mut impl Source) -> Result<Option<SigningKey>, DbError> {
    let row: Option<KeyRow> =
        sqlx::query_as("select id, kid, secret, replaced_at_ms from token_keys where replaced_at_ms is null")
            .fetch_optional(source.conn())
            .await?;
    row.map(SigningKey::try_from).transpose()
}

/// The key that signs and those that were replaced after `after`, newest first.
pub(super) async fn list_keys(source: &mut impl Source, after: Moment) -> Result<Vec<SigningKey>, DbError> {
    let rows: Vec<KeyRow> = sqlx::query_as(
        "select id, kid, secret, replaced_at_ms from token_keys
          where replaced_at_ms is null or $1 < replaced_at_ms order by id desc limit $2",
    )
    .bind(after)
    .bind(KEYS_MAX)
    .fetch_all(source.conn())
    .await?;
    rows.into_iter().map(SigningKey::try_from).collect()
}

/// Marks the key that signs as replaced, if there is one.
pub(super) async fn replace_signing_key(tx: &mut Tx, at: Moment) -> Result<(), DbError> {
    sqlx::query("update token_keys set replaced_at_ms = $1 where replaced_at_ms is null")
        .bind(at)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// # Errors
/// [`DbError::Raced`] when another unit made the key that signs in the meantime.
pub(super) async fn insert_key(
    tx: &mut Tx,
    kid: &str,
    secret: &TokenSecret,
    at: Moment,
) -> Result<TokenKeyId, DbError> {
    let row: Option<(TokenKeyId,)> = sqlx::query_as(
        "insert into token_keys (kid, secret, created_at_ms) values ($1, $2, $3) on conflict do nothing returning id",
    )
    .bind(kid.to_owned())
    .bind(secret.to_stored())
    .bind(at)
    .fetch_optional(tx.conn())
    .await?;
    row.map(|(id,)| id).ok_or(DbError::Raced("token_keys"))
}

pub(super) async fn insert_key_backlog(
    tx: &mut Tx,
    key: TokenKeyId,
    event: &'static str,
    actor: MemberId,
    at: Moment,
) -> Result<(), DbError> {
    sqlx::query("insert into token_key_backlog (key_id, event, actor_id, at_ms) values ($1, $2, $3, $4)")
        .bind(key)
        .bind(event)
        .bind(actor)
        .bind(at)
        .execute(tx.conn())
        .await?;
    Ok(())
}

pub(super) async fn insert_revocation(tx: &mut Tx, member: MemberId, at: Moment) -> Result<(), DbError> {
    sqlx::query("insert into token_revocations (member_id, at_ms) values ($1, $2)")
        .bind(member)
        .bind(at)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// When somebody last ended all their tokens.
pub(super) async fn find_last_revocation(
    source: &mut impl Source,
    member: MemberId,
) -> Result<Option<Moment>, DbError> {
    let (at,): (Option<Moment>,) = sqlx::query_as("select max(at_ms) from token_revocations where member_id = $1")
        .bind(member)
        .fetch_one(source.conn())
        .await?;
    Ok(at)
}
