//! The context that the steps of a use-case on orders or batches share.

use crate::clock::Moment;
use crate::domain::kernel::desk::Policy;
use crate::domain::people::members::{Actor, By};
use crate::ids::RequestId;

/// Who acts, when, under which request and under which policy.
pub struct Step<'a> {
    pub request: &'a RequestId,
    pub actor: &'a Actor,
    pub at: Moment,
    pub policy: &'a Policy,
}

impl Step<'_> {
    /// The actor and the moment.
    pub(crate) fn by(&self) -> By {
        By {
            actor: self.actor.member,
            at: self.at,
        }
    }
}
