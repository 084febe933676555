//! Identifies the app that calls: the first step of every call.

use super::token::Token;
use super::{AppRole, store};
use crate::db::DbError;
use crate::domain::kernel::desk::Desk;
use crate::ids::{AppId, AppKeyId};

/// The last use of a key is recorded at most this often, in milliseconds, so that not every call costs a write.
const USE_NOTED_EVERY_MS: i64 = 60_000;

/// An app that proved its identity with a valid key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    pub app: AppId,
    pub key: AppKeyId,
    pub name: String,
    pub role: AppRole,
}

/// The app whose valid key this is; `None` for any other text.
pub async fn identify_caller(desk: &Desk, token: &Token) -> Result<Option<Caller>, DbError> {
    let mut reader = desk.db.reader().await?;
    let found = store::find_valid_key(&mut reader, token.public_id()).await?;
    drop(reader);
    let Some(key) = found.filter(|key| token.proves(&key.sha256)) else {
        return Ok(None);
    };
    let now = desk.clock.now();
    if key
        .last_used_at
        .is_none_or(|last| USE_NOTED_EVERY_MS <= now.ms_since(last))
    {
        let mut tx = desk.db.begin().await?;
        store::note_use(&mut tx, key.id, now).await?;
        tx.commit().await?;
    }
    Ok(Some(Caller {
        app: key.app,
        key: key.id,
        name: key.name,
        role: key.role,
    }))
}
