//! A page of a list, and who may see one.

use crate::discord::answer::{Answer, Declined};
use crate::discord::content::Content;
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::people::members::{Actor, NotAllowed, Permission};
use crate::ids::MemberId;

/// A page, and who may read it.
pub(in crate::discord) struct Page {
    pub(in crate::discord) face: Face,
    pub(in crate::discord) content: Content,
}

impl Page {
    pub(in crate::discord) fn answer(self) -> Answer {
        Answer::Face(Box::new(self.face)).containing(self.content)
    }
}

/// Whose list it is may always see it; a superuser too.
pub(in crate::discord) fn require_own(actor: &Actor, whose: MemberId) -> Result<(), Declined> {
    if whose == actor.member {
        actor.require(Permission::SeeOwn).map_err(not_allowed)
    } else {
        require_others(actor)
    }
}

/// # Errors
/// Unless this person may look at what is somebody else's.
pub(in crate::discord) fn require_others(actor: &Actor) -> Result<(), Declined> {
    actor.require(Permission::SeeOthers).map_err(not_allowed)
}

pub(in crate::discord) fn not_allowed(no: NotAllowed) -> Declined {
    tracing::info!(permission = ?no.permission, "a list was not shown");
    Declined::because(view::refusals::not_allowed(no))
}
