//! What belongs to one person: they read it themselves, and so does whoever may look at others.

use super::ReadError;
use crate::domain::people::members::{Actor, Permission};
use crate::ids::MemberId;

/// # Errors
/// [`ReadError::NotAllowed`].
pub(super) fn allow(actor: &Actor, whose: MemberId) -> Result<(), ReadError> {
    if whose == actor.member {
        return Ok(actor.require(Permission::SeeOwn)?);
    }
    allow_others(actor)
}

/// Whether the actor may read about anybody else. A surface asks this only when it did not find the person who was named, so that
/// whoever may not read about others is not told who exists.
///
/// # Errors
/// [`ReadError::NotAllowed`].
pub fn allow_others(actor: &Actor) -> Result<(), ReadError> {
    Ok(actor.require(Permission::SeeOthers)?)
}
