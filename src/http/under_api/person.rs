//! How people are named: by any identity; the answers give that of Discord.

use crate::db::DbError;
use crate::domain::flows::players;
use crate::domain::people::members::Member;
use crate::http::state::Api;
use crate::http::under_api::refusal::Refusal;

/// The longest identity of a person, in characters.
pub(in crate::http) const IDENTITY_CHARS_MAX: usize = 60;

/// The public id of somebody who works at the desk; nothing for the desk itself.
pub(in crate::http) fn person_id(person: &Member) -> Option<String> {
    person.discord_user.map(|user| format!("discord:{user}"))
}

/// The member whom a caller names; `None` when nobody is known by it.
pub(in crate::http) async fn find_named(api: &Api, typed: &str) -> Result<Option<Member>, Refusal> {
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        players::find_person(&mut reader, typed).await
    };
    let found: Result<_, DbError> = read.await;
    found.map_err(|fault| Refusal::fault("players.find_person", &fault))
}
