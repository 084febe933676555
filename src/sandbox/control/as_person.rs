//! What a person's client asks of Discord: the bot's own routes, with that person's permissions.

use axum::http::Method;
use serde_json::Value;

use super::error::Result;
use crate::sandbox::rest::{self, Answer, Call};
use crate::sandbox::world::World;

/// Asks as this person. What Discord refuses a bot it refuses a person with the same words.
pub(super) fn ask(world: &mut World, person: u64, method: Method, path: &[&str], body: Value) -> Result<Value> {
    let answer = rest::route(world, &Call::of_person(person, method, path, body))?;
    // What follows reaches the bot without an id that it could say it has handled.
    world.sessions.note_untold();
    Ok(match answer {
        Answer::Json(_, value) => value,
        Answer::Empty => Value::Null,
    })
}
