//! Finding a cashier whom a caller of the API names.

use super::typed::{Typed, read};
use crate::db::{DbError, Source};
use crate::domain::people::members::{self, IdentityKind, Member};

/// The member with this identity, player or not. Digits alone are a Discord id, since cashiers work there.
pub async fn find_person(source: &mut impl Source, typed: &str) -> Result<Option<Member>, DbError> {
    let (kind, value) = match read(typed) {
        None => return Ok(None),
        Some(Typed::Player(id)) => (IdentityKind::Player, id.to_string()),
        Some(Typed::Discord(id) | Typed::Number(id)) => (IdentityKind::Discord, id.to_string()),
        Some(Typed::Telegram(id)) => (IdentityKind::Telegram, id.to_string()),
    };
    members::find_member_by_identity(source, kind, &value).await
}
