//! Calls the REST routes of the bot on behalf of a person, with that person's permissions.

use axum::http::Method;
use serde_json::Value;

use super::error::Result;
use crate::sandbox::rest::{self, Answer, Call};
use crate::sandbox::world::World;

/// Makes a call as this person. The sandbox refuses it with the same words as for a bot.
pub(super) fn ask(world: &mut World, person: u64, method: Method, path: &[&str], body: Value) -> Result<Value> {
    let answer = rest::route(world, &Call::of_person(person, method, path, body))?;
    // The resulting events have no id with which the bot could report that it handled them.
    world.sessions.note_untold();
    Ok(match answer {
        Answer::Json(_, value) => value,
        Answer::Empty => Value::Null,
    })
}
