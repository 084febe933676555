//! What belongs to one person: they may read it, and so may whoever may see others.

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

/// Checks that the actor may read about other people. A surface asks this only when it did not find the person who was
/// named, so that an actor who may not read about others does not learn who exists.
///
/// # Errors
/// [`ReadError::NotAllowed`].
pub fn allow_others(actor: &Actor) -> Result<(), ReadError> {
    Ok(actor.require(Permission::SeeOthers)?)
}
