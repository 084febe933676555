//! The context that the steps of a use-case on orders or batches share.

use crate::clock::Moment;
use crate::domain::kernel::desk::{Desk, Policy};
use crate::domain::people::members::{Actor, By};
use crate::ids::RequestId;

/// Who acts, when, under which request and under which policy.
pub struct Step<'a> {
    pub request: &'a RequestId,
    pub actor: &'a Actor,
    pub at: Moment,
    pub policy: &'a Policy,
}

impl<'a> Step<'a> {
    /// A step of the actor's at this moment, under the desk's rules.
    pub fn new(desk: &'a Desk, actor: &'a Actor, request: &'a RequestId, at: Moment) -> Self {
        Self {
            request,
            actor,
            at,
            policy: &desk.policy,
        }
    }

    /// The actor and the moment.
    pub(crate) fn by(&self) -> By {
        By {
            actor: self.actor.member,
            at: self.at,
        }
    }
}
